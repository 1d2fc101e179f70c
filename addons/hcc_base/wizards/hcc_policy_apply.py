from odoo import fields, models
from odoo.exceptions import UserError


class HccPolicyApply(models.TransientModel):
    """Applies a local profile to a centre from a day (áp dụng hồ sơ địa phương).

    Administrators, for their own centres.
    """

    _name = "hcc.policy.apply"
    _description = "Apply a Local Profile"

    profile_id = fields.Many2one("hcc.policy.profile", "Local profile", required=True)
    line_ids = fields.One2many(related="profile_id.line_ids")
    company_id = fields.Many2one(
        "res.company",
        "Centre",
        required=True,
        domain="[('is_centre', '=', True)]",
        default=lambda self: self.env.company,
    )
    valid_from = fields.Date(required=True, default=lambda self: self.env["hcc.clock"]._today())

    def action_apply(self):
        self.ensure_one()
        if not self.profile_id.line_ids:
            raise UserError(
                self.env._(
                    "%s differs in nothing; there is nothing to apply.", self.profile_id.name
                )
            )
        return self.profile_id._apply(self.company_id, self.valid_from)._open_form()
