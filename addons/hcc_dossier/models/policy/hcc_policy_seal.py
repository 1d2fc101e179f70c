from odoo import fields, models


class HccPolicy(models.Model):
    """The parameters of seals and signatures."""

    _inherit = "hcc.policy"

    seal_register_required = fields.Boolean(
        "Seal only from the register",
        default=True,
        help="A result is sealed with a registered seal in use, by its keeper or in the keeper's "
        "place. Without: also where the agency's seal is not entered, and no use is recorded.",
    )
    paper_for_digital = fields.Boolean(
        "By hand where digital is asked",
        default=True,
        help="A step that asks for a digital signature may also end with one by hand on paper, "
        "which is recorded as such. Without: only with a digital signature that holds.",
    )
