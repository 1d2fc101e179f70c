from odoo import fields, models

from ..tools import catalogue_columns

FIELD_KEYS = [
    ("code", "Code"),
    ("name", "Name"),
    ("kind", "Kind"),
    ("field", "Field"),
    ("agency", "Agency"),
    ("level", "Level"),
    ("channels", "Channels, limits and fees in one cell"),
    ("limit", "Time limit"),
    ("statutory", "Statutory time limit"),
    ("fees", "Fees"),
    ("components", "Components"),
    ("steps", "Steps"),
    ("results", "Results"),
    ("legal_basis", "Legal basis"),
    ("decision_number", "Number of the decision"),
    ("decision_date", "Date of the decision"),
    ("decision_signer", "Signer of the decision"),
    ("subject_note", "Who may apply"),
    ("requirement", "Requirements and conditions"),
    ("how_note", "How and where to apply"),
    ("aliases", "Other codes"),
]


class HccCatalogueImportColumn(models.Model):
    """A column of a sheet and the field it states; the reader proposes, a person may correct.

    Administrators only.
    """

    _name = "hcc.catalogue.import.column"
    _inherit = ["hcc.common.mixin"]
    _description = "Column of an Import"
    _order = "import_id, index"
    _rec_name = "title"

    import_id = fields.Many2one(
        "hcc.catalogue.import", "Import", required=True, index=True, ondelete="cascade"
    )
    index = fields.Integer(readonly=True)
    title = fields.Char("Title in the sheet", readonly=True)
    sample = fields.Char("First value", readonly=True)
    field_key = fields.Selection(FIELD_KEYS, "What it states")
    is_ignored = fields.Boolean("Known as of no use", readonly=True)

    def _unit(self):
        """The unit that the title gives to bare numbers."""
        return catalogue_columns.unit_of(self.title or "")
