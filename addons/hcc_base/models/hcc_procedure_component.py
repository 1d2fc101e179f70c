import base64

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import file_kinds, procedure_words
from .hcc_document_type import DIGITISE_CLASSES, MUST_BE_DIGITISED

#: What a citizen can fill in; where the document type says nothing, of at most so many MB.
TEMPLATE_KINDS = ("pdf", "docx", "xlsx", "odt", "ods", "ole")
TEMPLATE_MAX_MB = 10


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
    template_checksum = fields.Char("Fingerprint of the template", compute="_compute_checksum")

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

    @api.depends("template_file")
    def _compute_checksum(self):
        """Tells two templates of the same name apart."""
        attachments = self.env["ir.attachment"].sudo().search(
            [
                ("res_model", "=", self._name),
                ("res_field", "=", "template_file"),
                ("res_id", "in", self._origin.ids),
            ]
        )  # fmt: skip
        checksums = {attachment.res_id: attachment.checksum for attachment in attachments}
        for component in self:
            component.template_checksum = (checksums.get(component._origin.id) or "")[:8]

    @api.constrains("template_file", "template_name")
    def _check_template(self):
        """The name promises what the content is; kind and size are checked where files are kept."""
        for component in self.with_context(bin_size=False).filtered("template_file"):
            kind = file_kinds.kind_of(base64.b64decode(component.template_file))
            name = component.template_name or ""
            if "." not in name or not file_kinds.fits_name(kind, name):
                raise ValidationError(
                    self.env._(
                        "%(paper)s: the template “%(name)s” is not what its name says; its content "
                        "is of the kind %(kind)s. Save it again under the right name.",
                        paper=component.name,
                        name=name,
                        kind=kind,
                    )
                )

    def _taken_for(self):
        """The type its papers are kept under; a published version names it or never will, so that
        the types' own words stand in."""
        self.ensure_one()
        types = self.env["hcc.document.type"].sudo()
        return self.document_type_id.sudo() or types._recognise(self.name)

    def _hcc_attachment_limits(self, field=None):
        limits = super()._hcc_attachment_limits(field)
        if field != "template_file":
            return limits
        megabytes = self.document_type_id.max_size_mb or TEMPLATE_MAX_MB
        return {"kinds": TEMPLATE_KINDS, "max_bytes": megabytes * 1024**2}

    def _sheet(self):
        """The paper as a citizen reads it."""
        self.ensure_one()
        when = (self.condition or "").strip()
        return {
            "name": self.name,
            "when": when[:1].upper() + when[1:] or ("" if self.is_required else "Nếu có"),
            "copies": procedure_words.copies(self.originals, self.certified_copies, self.copies),
            "template_name": self.template_name or "",
            "template_url": self._template_url(),
        }

    def _template_url(self):
        if not self.template_name:
            return ""
        return f"/web/content/{self._name}/{self.id}/template_file?download=true"
