from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import numbers


class HccProcedureResult(models.Model):
    """What the applicant receives in the end (kết quả giải quyết): a licence, a certificate.

    Rights: see ``hcc.version.part.mixin``.
    """

    _name = "hcc.procedure.result"
    _inherit = ["hcc.version.part.mixin"]
    _description = "Result of a Procedure"

    name = fields.Char("Result", required=True)
    result_code = fields.Char("Result code", help="National code of the result, KQ.G17.000311.")
    document_type_id = fields.Many2one(
        "hcc.document.type",
        "Document type",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('kind', '=', 'result')]",
    )
    validity_months = fields.Integer("Valid (months)", help="0: no limit is named.")
    delivery_note = fields.Char("Delivery", help="How it is delivered, when not as usual.")

    _validity_positive = models.Constraint(
        "CHECK (validity_months >= 0)", "A result is valid for 0 (no limit named) or more months."
    )

    @api.constrains("result_code")
    def _check_result_code(self):
        for result in self.filtered("result_code"):
            try:
                numbers.check_result_code(result.result_code)
            except numbers.NumberError as error:
                raise ValidationError(str(error)) from error
