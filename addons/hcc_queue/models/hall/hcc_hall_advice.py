from odoo import api, models

from ...tools import hall_simulation, waiting

#: How far ahead the hall is played through.
HORIZON_SECONDS = 3600
#: Half of a time at the counter is over for those who are there, on average.
HALF = 0.5


class HccHall(models.AbstractModel):
    """Advice (gợi ý mở thêm quầy): which lanes will miss the longest average wait, and what one
    more counter would change, played through with the measured times."""

    _inherit = "hcc.hall"

    @api.model
    def _advice(self):
        """For each lane that will miss it, with the numbers the advice rests on."""
        self._check_hall_viewer()
        company, hall = self.env.company, self.sudo()
        situation = hall._situation(company)
        loads = hall._loads(company, situation)
        counters = [
            (lanes, 0.0 if free else HALF * max((loads[lane].mean for lane in lanes & loads.keys()),
                                                default=0.0))
            for lanes, free in situation.counters
        ]  # fmt: skip
        target = hall._wait_target(company)
        lanes = hall.env["hcc.lane"].browse(loads)
        advice = [hall._advice_for(lane, loads, counters, target) for lane in lanes]
        return {
            "target_minutes": target,
            "lanes": sorted(filter(None, advice), key=lambda line: -line["now_minutes"]),
        }

    @api.model
    def _loads(self, company, situation):
        """``{lane id: LaneLoad}`` of the lanes that were measured and have people or arrivals."""
        today, now = self.env["hcc.clock"]._today(company), self.env["hcc.clock"]._now()
        waits = {}
        for lane, issued in self.env["hcc.ticket"]._read_group(
            [
                ("company_id", "=", company.id),
                ("business_date", "=", today),
                ("state", "=", "waiting"),
            ],
            ["lane_id"],
            ["issued_at:array_agg"],
        ):
            waits[lane.id] = tuple(sorted((now - at).total_seconds() for at in issued)[::-1])
        arrivals = dict(
            self.env["hcc.lane.pace"]._read_group(
                [("company_id", "=", company.id), ("hour", "=", situation.hour)],
                ["lane_id"],
                ["arrivals_per_hour:sum"],
            )
        )
        arrivals = {lane.id: value for lane, value in arrivals.items()}
        loads = {}
        for lane in situation.paces.keys() & (waits.keys() | arrivals.keys()):
            pace = situation._pace(lane)
            if pace.count:
                loads[lane] = hall_simulation.LaneLoad(
                    waits.get(lane, ()), arrivals.get(lane, 0.0), pace.mean, pace.deviation
                )
        return loads

    def _advice_for(self, lane, loads, counters, target):
        """``None`` where the lane keeps the target."""
        near = self._connected(lane.id, counters)
        loads = {key: load for key, load in loads.items() if key in near}
        counters = [(lanes & loads.keys(), until) for lanes, until in counters if lanes & near]
        now, more = hall_simulation.with_one_more(loads, counters, lane.id, seconds=HORIZON_SECONDS)
        if waiting.light(now.average_wait, target) != "red":
            return None
        load = loads[lane.id]
        return {
            "lane": lane.id,
            "prefix": lane.prefix,
            "name": lane.name,
            "now_minutes": round(now.average_wait / 60),
            "more_minutes": round(more.average_wait / 60),
            "called_now": round(now.called),
            "called_more": round(more.called),
            "waiting": len(load.waited),
            "arrivals": round(load.arrivals_per_hour),
            "service_minutes": round(load.mean / 60, 1),
            "counters": sum(1 for lanes, _until in counters if lane.id in lanes),
        }

    def _connected(self, lane, counters):
        """The lanes that share counters with ``lane``, also by way of others."""
        near, grown = {lane}, True
        while grown:
            reached = near.union(*(lanes for lanes, _until in counters if lanes & near))
            grown, near = reached != near, reached
        return near
