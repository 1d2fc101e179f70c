"""Specimens: dossiers that the product's own verbs take along every way, at moments of the last
months. What ``multiply`` copies."""

import time
from datetime import datetime, timedelta, timezone
from unittest.mock import patch

from odoo.addons.hcc_base.models.hcc_clock import HccClock
from odoo.addons.hcc_base.tools import identity
from odoo.addons.hcc_base.transaction import number_cursor

from . import ways
from .cast import STEPS, hire

#: Specimens that have ended were received this many weeks ago.
WEEKS_AGO = 14
TABLE = "hcc_volume_specimen"


def prepare(env):
    """Make the staff and the specimens, sealed; commits. Returns how many, and the seconds."""
    started = time.monotonic()
    with number_cursor(env.registry) as cr:
        count = _prepare(env(cr=cr, context=dict(env.context, tracking_disable=True)))
    env["hcc.journal.entry"]._seal_pending()
    return {"specimens": count, "seconds": round(time.monotonic() - started)}


def _prepare(env):
    env.cr.execute(
        f"CREATE TABLE {TABLE} (id integer PRIMARY KEY, way text, is_open boolean, weight float)"
    )
    clock = MovedClock(env)
    serial = 0
    for agency in hire(env):
        for procedure in agency.procedures:
            for way in ways.WAYS:
                serial += 1
                life = Life(agency, procedure, clock, way, serial)
                with clock:
                    way.live(life)
                env.flush_all()
                env.cr.execute(
                    f"INSERT INTO {TABLE} VALUES (%s, %s, %s, %s)",
                    (life.dossier.id, way.name, way.is_open, way.weight),
                )
        env.invalidate_all()
    return serial


class MovedClock:
    """The suite's clock, standing where a specimen's life puts it."""

    def __init__(self, env):
        self.now = env["hcc.clock"]._now()
        self.calendar = env["hcc.clock"]._calendar(env.company)
        self.today = env["hcc.clock"]._today(env.company)
        self.zone = env["hcc.clock"]._timezone(env.company)
        self.moment = self.now

    def __enter__(self):
        self._patch = patch.object(HccClock, "_now", lambda clock: self.moment)
        self._patch.start()

    def __exit__(self, *failure):
        self._patch.stop()

    def working_day(self, day, count):
        """The working day ``count`` after (before, when negative) ``day``."""
        while count:
            day += timedelta(days=1 if count > 0 else -1)
            if self.calendar.is_working_day(day):
                count += -1 if count > 0 else 1
        return day

    def put(self, day, minutes):
        local = datetime.combine(day, datetime.min.time(), self.zone) + timedelta(minutes=minutes)
        self.moment = local.astimezone(timezone.utc).replace(tzinfo=None)


class Life:
    """One specimen: who does what when. ``day`` counts working days since the reception."""

    def __init__(self, agency, procedure, clock, way, serial):
        self.agency, self.procedure, self.clock, self.serial = agency, procedure, clock, serial
        self.env = agency.env
        self.term = procedure.version_ids.time_limit_value
        self.age = 4 + serial % 9
        self.dossier = None
        if way.is_open:
            self.start = clock.working_day(clock.today, -self.age)
        else:
            monday = clock.today - timedelta(weeks=WEEKS_AGO, days=clock.today.weekday())
            self.start = clock.working_day(monday, serial % 5)

    # --- When --------------------------------------------------------------------------

    def at(self, day, minutes):
        self.clock.put(self.clock.working_day(self.start, day), minutes + self.serial % 50)
        if self.clock.moment >= self.clock.now:
            raise ValueError(f"a specimen would live in the future: {self.clock.moment}")

    def just_now(self, minutes):
        self.clock.moment = self.clock.now - timedelta(minutes=minutes)

    # --- Who ---------------------------------------------------------------------------

    def by(self, role):
        """The dossier in the hands of the agency's person of ``role``; appraisers take turns."""
        people = self.agency.people[role]
        user = people[self.serial % len(people)] if role == "appraiser" else people[0]
        return self.dossier.with_env(self.dossier.env(user=user.id, su=False))

    def by_step(self):
        """In the hands of whoever completes the step that is due."""
        return self.by(self.dossier.sudo().current_step_id.role)

    # --- What --------------------------------------------------------------------------

    def draft(self, complete=True):
        env = self.env(user=self.agency.people["official"].id, su=False)
        applicant = env["hcc.applicant"].find_or_register(
            {
                "kind": "person",
                "name": "Lò Thị Mẫu",
                "identity_kind": "citizen_id",
                "identity_number": identity.invented_citizen_id(100_000 + self.serial),
                "phone": "0912345678",
                "address": "Bản Mẫu, xã Mẫu, tỉnh Lai Châu",
            }
        )
        self.dossier = env["hcc.dossier"].create(
            {"procedure_id": self.procedure.id, "applicant_id": applicant.id, "beside_open": True}
        )
        if complete:
            self.dossier.action_tick_all()

    def receive(self):
        self.draft()
        self.dossier.receive()

    def take(self, day):
        """Received and handed over on the first day, taken by the agency on ``day``."""
        self.at(0, 8 * 60)
        self.receive()
        self.at(0, 15 * 60)
        self.by("official").hand_over()
        self.at(day, 8 * 60 if day else 16 * 60)
        self.by("appraiser").take()

    def steps(self, count, first, last):
        """Complete the next steps, spread from one working day to another."""
        for n in range(count):
            day = first + round((last - first) * n / max(count - 1, 1))
            self.at(day, 9 * 60 + 50 * n % 350)
            self.by_step().complete_step()

    def refuse_application(self, day):
        self.at(day, 14 * 60)
        self.by("approver").complete_step(outcome="refused", note="Không đủ điều kiện.")

    def to_centre(self, day, minutes=16 * 60):
        self.at(day, minutes)
        self.by("clerk").hand_over()
        self.at(day, minutes + 20)
        self.by("official").take()

    def collect(self, day):
        self.at(day, 10 * 60)
        self.by("official").return_result()

    @property
    def step_count(self):
        return len(STEPS)
