from odoo import api, fields, models

from .hcc_document_type import DIGITISE_CLASSES, MUST_BE_DIGITISED


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
    case_name = fields.Char("Case", help="Papers of one case of the procedure carry its name.")
    document_type_id = fields.Many2one(
        "hcc.document.type",
        "Document type",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('kind', '=', 'input')]",
    )
    digitise_class = fields.Selection(
        DIGITISE_CLASSES,
        "Digitisation",
        required=True,
        compute="_compute_digitise_class",
        store=True,
        readonly=False,
        precompute=True,
        help="Decree 45/2020; proposed by the document type.",
    )
    must_be_digitised = fields.Boolean(compute="_compute_must_be_digitised")
    template_file = fields.Binary("Template", attachment=True)
    template_name = fields.Char("Name of the template file")

    _counts_positive = models.Constraint(
        "CHECK (originals >= 0 AND certified_copies >= 0 AND copies >= 0)",
        "The number of copies cannot be negative.",
    )

    @api.depends("document_type_id")
    def _compute_digitise_class(self):
        for component in self:
            component.digitise_class = (
                component.document_type_id.digitise_class or component.digitise_class or "on_demand"
            )

    @api.depends("digitise_class")
    def _compute_must_be_digitised(self):
        for component in self:
            component.must_be_digitised = component.digitise_class in MUST_BE_DIGITISED
