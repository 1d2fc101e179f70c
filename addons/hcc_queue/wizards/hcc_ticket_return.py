from odoo import fields, models

from ..models.ticket.hcc_ticket_return import KINDS, RETURNS


class HccTicketReturn(models.TransientModel):
    """Ask what somebody comes back for, and in which lane they wait."""

    _name = "hcc.ticket.return"
    _description = "Issue a Return Ticket"

    ticket_id = fields.Many2one("hcc.ticket", "Earlier ticket", required=True, readonly=True)
    company_id = fields.Many2one(related="ticket_id.company_id")
    kind = fields.Selection(
        [kind for kind in KINDS if kind[0] in RETURNS], "Comes back for", required=True
    )
    lane_id = fields.Many2one(
        "hcc.lane", "Lane", required=True, domain="[('company_id', '=', company_id)]"
    )

    def action_issue(self):
        self.ensure_one()
        answer = self.ticket_id.issue_return(self.kind, self.lane_id.id)
        return self.env["hcc.lane"]._issued_notice(answer)
