from odoo import api, fields, models
from odoo.exceptions import UserError


class HccSecondmentDecision(models.Model):
    """A decision on secondments (quyết định cử, gia hạn, rút biệt phái): one paper, many officials.

    The provincial chairman's or the agency head's decision as it lies in the file. HR and the
    director record it and name it when they approve, extend or recall; once it is in force for
    somebody it no longer changes. Oversight reads.
    """

    _name = "hcc.secondment.decision"
    _description = "Secondment Decision"
    _order = "date desc, id desc"
    _rec_name = "number"
    _check_company_auto = True

    number = fields.Char(required=True)
    date = fields.Date(required=True)
    signer = fields.Char(required=True)
    company_id = fields.Many2one(
        "res.company", "Centre", required=True, index=True, default=lambda self: self.env.company
    )
    secondment_ids = fields.Many2many(
        "hcc.secondment",
        "hcc_secondment_decision_rel",
        "decision_id",
        "secondment_id",
        "Officials",
        readonly=True,
        check_company=True,
    )

    _number_uniq = models.UniqueIndex(
        "(company_id, number, date)",
        "This decision is already recorded: a centre keeps one record per number and date.",
    )

    def write(self, vals):
        self._check_not_in_force()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_force(self):
        self._check_not_in_force()

    def _check_not_in_force(self):
        for decision in self:
            if decision.sudo().secondment_ids:
                raise UserError(
                    self.env._(
                        "Decision %(number)s is in force for officials and no longer changes. "
                        "Record the decision that corrects it instead.",
                        number=decision.number,
                    )
                )
