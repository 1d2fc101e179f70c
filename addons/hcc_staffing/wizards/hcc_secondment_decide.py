from odoo import api, fields, models
from odoo.exceptions import UserError

#: Verbs that need a decision on paper; the others ask for a reason only.
VERBS_BY_DECISION = ("approve", "extend")


class HccSecondmentDecide(models.TransientModel):
    """Asks for the decision, the new last day or the reason, then calls the verb on all officials.

    One decision covers many officials: HR or the director selects them in the list.
    """

    _name = "hcc.secondment.decide"
    _description = "Decision on Secondments"
    _check_company_auto = True

    verb = fields.Selection(
        [
            ("approve", "Approve"),
            ("extend", "Extend"),
            ("recall", "Recall"),
            ("cancel", "Cancel"),
            ("send_back", "Send back"),
        ],
        required=True,
    )
    secondment_ids = fields.Many2many("hcc.secondment", string="Officials", required=True)
    company_id = fields.Many2one("res.company", compute="_compute_company_id")
    decision_id = fields.Many2one("hcc.secondment.decision", check_company=True)
    date_end = fields.Date("New last day")
    reason = fields.Text()

    @api.depends("secondment_ids")
    def _compute_company_id(self):
        for wizard in self:
            wizard.company_id = wizard.secondment_ids.company_id[:1] or self.env.company

    def action_confirm(self):
        self.ensure_one()
        if self.verb in VERBS_BY_DECISION and not self.decision_id:
            raise UserError(self.env._("Name the decision (number, date, signer) first."))
        getattr(self, f"_{self.verb}")(self.secondment_ids)
        return {"type": "ir.actions.act_window_close"}

    def _approve(self, stays):
        stays.approve(self.decision_id.id)

    def _extend(self, stays):
        stays.extend(self.date_end, self.decision_id.id)

    def _recall(self, stays):
        stays.recall(self.reason, self.decision_id.id)

    def _cancel(self, stays):
        stays.cancel(self.reason)

    def _send_back(self, stays):
        stays.send_back(self.reason)
