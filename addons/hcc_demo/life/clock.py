"""The demonstration's clock, set to the moment of each act."""

import os
from contextlib import contextmanager
from datetime import datetime, time, timedelta, timezone
from unittest.mock import patch

from odoo.addons.hcc_base.models.hcc_clock import DEMO_CLOCK_VARIABLE

OPENS, CLOSES = time(7, 0), time(17, 0)


class LifeClock:
    """Counts back in the centre's working days from the present moment.

    What happens “today” happens before that moment: the day's acts move closer together.
    """

    def __init__(self, env, centre):
        clock = env["hcc.clock"]
        self.zone = clock._timezone(centre)
        self.present = clock._now()
        self._calendar = clock._calendar(centre)
        local = clock._local(centre, self.present)
        self._today = local.date()
        if not self._calendar.is_working_day(self._today) or local.time() <= OPENS:
            self._today = self._step(self._today, -1)
            local = datetime.combine(self._today, CLOSES, self.zone)
        self._now = min(local, datetime.combine(self._today, CLOSES, self.zone))
        self._days = {0: self._today}

    def instant(self, days, at):
        """Naive UTC of ``at`` (HH:MM) ``days`` working days ago; ahead, where negative."""
        wanted = datetime.combine(self.day(days), time.fromisoformat(at), self.zone)
        if days == 0:
            opens = datetime.combine(self._today, OPENS, self.zone)
            share = (wanted - opens) / timedelta(hours=10)
            wanted = (opens + (self._now - opens) * share).replace(microsecond=0)
        return wanted.astimezone(timezone.utc).replace(tzinfo=None)

    def day(self, days):
        if days not in self._days:
            nearer, step = (days + 1, 1) if days < 0 else (days - 1, -1)
            self._days[days] = self._step(self.day(nearer), step)
        return self._days[days]

    def _step(self, day, step):
        day += timedelta(days=step)
        while not self._calendar.is_working_day(day):
            day += timedelta(days=step)
        return day


@contextmanager
def at(env, instant):
    """Let the suite's clock of this process show ``instant`` (naive UTC) in ``env``."""
    offset = round((instant - env.cr.now().replace(microsecond=0)).total_seconds())
    with patch.dict(os.environ, {DEMO_CLOCK_VARIABLE: str(offset)}):
        yield
