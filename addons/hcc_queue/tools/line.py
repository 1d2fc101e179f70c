"""The order of a waiting line, as arithmetic.

A ticket stands where it was issued: the order is that of the ids. A ticket of a preferred group
(priority class, return) is let in once, when it is issued or when it gets its class, before one
that was there already; from then on it keeps its place whatever is called, parked or moved. So
everybody can be told their place, and calling costs no more than before.
"""

from typing import NamedTuple


class Standing(NamedTuple):
    """One waiting ticket as the rule sees it.

    ``before``: the id before which it was let in, ``None`` where it stands by its own id;
    ``group``: its preferred group, ``None`` for an ordinary ticket; ``aged``: it has waited so
    long that nobody is let in before it any more.
    """

    id: int
    before: int | None = None
    group: str | None = None
    aged: bool = False

    @property
    def key(self):
        """What the line is sorted by; ``hcc.ticket._line_order`` says the same in SQL."""
        return (self.before or self.id, not self.before, self.id)


def let_in(waiting, group, interval, called_since):
    """Before which id a ticket of ``group`` is let in; ``None``: at the end of the line.

    Between two tickets of a group at least ``interval`` ordinary ones are called, nobody of the
    group overtakes another, and who has waited too long is not passed.

    :param waiting: the :class:`Standing` of those who wait in the lane, in any order
    :param called_since: ordinary tickets called since the last one of the group; ``None``: none
        of the group was called yet, so nothing has to be waited for
    """
    line = sorted(waiting, key=lambda standing: standing.key)
    last = max((at for at, standing in enumerate(line) if standing.group == group), default=None)
    if last is None:
        owed = 0 if called_since is None else max(0, interval - called_since)
        start = 0
    else:
        owed, start = interval, last + 1
    for standing in line[start:]:
        if standing.group is None:
            if not owed and not standing.aged:
                return standing.id
            owed = max(0, owed - 1)
    return None
