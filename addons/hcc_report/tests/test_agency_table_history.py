"""Random histories through the verbs, recounted by hand from the test's own notes."""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from .common import ReportCommon

FIRST_DAY = date(2026, 10, 5)
DAYS = 70
DOSSIERS = 40


@dataclass
class Notes:
    """What happened to one dossier, as the test saw it; times are the centre's wall clock."""

    agency: object
    channel: str
    received: datetime
    dues: list = field(default_factory=list)  # (from, due)
    waits: list = field(default_factory=list)  # [kind, from, until or None]
    finished: datetime | None = None
    timeliness: str = ""
    ended: datetime | None = None

    def due_on(self, moment):
        return [due for since, due in self.dues if since < moment][-1]

    def wait_on(self, moment):
        return next(
            (start for _k, start, end in self.waits
             if start < moment and (end is None or end >= moment)),
            None,
        )  # fmt: skip

    def cells(self, date_from, date_to):
        """The columns this dossier counts in, by the definition in words."""
        start = datetime.combine(date_from, datetime.min.time())
        end = datetime.combine(date_to + timedelta(days=1), datetime.min.time())
        counted = {13: sum(k == "supplement" and start <= s < end for k, s, _e in self.waits)}
        over = self.finished or self.ended
        if self.received >= end or (over and over < start):
            return counted
        if self.received < start:
            counted[1] = 1
        else:
            counted[3 if self.channel == "online" else 2] = 1
        counted[4] = 1
        if over and over < end:
            counted.update(self._exit())
            return counted
        due, wait = self.due_on(end), self.wait_on(end)
        overdue = due < end and (wait is None or due < wait)
        counted[9 if overdue else 10] = 1
        counted[11] = int(wait is not None and not overdue)
        return counted

    def _exit(self):
        if not self.finished:
            return {12: 1}
        return {{"late": 5, "on_time": 6, "early": 7}[self.timeliness]: 1, 8: 1}


