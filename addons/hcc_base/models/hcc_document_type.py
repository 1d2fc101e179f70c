from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import file_kinds

#: Which papers must be digitised, Decree 45/2020; the first three always, the rest when asked for.
DIGITISE_CLASSES = [
    ("prior_result", "(1) Result of an earlier procedure: must be digitised"),
    ("agency_result", "(2) Processing result of an agency taking part: must be digitised"),
    ("procedure_result", "(3) Result of the procedure: must be digitised"),
    ("on_demand", "Digitised on demand"),
    ("none", "Not digitised"),
]
MUST_BE_DIGITISED = ("prior_result", "agency_result", "procedure_result")
#: Endings by which an administrator may name the accepted files.
KNOWN_FORMATS = sorted({ending for endings in file_kinds.ENDINGS.values() for ending in endings})


class HccDocumentType(models.Model):
    """A type of paper (loại giấy tờ) that dossiers hold or procedures produce: whether it must be
    digitised, and in which formats and up to which size its files are accepted.

    Everybody reads document types, public pages too; administrators maintain them.
    """

    _name = "hcc.document.type"
    _inherit = ["hcc.search.mixin", "hcc.common.mixin"]
    _description = "Document Type"
    _order = "kind, code, id"
    _rec_names_search = ["code", "name"]

    code = fields.Char(
        required=True,
        copy=False,
        help="The type's part of a digitised paper's code; for results the national result code.",
    )
    name = fields.Char(required=True)
    kind = fields.Selection(
        [("input", "Handed in"), ("result", "Issued as a result")], required=True, default="input"
    )
    digitise_class = fields.Selection(
        DIGITISE_CLASSES,
        "Digitisation",
        required=True,
        default="on_demand",
        help="Decree 45/2020: results of earlier procedures, processing results of agencies taking "
        "part, and the result itself must be digitised; other papers when the applicant or the "
        "administration asks for it.",
    )
    must_be_digitised = fields.Boolean(compute="_compute_must_be_digitised")
    legal_basis = fields.Char()
    allowed_formats = fields.Char(
        required=True,
        default="pdf,jpg,png",
        help="Endings of accepted files, separated by commas.",
    )
    max_size_mb = fields.Integer("Largest file (MB)", required=True, default=10)
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE (code)", "Another document type already has this code.")
    _size_positive = models.Constraint(
        "CHECK (max_size_mb BETWEEN 1 AND 100)", "The largest file is between 1 and 100 MB."
    )

    @api.depends("name", "code")
    def _compute_search_text(self):
        super()._compute_search_text()

    def _search_parts(self):
        return [self.name, self.code]

    @api.depends("digitise_class")
    def _compute_must_be_digitised(self):
        for document_type in self:
            document_type.must_be_digitised = document_type.digitise_class in MUST_BE_DIGITISED

    @api.constrains("allowed_formats")
    def _check_allowed_formats(self):
        for document_type in self:
            unknown = sorted(set(document_type._formats()).difference(KNOWN_FORMATS))
            if unknown:
                raise ValidationError(
                    self.env._(
                        "%(type)s: the file formats %(formats)s are not known. Known ones: "
                        "%(known)s.",
                        type=document_type.name,
                        formats=", ".join(unknown),
                        known=", ".join(KNOWN_FORMATS),
                    )
                )

    def _formats(self):
        """``"PDF, .jpg"`` → ``["pdf", "jpg"]``."""
        self.ensure_one()
        parts = (part.strip().lstrip(".").lower() for part in self.allowed_formats.split(","))
        return [part for part in parts if part]
