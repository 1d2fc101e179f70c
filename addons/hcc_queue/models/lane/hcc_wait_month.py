from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.tools import SQL


class HccWaitMonth(models.Model):
    """A month of a lane: how long people waited, and how right what they were told was.

    Every expectation told when a ticket is issued stays with the ticket; here it is compared with
    the first call (sai số dự kiến). A ticket that was moved to another lane before is left out of
    the comparison: it was told of the lane it left. Written by the scheduled job alone; hall
    managers, oversight, administrators and the director read it.
    """

    _name = "hcc.wait.month"
    _description = "Waits of a Month"
    _order = "month desc, lane_id"
    _rec_name = "lane_id"
    _allow_sudo_commands = False

    company_id = fields.Many2one("res.company", "Centre", required=True, readonly=True, index=True)
    lane_id = fields.Many2one(
        "hcc.lane", "Lane", required=True, readonly=True, ondelete="cascade", index=True
    )
    month = fields.Date(required=True, readonly=True, help="First day of the month.")
    issued_count = fields.Integer("Issued", readonly=True)
    called_count = fields.Integer("Called", readonly=True)
    no_show_count = fields.Integer("Not present", readonly=True)
    average_wait = fields.Float(
        "Average wait (min)",
        readonly=True,
        aggregator="avg",
        digits=(16, 1),
        help="From the ticket to the first call, of all that were called.",
    )
    told_count = fields.Integer(
        "Told and called", readonly=True, help="Called tickets that had been told an expectation."
    )
    median_error = fields.Float(
        "Median error (min)",
        readonly=True,
        aggregator="avg",
        digits=(16, 1),
        help="Half of the expectations were nearer to the real call than this.",
    )
    within_percent = fields.Float(
        "Within the told margin (%)", readonly=True, aggregator="avg", digits=(16, 1)
    )

    _lane_month_uniq = models.Constraint(
        "UNIQUE (lane_id, month)", "A lane has one line for each month."
    )

    @api.model
    def _count(self, company):
        """Count this month and the last one anew; earlier ones stay as they were."""
        self.env.flush_all()
        today = self.env["hcc.clock"]._today(company)
        first = today.replace(day=1) - relativedelta(months=1)
        rows = {(row[0], row[1]): row[2:] for row in self._rows(company, first)}
        kept = self.sudo().search([("company_id", "=", company.id), ("month", ">=", first)])
        for line in kept:
            values = rows.pop((line.lane_id.id, line.month), None)
            if values:
                line.write(self._values(values))
            else:
                line.unlink()
        self.sudo().create(
            [
                {
                    "company_id": company.id,
                    "lane_id": lane,
                    "month": month,
                    **self._values(values),
                }
                for (lane, month), values in rows.items()
            ]
        )

    def _values(self, values):
        issued, called, absent, wait, told, error, within = values
        return {
            "issued_count": issued,
            "called_count": called,
            "no_show_count": absent,
            "average_wait": wait or 0.0,
            "told_count": told,
            "median_error": error or 0.0,
            "within_percent": 100.0 * within / told if told else 0.0,
        }

    def _rows(self, company, first):
        return self.env.execute_query(
            SQL(
                """
                WITH issued AS (
                    SELECT COALESCE(ticket.told_lane_id, ticket.lane_id) AS lane_id,
                           date_trunc('month', ticket.business_date)::date AS month,
                           ticket.state,
                           extract(epoch FROM ticket.called_at - ticket.issued_at) / 60 AS wait,
                           abs(extract(epoch FROM ticket.called_at - ticket.expected_at)) / 60
                               AS error,
                           ticket.expected_margin AS margin,
                           call.lane_id = ticket.told_lane_id
                               AND ticket.expected_at IS NOT NULL AS told
                      FROM hcc_ticket ticket
                 LEFT JOIN LATERAL (SELECT c.lane_id
                                      FROM hcc_ticket_call c
                                     WHERE c.ticket_id = ticket.id
                                  ORDER BY c.id
                                     LIMIT 1) call ON TRUE
                     WHERE ticket.company_id = %(company)s
                       AND ticket.business_date >= %(first)s
                )
                SELECT lane_id, month, count(*), count(wait),
                       count(*) FILTER (WHERE state = 'no_show' AND wait IS NOT NULL),
                       avg(wait)::float,
                       count(*) FILTER (WHERE told),
                       percentile_cont(0.5) WITHIN GROUP (ORDER BY error) FILTER (WHERE told),
                       count(*) FILTER (WHERE told AND error <= margin)
                  FROM issued
              GROUP BY 1, 2
                """,
                company=company.id,
                first=first,
            )
        )
