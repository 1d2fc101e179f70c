from datetime import timedelta
from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

from ...tools import waiting


class Situation(NamedTuple):
    """The hall at this instant: ``{lane: people waiting}``, for each open counter the lanes it
    calls from and whether nobody is at it, ``{lane: {hour: Pace}}``, and the hour it is."""

    waiting: dict
    counters: list
    paces: dict
    hour: int

    def _pace(self, lane):
        hours = self.paces.get(lane, {})
        return waiting.blend(
            hours.get(self.hour, waiting.NOTHING), waiting.pool(list(hours.values()))
        )

    def _capacity(self, lane):
        return waiting.capacity(lane, [lanes for lanes, _free in self.counters], self.waiting)

    def _expect(self, lane, ahead):
        serving = [is_free for lanes, is_free in self.counters if lane in lanes]
        share = self._capacity(lane)
        return waiting.expect(ahead, len(serving), sum(serving), share, self._pace(lane))


class HccHall(models.AbstractModel):
    """Expected waits: from what was measured, who waits and which counters are open."""

    _inherit = "hcc.hall"

    @api.model
    def _situation(self, company):
        """The hall now, in one query: it stands on the path of every ticket."""
        self.env.flush_all()
        local = self.env["hcc.clock"]._local(company, self.env["hcc.clock"]._now())
        [(people, counters, paces)] = self.env.execute_query(
            SQL(
                """
                SELECT (SELECT json_agg(json_build_array(lane_id, people))
                          FROM (SELECT lane_id, count(*) AS people
                                  FROM hcc_ticket
                                 WHERE company_id = %(company)s
                                   AND business_date = %(today)s
                                   AND state = 'waiting'
                              GROUP BY lane_id) AS waiting),
                       (SELECT json_agg(json_build_array(lanes, is_free))
                          FROM (SELECT array_agg(served.lane_id) AS lanes,
                                       NOT EXISTS (SELECT 1
                                                     FROM hcc_ticket ticket
                                                    WHERE ticket.session_id = session.id
                                                      AND ticket.state IN ('called', 'serving'))
                                           AS is_free
                                  FROM hcc_counter_session session
                                  JOIN hcc_lane_counter_rel served
                                    ON served.counter_id = session.counter_id
                                 WHERE session.company_id = %(company)s
                                   AND session.opened_on = %(today)s
                                   AND session.state = 'open'
                              GROUP BY session.id) AS open),
                       (SELECT json_agg(json_build_array(lane_id, hour, count, mean_seconds,
                                                         deviation_seconds))
                          FROM hcc_lane_pace
                         WHERE company_id = %(company)s AND count > 0)
                """,
                company=company.id,
                today=local.date(),
            )
        )
        by_lane = {}
        for lane, hour, *measured in paces or []:
            by_lane.setdefault(lane, {})[hour] = waiting.Pace(*measured)
        return Situation(
            dict(people or []),
            [(frozenset(lanes), is_free) for lanes, is_free in counters or []],
            by_lane,
            local.hour,
        )

    @api.model
    def _told(self, company, expectation):
        """An expectation as it is told: on full steps, in words, with its margin."""
        if expectation.seconds is None:
            words = waiting.words(None, None, expectation.lack)
            return {"at": False, "margin": None, "lack": expectation.lack, "words": words}
        instant = self.env["hcc.clock"]._now() + timedelta(seconds=expectation.seconds)
        at, margin = waiting.told_instant(instant), waiting.told_margin(expectation.margin)
        local = self.env["hcc.clock"]._local(company, at)
        return {
            "at": at,
            "margin": margin,
            "lack": False,
            "words": waiting.words(local, margin),
        }

    @api.model
    def _phone_state(self, ticket):
        state = super()._phone_state(ticket)
        return {**state, "expected": ticket.sudo()._expected_now(state["ahead"])}

    @api.model
    def _board_state(self, company, zone=None):
        """Each lane with the wait, in minutes, of whoever takes a number now; none: not known."""
        state = super()._board_state(company, zone)
        hall = self.sudo()
        situation = hall._situation(company)
        ids = {lane.prefix: lane.id for lane in hall.env["hcc.lane"]._lanes_of(company)}
        for line in state["lanes"]:
            lane = ids[line["prefix"]]
            expected = situation._expect(lane, situation.waiting.get(lane, 0))
            line["wait_minutes"] = waiting.told_wait(expected.seconds)
        return state