class TestAgencyTableHistory(ReportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # One user of the other agency for every role, as the own agency has.
        cls.other_staff = {
            role: cls._create_user(f"o_{role}", role, agency=cls.other_agency)
            for role in ("appraiser", "approver", "clerk")
        }

    def _staff(self, dossier, role):
        if dossier.agency_id == self.other_agency:
            return self.other_staff[role]
        return getattr(self, role)

    def _local(self, instant):
        return self.env["hcc.clock"]._local(self.centre, instant).replace(tzinfo=None)

    # ------------------------------------------------------------------ making a history

    def _moment(self, chance, after=None, days=6):
        """A working moment, after ``after``."""
        if after is None:
            day = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
        else:
            day = after.date() + timedelta(days=chance.randint(1, days))
        while day.weekday() > 4:
            day += timedelta(days=1)
        return datetime.combine(day, datetime.min.time()).replace(
            hour=chance.choice((8, 10, 14, 16)), minute=chance.randrange(60)
        )

    def _live_through(self, chance):
        """Drive one dossier through a random life and note it."""
        moment = self._moment(chance)
        official, procedure = chance.choice(
            ((self.official, self.procedure), (self.other_official, self.other_procedure))
        )
        channel = chance.choice(("counter", "counter", "postal", "online"))
        dossier = self._receive_at(f"{moment:%Y-%m-%d %H:%M}", user=official,
                                   procedure=procedure, channel=channel)  # fmt: skip
        notes = Notes(dossier.agency_id, channel, moment)
        notes.dues.append((moment, self._local(dossier.due_at)))
        if chance.random() < 0.1:
            return notes
        moment += timedelta(minutes=30)
        self._process_at(dossier, f"{moment:%Y-%m-%d %H:%M}")
        moment = self._wait_somewhere(chance, dossier, notes, moment)
        if moment and chance.random() < 0.8:
            self._come_to_an_end(chance, dossier, notes, moment)
        return notes

    def _wait_somewhere(self, chance, dossier, notes, moment):
        """Perhaps a supplement, perhaps a suspension; returns None when it waits for ever."""
        for kind in ("supplement", "suspension"):
            if chance.random() < 0.45:
                moment = self._moment(chance, moment)
                self._begin_wait(kind, dossier, moment)
                notes.waits.append([kind, moment, None])
                if chance.random() < 0.25:
                    if chance.random() < 0.5:
                        moment = self._moment(chance, moment, days=20)
                        self._end(dossier, notes, "withdraw", self._official(dossier), moment)
                        notes.waits[-1][2] = moment
                    return None
                moment = self._moment(chance, moment, days=12)
                self._close_wait(kind, dossier, moment)
                notes.waits[-1][2] = moment
                notes.dues.append((moment, self._local(dossier.due_at)))
        return moment

    def _begin_wait(self, kind, dossier, moment):
        with self.at(f"{moment:%Y-%m-%d %H:%M}"):
            if kind == "supplement":
                dossier.with_user(self._staff(dossier, "appraiser")).request_supplement("Thiếu")
            else:
                dossier.with_user(self._staff(dossier, "approver")).suspend("Chờ giám định")

    def _close_wait(self, kind, dossier, moment):
        with self.at(f"{moment:%Y-%m-%d %H:%M}"):
            if kind == "supplement":
                dossier.with_user(self._official(dossier)).accept_supplement()
            else:
                dossier.with_user(self._staff(dossier, "approver")).resume()

    def _come_to_an_end(self, chance, dossier, notes, moment):
        moment = self._moment(chance, moment, days=8)
        if chance.random() < 0.2:
            self._end(dossier, notes, "cancel", self._staff(dossier, "approver"), moment)
            return
        self._finish_at(dossier, f"{moment:%Y-%m-%d %H:%M}")
        notes.finished, notes.timeliness = moment, dossier.timeliness
        due = notes.dues[-1][1]
        self.assertEqual(notes.timeliness == "late", moment > due)

    def _end(self, dossier, notes, verb, user, moment):
        with self.at(f"{moment:%Y-%m-%d %H:%M}"):
            getattr(dossier.with_user(user), verb)("Theo đơn đề nghị")
        notes.ended = moment

    def _official(self, dossier):
        return self.official if dossier.agency_id == self.agency else self.other_official

    # ------------------------------------------------------------------ counting it

    def _recount(self, history, agency, date_from, date_to):
        row = {}
        for notes in history:
            if notes.agency == agency:
                for n, count in notes.cells(date_from, date_to).items():
                    row[n] = row.get(n, 0) + count
        return {n: count for n, count in row.items() if count}

    def _check_period(self, history, date_from, date_to):
        table = self._table(date_from, date_to, when="2027-06-01 08:00")
        self.assertEqual(table._contradictions(), [])
        for agency in (self.agency, self.other_agency):
            with self.subTest(agency=agency.code, start=date_from, end=date_to):
                row = self._row(table, agency)
                self.assertEqual(row, self._recount(history, agency, date_from, date_to))
        return table.line_ids.filtered("is_total")

    def test_random_histories_balance_and_compose(self):
        history = []
        for seed in (20200512, 8):
            chance = random.Random(seed)
            history += [self._live_through(chance) for _n in range(DOSSIERS // 2)]
            for _n in range(6):
                days = sorted(chance.sample(range(DAYS + 20), 3))
                start, split, end = (FIRST_DAY + timedelta(days=d) for d in days)
                first = self._check_period(history, start, split)
                second = self._check_period(history, split + timedelta(days=1), end)
                whole = self._check_period(history, start, end)
                self._check_composition(first, second, whole)

    def _check_composition(self, first, second, whole):
        self.assertEqual(first.c1, whole.c1)
        self.assertEqual(second.c1, first.c9 + first.c10)
        for cell in ("c2", "c3", "c5", "c6", "c7", "c8", "c12", "c13", "c14"):
            self.assertEqual(first[cell] + second[cell], whole[cell], cell)
        for cell in ("c9", "c10", "c11"):
            self.assertEqual(second[cell], whole[cell], cell)
