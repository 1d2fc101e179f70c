from odoo import fields, models


class HccTicketTransfer(models.TransientModel):
    """Ask to which lane a ticket shall move; whether it may is decided by the ticket's verb."""

    _name = "hcc.ticket.transfer"
    _description = "Move a Ticket to Another Lane"

    ticket_id = fields.Many2one("hcc.ticket", "Ticket", required=True, readonly=True)
    company_id = fields.Many2one(related="ticket_id.company_id")
    lane_id = fields.Many2one(
        "hcc.lane", "Lane", required=True, domain="[('company_id', '=', company_id)]"
    )

    def action_transfer(self):
        self.ensure_one()
        self.ticket_id.transfer(self.lane_id.id)
        return {"type": "ir.actions.act_window_close"}
