from odoo import api, fields, models


class HccSealUse(models.Model):
    """One use of a seal (đóng dấu): who put which seal on which result, and when.

    Written by the clerk's step alone and never changed; keepers, the agency's staff, directors and
    oversight read it, as the dossier.
    """

    _name = "hcc.seal.use"
    _description = "Use of a Seal"
    _inherit = ["hcc.dossier.part"]
    _order = "used_at desc, id desc"
    _rec_name = "result_number"

    seal_id = fields.Many2one(
        "hcc.seal", required=True, readonly=True, index=True, ondelete="restrict"
    )
    agency_id = fields.Many2one(
        "hcc.agency", "Result of", required=True, readonly=True, index=True, ondelete="restrict"
    )
    result_number = fields.Char(required=True, readonly=True)
    used_at = fields.Datetime("Sealed", required=True, readonly=True)
    used_on = fields.Date("Day", required=True, readonly=True, index=True)
    user_id = fields.Many2one("res.users", "Sealed by", required=True, readonly=True, index=True)
    on_behalf_user_id = fields.Many2one(
        "res.users", "In the place of", readonly=True, index="btree_not_null"
    )

    _result_uniq = models.UniqueIndex(
        "(dossier_id, result_number)", "This result is in the register of seals already."
    )

    @api.depends("result_number")
    def _compute_display_name(self):
        for use in self:
            use.display_name = use.result_number
