"""Due dates by the clock, against Odoo's ``resource.calendar.plan_hours`` on the same calendar.

10,000 terms of 60 working days of 8 hours, from starts spread over a quarter of a year. Odoo plans
a sample of the same starts, a round of ours beside a round of theirs; both are costs of one due
date. Ours knows holidays, make-up days and closures, theirs only the weekly hours here.
"""

from datetime import datetime, timedelta, timezone
from itertools import islice

from odoo.fields import Command

from odoo.addons.hcc_base.tools import working_time

from hcc_cli.bench import sides

#: at least 500 times as fast, one by one and in a batch; 100 times with the explanation's lines
GOALS = {"clock.due": 1 / 500, "clock.due_many": 1 / 500, "clock.explain": 1 / 100}
DAYS, HOURS = 60, 480
COUNT, SAMPLE, ROUNDS = 10_000, 20, 9
SLOTS = ((7, 11.5, "morning"), (13.5, 17, "afternoon"))


def run(env):
    centre = _centre(env)
    clock, calendar = env["hcc.clock"], centre.resource_calendar_id
    starts = [datetime(2026, 1, 5) + timedelta(minutes=13 * n) for n in range(COUNT)]
    sample = [
        start.replace(tzinfo=timezone.utc) for start in islice(starts, 0, None, COUNT // SAMPLE)
    ]

    def due():
        for start in starts:
            clock._due(centre, start, DAYS, "working_day")

    def due_many():
        clock._due_many(centre, starts, DAYS, "working_day")

    def explain():
        for start in starts:
            working_time.explain(clock._term(centre, start, DAYS, "working_day"))

    def plan_hours():
        for start in sample:
            calendar.plan_hours(HOURS, start)

    shares = {"clock.due": due, "clock.due_many": due_many, "clock.explain": explain}
    scale = len(sample) / COUNT
    return {
        name: sides(ours, plan_hours, rounds=ROUNDS, warm_up=1) * scale
        for name, ours in shares.items()
    }


def _centre(env):
    calendar = env["resource.calendar"].create(
        {
            "name": "Giờ hành chính",
            "tz": "Asia/Ho_Chi_Minh",
            "company_id": False,
            "attendance_ids": [
                Command.clear(),
                *(
                    Command.create(
                        {
                            "name": f"{day} {period}",
                            "dayofweek": str(day),
                            "day_period": period,
                            "hour_from": start,
                            "hour_to": end,
                        }
                    )
                    for day in range(5)
                    for start, end, period in SLOTS
                ),
            ],
        }
    )
    return env["res.company"].create({"name": "Bench", "resource_calendar_id": calendar.id})
