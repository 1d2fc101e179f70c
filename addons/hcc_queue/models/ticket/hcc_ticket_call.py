from odoo import api, fields, models


class HccTicketCall(models.Model):
    """One call of a ticket to a counter (lượt gọi). Boards and voices follow the ids.

    Written by the ticket's verbs only; it holds a number and a counter, no personal data.
    """

    _name = "hcc.ticket.call"
    _description = "Ticket Call"
    _order = "id desc"
    _allow_sudo_commands = False

    ticket_id = fields.Many2one(
        "hcc.ticket", "Ticket", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", "Centre", required=True, readonly=True)
    lane_id = fields.Many2one("hcc.lane", "Lane", required=True, readonly=True)
    counter_id = fields.Many2one("hcc.counter", "Counter", required=True, readonly=True)
    session_id = fields.Many2one(
        "hcc.counter.session", "Counter session", required=True, readonly=True, index=True
    )
    user_id = fields.Many2one("res.users", "Official", required=True, readonly=True)
    kind = fields.Selection(
        [("call", "Call"), ("recall", "Repeated call")], required=True, readonly=True
    )
    called_at = fields.Datetime("At", required=True, readonly=True)
    from_state = fields.Char(
        "Called from", readonly=True, help="The ticket's state that a call ended."
    )
    undone_at = fields.Datetime("Taken back at", readonly=True)

    _board_idx = models.Index("(company_id, id)")

    @api.depends("ticket_id.name", "counter_id.number")
    def _compute_display_name(self):
        for call in self:
            call.display_name = f"{call.ticket_id.name} → {call.counter_id.number}"

    @api.model
    def _log(self, ticket, kind, from_state=None):
        """Note that ``ticket`` was just called to the counter it carries."""
        return self.sudo().create(
            {
                "ticket_id": ticket.id,
                "company_id": ticket.company_id.id,
                "lane_id": ticket.lane_id.id,
                "counter_id": ticket.counter_id.id,
                "session_id": ticket.session_id.id,
                "user_id": self.env.uid,
                "kind": kind,
                "called_at": self.env["hcc.clock"]._now(),
                "from_state": from_state,
            }
        )
