import re

from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import file_kinds
from ..tools.text import fold

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
    max_pages = fields.Integer("Most pages", help="Of one file. 0: no limit.")
    validity_months = fields.Integer(
        "Valid (months)",
        help="From the day a paper of this type was issued; 0: it names no end itself.",
    )
    is_reusable = fields.Boolean(
        "May be reused",
        default=True,
        help="Whether a paper that was given once is offered for the next dossier. Application "
        "forms and photographs are made anew each time.",
    )
    handed_in_as_id = fields.Many2one(
        "hcc.document.type",
        "Handed in as",
        index="btree_not_null",
        ondelete="set null",
        domain="[('kind', '=', 'input')]",
        help="A result of this type is offered where the next procedure asks for a paper of that "
        "type.",
    )
    paper_words = fields.Char(
        "Recognised by",
        help="Words, separated by semicolons, by which a paper of the catalogue that names no type "
        "is taken for this one, e.g. “hộ chiếu; CCCD”. A paper that fits two types is taken for "
        "neither.",
    )
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE (code)", "Another document type already has this code.")
    _size_positive = models.Constraint(
        "CHECK (max_size_mb BETWEEN 1 AND 100)", "The largest file is between 1 and 100 MB."
    )

    _pages_positive = models.Constraint(
        "CHECK (max_pages >= 0 AND validity_months >= 0)",
        "Numbers of pages and months are 0 (no limit) or more.",
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

    def _expiry(self, issued_on, months=0):
        """The last day on which a paper issued that day is valid; ``False``: no end.

        :param months: said by whoever knows better than the type
        """
        self.ensure_one()
        months = months or self.validity_months
        return months and issued_on + relativedelta(months=months)

    @api.model
    def _recognise(self, paper_name):
        """The type that alone claims a paper of this name by its words; else none."""
        name = f" {_plain(paper_name or '')} "
        claiming = self.search([("kind", "=", "input"), ("paper_words", "!=", False)]).filtered(
            lambda document_type: any(f" {word} " in name for word in document_type._words())
        )
        return claiming if len(claiming) == 1 else self.browse()

    def _words(self):
        self.ensure_one()
        parts = map(_plain, (self.paper_words or "").split(";"))
        return [part for part in parts if part]


def _plain(text):
    """``"Bản sao CCCD/hộ chiếu"`` → ``"ban sao cccd ho chieu"``."""
    return re.sub(r"\W+", " ", fold(text)).strip()
