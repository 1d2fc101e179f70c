from odoo import fields, models

from ..models.ticket.hcc_ticket_place import GROUNDS


class HccTicketPrefer(models.TransientModel):
    """Ask which priority class a ticket shall have, and on what ground."""

    _name = "hcc.ticket.prefer"
    _description = "Change the Priority Class of a Ticket"

    ticket_id = fields.Many2one("hcc.ticket", "Ticket", required=True, readonly=True)
    class_id = fields.Many2one("hcc.priority.class", "Priority class", help="Empty: ordinary.")
    ground = fields.Selection(GROUNDS, "On what ground", required=True)

    def action_prefer(self):
        self.ensure_one()
        self.ticket_id.prefer(self.class_id.code, self.ground)
        return {"type": "ir.actions.act_window_close"}
