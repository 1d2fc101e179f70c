from odoo import fields, models

STATUSES = [
    ("unchecked", "Not checked yet"),
    ("error", "Error"),
    ("question", "To be confirmed"),
    ("new", "New procedure"),
    ("change", "New version"),
    ("unchanged", "Unchanged"),
    ("skip", "Left out"),
    ("queued", "To be written"),
    ("written", "Written"),
]
#: Rows that are checked within the request; more are left to the progress bar.
CHECKED_AT_ONCE = 100


class HccCatalogueImportRow(models.Model):
    """A row of a sheet: what it states, what is wrong with it, what it would do.

    Administrators only.
    """

    _name = "hcc.catalogue.import.row"
    _inherit = ["hcc.common.mixin"]
    _description = "Row of an Import"
    _order = "import_id, number"
    _rec_name = "code"

    import_id = fields.Many2one(
        "hcc.catalogue.import", "Import", required=True, index=True, ondelete="cascade"
    )
    number = fields.Integer("Row", readonly=True)
    cells = fields.Json(readonly=True)
    faults = fields.Json(readonly=True, help="Cells the reader could not read: column → why.")
    section = fields.Char("Under the heading", readonly=True)
    status = fields.Selection(
        STATUSES, required=True, default="unchecked", readonly=True, index=True
    )
    code = fields.Char(readonly=True)
    name = fields.Char("Procedure in the sheet", readonly=True)
    content = fields.Json(readonly=True, help="What the row states, as plain data.")
    errors = fields.Text(readonly=True)
    changes = fields.Char("Fields that change", readonly=True)
    agency_id = fields.Many2one("hcc.agency", "Agency", readonly=True, ondelete="set null")
    field_id = fields.Many2one("hcc.procedure.field", "Field", readonly=True, ondelete="set null")
    procedure_id = fields.Many2one(
        "hcc.procedure", "Procedure", readonly=True, index="btree_not_null", ondelete="set null"
    )
    version_id = fields.Many2one(
        "hcc.procedure.version",
        "Version written",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
    )
    question_ids = fields.One2many("hcc.catalogue.import.question", "row_id", "Questions")
    match_ids = fields.Many2many(
        "hcc.catalogue.import.match",
        "hcc_catalogue_import_match_rel",
        "row_id",
        "match_id",
        "Agency and field",
    )

    # -------------------------------------------------------------------------
    # ACTIONS
    # -------------------------------------------------------------------------

    def leave_out(self):
        """Leave the rows out of this import."""
        self._editable()._set_status("skip")
        return True

    def take_back(self):
        """Take rows that were left out back in."""
        self._editable()._check_again()
        return True

    def _editable(self):
        return self.filtered(
            lambda row: row.import_id.state == "read" and row.status not in ("queued", "written")
        )

    def _set_status(self, status):
        self.write({"status": status})

    def _set_unchecked(self):
        self._set_status("unchecked")

    def _check_again(self):
        """Check rows after an answer: a few now, many by the progress bar."""
        rows = self._editable()
        if len(rows) <= CHECKED_AT_ONCE:
            rows._check()
            return
        rows._set_unchecked()
        rows.import_id._transition("recheck")

    def _cell(self, index):
        self.ensure_one()
        cells = self.cells or []
        return cells[index] if 0 <= index < len(cells) else ""

    def _findings(self):
        """Errors and open questions in one text, for the sheet of the rest."""
        self.ensure_one()
        open_ones = self.question_ids.filtered(lambda q: not q.is_answered)
        asked = [f"{question.cell or ''}: {question.question}" for question in open_ones]
        matches = self.match_ids.filtered(lambda m: not m.is_confirmed).mapped("source")
        unknown = [f"Chưa đối chiếu: {source}" for source in matches]
        return "\n".join(filter(None, [self.errors or "", *asked, *unknown]))

    def _write_to_catalogue(self):
        """Bring the rows into the catalogue; what fails meanwhile becomes an error of its row."""
        for sheet, rows in self.grouped("import_id").items():
            self.env["hcc.catalogue.import.writer"]._write_rows(sheet, rows)

    # -------------------------------------------------------------------------
    # CHECKING
    # -------------------------------------------------------------------------

    def _check(self):
        """Read the cells, ask what is not clear, and compare the rest with the catalogue."""
        for sheet, rows in self.grouped("import_id").items():
            self.env["hcc.catalogue.import.check"]._run(sheet, rows)
