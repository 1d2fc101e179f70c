"""The rows of a control slip (phiếu kiểm soát) while they are written, one act after another."""


class PaperWay:
    """Who gave the papers to whom, and what came of the work there.

    A row is closed when nobody fills it in any more: what was not sent, not taken or not worked on
    shows no boxes to tick.
    """

    def __init__(self):
        self.rows = []
        self._work = None

    @property
    def last(self):
        return self.rows[-1] if self.rows else None

    def give(self, place, moment, giver):
        self.rows.append(
            {
                "name": place, "given": moment, "giver": giver, "taken": "", "taker": "",
                "result": "", "note": "", "closed": False,
            }
        )  # fmt: skip

    def waits_at(self, place):
        """Whether the papers lie ready for ``place`` and nobody has taken them."""
        return bool(self._untaken()) and self.last["name"] == place

    def take(self, moment, taker):
        """What lies ready is taken; who took it first stays written."""
        if self._untaken():
            self.last.update(taken=moment, taker=taker)

    def take_back(self, words):
        """What was given did not leave: nobody takes it."""
        if self._untaken():
            self.last["closed"] = True
            self.note(words)

    def work_here(self):
        self._work = self.last

    def result(self, timeliness, note):
        """What came of the work, beside the place that did it."""
        row = self._work or self.last
        if row:
            row["result"] = timeliness
            _add_note(row, note)

    def note(self, words):
        if self.last:
            _add_note(self.last, words)

    def work_note(self, words):
        if self._work:
            _add_note(self._work, words)

    def end(self, words):
        """Nothing follows: what lies open is not filled in any more."""
        self.note(words)
        self._work = None
        for row in self.rows:
            row["closed"] = True

    def finished(self):
        """The rows; only where papers wait or are worked on is there anything left to fill in."""
        for row in self.rows:
            waits = row is self.last and not row["taker"]
            row["closed"] = row["closed"] or not (waits or row is self._work)
        return self.rows

    def _untaken(self):
        return self.last and not self.last["taker"] and not self.last["closed"]


def _add_note(row, words):
    row["note"] = "; ".join(filter(None, [row["note"], words]))
