from odoo import fields, models


class HccProcedureComponent(models.Model):
    """One paper that a dossier of this version holds (thành phần hồ sơ), and how many of it.

    Rights: see ``hcc.version.part.mixin``.
    """

    _name = "hcc.procedure.component"
    _inherit = ["hcc.version.part.mixin"]
    _description = "Component of a Procedure"

    name = fields.Char("Paper", required=True)
    originals = fields.Integer("Originals", default=1)
    certified_copies = fields.Integer("Certified copies")
    copies = fields.Integer("Plain copies")
    is_required = fields.Boolean("Always required", default=True)
    condition = fields.Char("Required when", help="In which case the paper is needed.")

    _counts_positive = models.Constraint(
        "CHECK (originals >= 0 AND certified_copies >= 0 AND copies >= 0)",
        "The number of copies cannot be negative.",
    )
