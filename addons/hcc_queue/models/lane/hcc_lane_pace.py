from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools import waiting

#: Times of this many days back are measured: long enough to be many, short enough to be true.
PACE_DAYS = 30


class HccLanePace(models.Model):
    """What was measured of a lane in one hour of the day (nhịp phục vụ của làn).

    Time at the counter runs from a ticket's last call to its end; tickets of people who were not
    present are counted apart and are in no time. Written by the scheduled job alone, so that no
    page ever looks through all tickets; hall managers, oversight, administrators and the director
    read it. It holds no person.
    """

    _name = "hcc.lane.pace"
    _description = "Measured Pace of a Lane"
    _order = "lane_id, hour"
    _rec_name = "lane_id"
    _allow_sudo_commands = False

    company_id = fields.Many2one("res.company", "Centre", required=True, readonly=True, index=True)
    lane_id = fields.Many2one(
        "hcc.lane", "Lane", required=True, readonly=True, ondelete="cascade", index=True
    )
    hour = fields.Integer(
        "Hour of the day", required=True, readonly=True, aggregator=None, help="9: 9:00 to 9:59."
    )
    count = fields.Integer("Measured", readonly=True, help="Tickets served to their end.")
    mean_seconds = fields.Float(
        "Time at the counter (s)",
        readonly=True,
        aggregator="avg",
        help="Average; the longest and the shortest tenth count as the last value inside.",
    )
    deviation_seconds = fields.Float("Standard deviation (s)", readonly=True, aggregator="avg")
    median_seconds = fields.Float("Median (s)", readonly=True, aggregator="avg")
    no_show_count = fields.Integer(
        "Not present", readonly=True, help="Called, nobody came. In none of the times."
    )
    arrivals_per_hour = fields.Float(
        "Tickets issued an hour", readonly=True, aggregator="avg", digits=(16, 1)
    )
    measured_at = fields.Datetime("Measured at", readonly=True)

    _lane_hour_uniq = models.Constraint(
        "UNIQUE (lane_id, hour)", "A lane has one measurement for each hour."
    )

    @api.model
    def _cron_measure(self):
        """Measure anew: runs every hour, so also after the day's last ticket."""
        for company in self.env["res.company"].search([("is_centre", "=", True)]):
            self._measure(company)
            self.env["hcc.wait.month"]._count(company)

    @api.model
    def _measure(self, company):
        self.env.flush_all()
        today = self.env["hcc.clock"]._today(company)
        scope = {
            "company": company.id,
            "zone": self.env["hcc.clock"]._timezone(company).key,
            "first": today - timedelta(days=PACE_DAYS),
            "today": today,
        }
        times, arrivals = self._times(scope), self._arrivals(scope)
        rows = {
            key: self._row(company, key, *times.get(key, ([], 0)), arrivals.get(key, 0.0))
            for key in times.keys() | arrivals.keys()
        }
        measured = self.sudo().search([("company_id", "=", company.id)])
        for row in measured:
            values = rows.pop((row.lane_id.id, row.hour), None)
            if values:
                row.write(values)
            else:
                row.unlink()
        self.sudo().create(list(rows.values()))

    def _row(self, company, key, samples, no_shows, arrivals):
        pace = waiting.measure(samples)
        return {
            "company_id": company.id,
            "lane_id": key[0],
            "hour": key[1],
            "count": pace.count,
            "mean_seconds": pace.mean,
            "deviation_seconds": pace.deviation,
            "median_seconds": waiting.median(samples) or 0.0,
            "no_show_count": no_shows,
            "arrivals_per_hour": arrivals,
            "measured_at": self.env["hcc.clock"]._now(),
        }

    def _times(self, scope):
        """``{(lane, hour): ([seconds at the counter …], tickets not present)}``"""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT call.lane_id,
                       extract(hour FROM call.called_at AT TIME ZONE 'UTC'
                                                        AT TIME ZONE %(zone)s)::int,
                       array_agg(extract(epoch FROM ticket.finished_at - call.called_at)::int)
                           FILTER (WHERE ticket.state = 'finished'),
                       count(*) FILTER (WHERE ticket.state = 'no_show')
                  FROM hcc_ticket ticket
                  JOIN LATERAL (SELECT c.lane_id, c.called_at
                                  FROM hcc_ticket_call c
                                 WHERE c.ticket_id = ticket.id AND c.kind = 'call'
                              ORDER BY c.id DESC
                                 LIMIT 1) call ON TRUE
                 WHERE ticket.company_id = %(company)s
                   AND ticket.business_date BETWEEN %(first)s AND %(today)s
                   AND (ticket.state = 'no_show'
                        OR ticket.state = 'finished' AND ticket.finished_at > call.called_at)
              GROUP BY 1, 2
                """,
                **scope,
            )
        )
        return {(lane, hour): (times or [], absent) for lane, hour, times, absent in rows}

    def _arrivals(self, scope):
        """``{(lane, hour): tickets issued on an average day on which any was}``"""
        rows = self.env.execute_query(
            SQL(
                """
                WITH issued AS (
                    SELECT business_date, COALESCE(told_lane_id, lane_id) AS lane_id, issued_at
                      FROM hcc_ticket
                     WHERE company_id = %(company)s
                       AND business_date BETWEEN %(first)s AND %(today)s
                )
                SELECT lane_id,
                       extract(hour FROM issued_at AT TIME ZONE 'UTC'
                                                   AT TIME ZONE %(zone)s)::int,
                       count(*)::float / (SELECT count(DISTINCT business_date) FROM issued)
                  FROM issued
              GROUP BY 1, 2
                """,
                **scope,
            )
        )
        return {(lane, hour): arrivals for lane, hour, arrivals in rows}
