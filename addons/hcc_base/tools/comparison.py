"""What changed between two editions of a thing that has fields and lists of parts."""

from typing import NamedTuple


class Part(NamedTuple):
    """One line of a list: the name it is recognised by, its place, and what it says."""

    name: str
    sequence: int
    text: str


class Change(NamedTuple):
    """One difference; ``before`` is empty for what was added, ``after`` for what was removed."""

    label: str
    kind: str
    before: str
    after: str


def fields(before: dict[str, str], after: dict[str, str]) -> list[Change]:
    """The labels whose text differs, in the order of ``after``."""
    labels = list(dict.fromkeys([*after, *before]))
    pairs = ((label, before.get(label, ""), after.get(label, "")) for label in labels)
    return [Change(label, _kind(old, new), old, new) for label, old, new in pairs if old != new]


def _kind(old, new):
    if not old:
        return "added"
    return "changed" if new else "removed"


def parts(before: list[Part], after: list[Part]) -> list[Change]:
    """The lines that were added, removed or changed, in the order of ``after``, removed ones last.

    Lines are matched by name, the first with the first; what is left at the same place in the list
    was renamed.
    """
    left, pairs = list(before), []
    for new in after:
        pairs.append([_take(left, lambda old, new=new: old.name == new.name), new])
    for pair in pairs:
        if pair[0] is None:
            pair[0] = _take(left, lambda old, new=pair[1]: old.sequence == new.sequence)
    changes = [_part_change(old, new) for old, new in pairs if old is None or _differ(old, new)]
    return changes + [_part_change(old, None) for old in left]


def _take(lines, wanted):
    found = next((line for line in lines if wanted(line)), None)
    if found is not None:
        lines.remove(found)
    return found


def _differ(old, new):
    return (old.name, old.text) != (new.name, new.text)


def _part_change(old, new):
    if old is None:
        return Change(new.name, "added", "", new.text)
    if new is None:
        return Change(old.name, "removed", old.text, "")
    if old.name == new.name:
        return Change(new.name, "changed", old.text, new.text)
    return Change(new.name, "changed", _named(old), _named(new))


def _named(part):
    return f"{part.name}\n{part.text}".strip()
