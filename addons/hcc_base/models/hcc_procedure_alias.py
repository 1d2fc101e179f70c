from odoo import api, fields, models
from odoo.exceptions import ValidationError


class HccProcedureAlias(models.Model):
    """Another code of a procedure (mã cũ, mã địa phương hóa) under which people look for it.

    Everybody reads aliases, public pages too; administrators maintain them.
    """

    _name = "hcc.procedure.alias"
    _inherit = ["hcc.common.mixin"]
    _description = "Other Code of a Procedure"
    _order = "code, id"
    _rec_name = "code"

    code = fields.Char(required=True)
    procedure_id = fields.Many2one(
        "hcc.procedure", "Procedure", required=True, index=True, ondelete="cascade"
    )
    note = fields.Char()

    _code_uniq = models.Constraint("UNIQUE (code)", "This code already leads to a procedure.")

    @api.constrains("code")
    def _check_code_is_free(self):
        taken = self.env["hcc.procedure"].with_context(active_test=False)
        for procedure in taken.search([("code", "in", self.mapped("code"))]):
            raise ValidationError(
                self.env._(
                    "%(code)s is the code of the procedure “%(name)s” itself and cannot lead to "
                    "another one.",
                    code=procedure.code,
                    name=procedure.name,
                )
            )
