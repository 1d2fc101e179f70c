from odoo import api, models
from odoo.tools import SQL

#: How many calls a board shows, the newest one large.
BOARD_CALLS = 4


class HccHall(models.AbstractModel):
    """What the hall board (bảng thông báo) shows."""

    _inherit = "hcc.hall"

    @api.model
    def _board_state(self, company):
        """What the hall board shows: last calls, every open counter's number, lanes' waiting."""
        hall = self.sudo()
        lanes = hall.env["hcc.lane"]._lanes_of(company)
        waiting = lanes._waiting_counts()
        return {
            "centre": hall._centre(company),
            "now": hall._now_text(),
            "calls": hall._last_calls(company),
            "counters": hall._open_counters(company),
            "lanes": [
                {"prefix": lane.prefix, "name": lane.name, "waiting": waiting.get(lane.id, 0)}
                for lane in lanes
            ],
            "figures": hall._board_figures(company),
        }

    @api.model
    def _board_figures(self, company):
        """Extension point: ``[{"label": …, "value": …}]``, e.g. dossiers received today."""
        return []

    @api.model
    def _last_calls(self, company):
        """Today's last calls, newest first, each ticket once; none that was taken back."""
        self.env["hcc.ticket.call"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT call.id, ticket.name, counter.number, call.kind, call.called_at
                  FROM hcc_ticket_call call
                  JOIN hcc_ticket ticket ON ticket.id = call.ticket_id
                  JOIN hcc_counter counter ON counter.id = call.counter_id
                 WHERE call.company_id = %(company)s
                   AND call.undone_at IS NULL
                   AND ticket.business_date = %(today)s
                   AND NOT EXISTS (SELECT 1 FROM hcc_ticket_call later
                                    WHERE later.ticket_id = call.ticket_id AND later.id > call.id
                                      AND later.undone_at IS NULL)
              ORDER BY call.id DESC
                 LIMIT %(limit)s
                """,
                company=company.id,
                today=self.env["hcc.clock"]._today(company),
                limit=BOARD_CALLS,
            )
        )
        return [
            {
                "id": call_id,
                "number": number,
                "counter": counter,
                "repeated": kind == "recall",
                "at": self._clock_text(company, called_at),
            }
            for call_id, number, counter, kind, called_at in rows
        ]

    @api.model
    def _open_counters(self, company):
        """Every open or paused counter with the number at it, in the order of counters."""
        self.env["hcc.ticket"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT counter.number, session.state, ticket.name, ticket.state
                  FROM hcc_counter_session session
                  JOIN hcc_counter counter ON counter.id = session.counter_id
             LEFT JOIN hcc_ticket ticket ON ticket.session_id = session.id
                                        AND ticket.state IN ('called', 'serving')
                 WHERE session.company_id = %(company)s
                   AND session.opened_on = %(today)s
                   AND session.state != 'closed'
              ORDER BY counter.number
                """,
                company=company.id,
                today=self.env["hcc.clock"]._today(company),
            )
        )
        return [
            {
                "counter": number,
                "paused": session_state == "paused",
                "number": ticket or "",
                "called": ticket_state == "called",
            }
            for number, session_state, ticket, ticket_state in rows
        ]
