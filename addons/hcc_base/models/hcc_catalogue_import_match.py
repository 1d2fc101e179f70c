import difflib

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.text import fold


class HccCatalogueImportMatch(models.Model):
    """An agency or a field that a sheet names in its own words, and which one is meant.

    What is spelt as in the catalogue needs no match. A field that does not exist may be created
    with the rows, in its agency; an agency never is: it is chosen. Administrators only.
    """

    _name = "hcc.catalogue.import.match"
    _inherit = ["hcc.common.mixin"]
    _description = "Name Matched by an Import"
    _order = "import_id, is_confirmed, kind, source"
    _rec_name = "source"

    import_id = fields.Many2one(
        "hcc.catalogue.import", "Import", required=True, index=True, ondelete="cascade"
    )
    kind = fields.Selection(
        [("agency", "Agency"), ("field", "Field")], required=True, readonly=True
    )
    source = fields.Char("In the sheet", required=True, readonly=True)
    source_key = fields.Char(readonly=True, help="The words without diacritics.")
    agency_id = fields.Many2one("hcc.agency", "Agency", ondelete="restrict")
    field_id = fields.Many2one(
        "hcc.procedure.field",
        "Field",
        ondelete="set null",
        domain="[('agency_id', '=', agency_id)]",
        help="Empty: the field is created in the agency when the rows are written.",
    )
    is_confirmed = fields.Boolean("Confirmed")
    row_ids = fields.Many2many(
        "hcc.catalogue.import.row", "hcc_catalogue_import_match_rel", "match_id", "row_id", "Rows"
    )
    row_count = fields.Integer("Rows concerned", compute="_compute_row_count")

    _source_uniq = models.UniqueIndex(
        "(import_id, kind, source_key, agency_id) WHERE kind = 'field'",
        "This field is already matched.",
    )

    @api.depends("row_ids")
    def _compute_row_count(self):
        for match in self:
            match.row_count = len(match.row_ids)

    def confirm(self):
        """Accept what the matches say; their rows are checked again."""
        for match in self:
            if match.kind == "agency" and not match.agency_id:
                raise UserError(
                    self.env._(
                        "Choose the agency that “%s” means. An agency that is missing is first "
                        "entered under Organisation.",
                        match.source,
                    )
                )
        self.is_confirmed = True
        for matches in self.grouped("import_id").values():
            matches.row_ids._check_again()
        return True

    @api.model
    def _closest(self, source, records):
        """The record whose name comes near, as a suggestion: alike, or the beginning of it."""
        words = fold(source)
        names = {fold(record.name): record for record in records}
        begun = [name for name in names if words.startswith(f"{name} ")]
        near = begun or difflib.get_close_matches(words, names, n=1, cutoff=0.75)
        return names[max(near, key=len)] if near else records.browse()
