import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import spreadsheet
from ..tools import catalogue_columns, catalogue_sheet
from ..tools.text import clean
from ..transaction import reads_committed
from .hcc_state_mixin import Verb

ADMINISTRATOR = ("hcc_base.group_administrator",)
CHECK_CHUNK = 100
WRITE_CHUNK = 50
#: Statuses of rows that can be written.
RIGHT = ("new", "change")


class HccCatalogueImport(models.Model):
    """A sheet of procedures on its way into the catalogue (tờ danh mục nhập vào).

    The sheet is read, every row checked against the catalogue, and shown with what it would do;
    what a cell does not say in so many words is asked. Nothing enters the catalogue before a
    person writes it: the whole sheet when no row waits, or the right rows alone. Reading and
    writing run in chunks that the browser drives; an interrupted one goes on where it stopped.

    Administrators of a leading centre write the catalogue; nobody but administrators reads imports.
    """

    _name = "hcc.catalogue.import"
    _inherit = ["hcc.state.mixin", "hcc.common.mixin"]
    _description = "Import of the Catalogue"
    _order = "id desc"

    _verbs = {
        "read_sheet": Verb(sources=("draft",), target="checking", groups=ADMINISTRATOR),
        "recheck": Verb(sources=("read", "checking"), target="checking", groups=ADMINISTRATOR),
        "present": Verb(sources=("checking",), target="read", groups=ADMINISTRATOR),
        "write_all": Verb(sources=("read",), target="writing", groups=ADMINISTRATOR),
        "write_right": Verb(sources=("read",), target="writing", groups=ADMINISTRATOR),
        "finish": Verb(sources=("writing",), target="done", groups=ADMINISTRATOR),
        "cancel": Verb(
            sources=("draft", "checking", "read"), target="cancelled", groups=ADMINISTRATOR
        ),
    }
    _verb_right = "write"
    _guarded_fields = frozenset({"state", "skipped", "header_row"})
    _editable_fields = {
        "draft": "*",
        "read": frozenset(
            {
                *("agency_id", "valid_from", "publish_at_once", "decision_number"),
                *("decision_date", "decision_signer", "column_ids", "match_ids", "row_ids"),
            }
        ),
    }
    _deletable_states = ("draft", "cancelled")

    name = fields.Char("Sheet", compute="_compute_name", store=True)
    state = fields.Selection(
        [
            ("draft", "File not read yet"),
            ("checking", "Being checked"),
            ("read", "To be confirmed"),
            ("writing", "Being written"),
            ("done", "Written"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
    )
    file = fields.Binary("File", attachment=True, copy=False, help="XLSX or CSV, 20 MB at most.")
    file_name = fields.Char("Name of the file", copy=False)
    agency_id = fields.Many2one(
        "hcc.agency",
        "Agency of rows without one",
        ondelete="restrict",
        help="For rows whose agency is missing or not recognised. Empty: such rows wait.",
    )
    valid_from = fields.Date(
        "In force from",
        required=True,
        default=lambda self: self.env["hcc.clock"]._today(),
        help="First day of the versions and tariffs that this sheet brings.",
    )
    publish_at_once = fields.Boolean(
        "Publish at once",
        help="Written versions are published at once, by the decision below. "
        "Those that lack something stay drafts.",
    )
    decision_number = fields.Char("Announced by decision", help="Where the sheet names none.")
    decision_date = fields.Date("Date of the decision")
    decision_signer = fields.Char("Signed by")
    header_row = fields.Integer("Row of the titles", readonly=True, copy=False)
    skipped = fields.Text("Rows left out", readonly=True, copy=False)
    column_ids = fields.One2many("hcc.catalogue.import.column", "import_id", "Columns")
    match_ids = fields.One2many("hcc.catalogue.import.match", "import_id", "Agencies and fields")
    row_ids = fields.One2many("hcc.catalogue.import.row", "import_id", "Rows")
    question_ids = fields.One2many("hcc.catalogue.import.question", "import_id", "Questions")

    row_count = fields.Integer("Rows of procedures", compute="_compute_counts")
    unchecked_count = fields.Integer("Not checked yet", compute="_compute_counts")
    error_count = fields.Integer("With errors", compute="_compute_counts")
    question_count = fields.Integer("With questions", compute="_compute_counts")
    new_count = fields.Integer("New procedures", compute="_compute_counts")
    change_count = fields.Integer("New versions", compute="_compute_counts")
    unchanged_count = fields.Integer("Unchanged", compute="_compute_counts")
    skip_count = fields.Integer("Left out", compute="_compute_counts")
    queued_count = fields.Integer("To be written", compute="_compute_counts")
    written_count = fields.Integer("Written", compute="_compute_counts")
    can_write_all = fields.Boolean(compute="_compute_can_write")
    can_write_right = fields.Boolean(compute="_compute_can_write")

    @api.depends("file_name")
    def _compute_name(self):
        for sheet in self:
            sheet.name = sheet.file_name or self.env._("New sheet")

    @api.depends("row_ids.status")
    def _compute_counts(self):
        groups = self.env["hcc.catalogue.import.row"]._read_group(
            [("import_id", "in", self.ids)], ["import_id", "status"], ["__count"]
        )
        counts = {(sheet.id, status): number for sheet, status, number in groups}
        names = ("unchecked", "error", "question", "new", "change", "unchanged", "skip", "queued",
                 "written")  # fmt: skip
        for sheet in self:
            for status in names:
                sheet[f"{status}_count"] = counts.get((sheet._origin.id, status), 0)
            sheet.row_count = sum(sheet[f"{status}_count"] for status in names)

    @api.depends("state", "error_count", "question_count", "new_count", "change_count")
    def _compute_can_write(self):
        for sheet in self:
            right = sheet.state == "read" and sheet.new_count + sheet.change_count > 0
            waiting = sheet.error_count + sheet.question_count
            sheet.can_write_all = right and not waiting
            sheet.can_write_right = right and bool(waiting)

    # -------------------------------------------------------------------------
    # VERBS
    # -------------------------------------------------------------------------

    def read_sheet(self):
        """Read the file into rows; they are checked by :meth:`run_chunk`."""
        self.ensure_one()
        self._check_verb_access("read_sheet")
        grid, faults = self._grid()
        try:
            sheet = catalogue_sheet.table(grid)
        except catalogue_sheet.SheetError as error:
            raise UserError(str(error)) from error
        if not sheet.rows:
            raise UserError(self.env._("%s has titles but no row below them.", self.name))
        self._create_columns(sheet)
        self._create_rows(sheet, faults)
        skipped = "\n".join(f"{number}: {reason}" for number, reason in sheet.skipped)
        self._transition(
            "read_sheet",
            values={"skipped": skipped, "header_row": sheet.header},
            facts={"rows": len(sheet.rows)},
        )
        return True

    def recheck(self):
        """Check all rows that are not written yet anew, e.g. after a column was mapped anew."""
        self.ensure_one()
        self._transition("recheck")
        rows = self.row_ids.filtered(lambda row: row.status not in ("written", "skip"))
        rows._set_unchecked()
        self._store_codes()
        return True

    def write_all(self):
        """Write the sheet; refused while any row has an error or an open question."""
        return self._start_writing("write_all")

    def write_right(self):
        """Write the rows that are right, leave the others for a sheet of the rest."""
        return self._start_writing("write_right")

    def cancel(self):
        for sheet in self:
            sheet._transition("cancel")
        return True

    @reads_committed  # what it publishes at once is judged by every reception until then
    def run_chunk(self):
        """Go on checking or writing by one chunk; returns the progress that the form shows."""
        self.ensure_one()
        self._check_verb_access("read_sheet")
        self._lock_rows()
        if self.state == "checking":
            self._check_chunk()
        elif self.state == "writing":
            self._write_chunk()
        return self._progress()

    def _progress(self):
        self.invalidate_recordset()
        if self.state == "writing":
            done, total = self.written_count, self.written_count + self.queued_count
        else:
            done, total = self.row_count - self.unchecked_count, self.row_count
        running = self.state in ("checking", "writing")
        return {"state": self.state, "done": done, "total": total, "running": running}

    def _check_chunk(self):
        rows = self._rows("unchecked", CHECK_CHUNK)
        rows._check()
        if not self._rows("unchecked", 1):
            self._transition("present")

    def _write_chunk(self):
        self._rows("queued", WRITE_CHUNK)._write_to_catalogue()
        if not self._rows("queued", 1):
            self._transition("finish", facts={"written": self.written_count})

    def _rows(self, status, limit):
        return self.env["hcc.catalogue.import.row"].search(
            [("import_id", "=", self.id), ("status", "=", status)], limit=limit
        )

    def _start_writing(self, verb):
        self.ensure_one()
        facts = {"new": self.new_count, "changed": self.change_count}
        self._transition(verb, facts=facts)
        self.row_ids.filtered(lambda row: row.status in RIGHT)._set_status("queued")
        return True

    def _check_verb(self, verb):
        super()._check_verb(verb)
        if verb == "write_all" and (waiting := self.error_count + self.question_count):
            raise UserError(
                self.env._(
                    "%(sheet)s: %(count)s rows have an error or wait for an answer. Answer them, "
                    "or write the right rows only.",
                    sheet=self.name,
                    count=waiting,
                )
            )
        if verb in ("write_all", "write_right"):
            self._check_ready_to_write()

    def _check_ready_to_write(self):
        if not self.new_count + self.change_count:
            raise UserError(
                self.env._("%s brings nothing new: there is nothing to write.", self.name)
            )
        decision = (self.decision_number, self.decision_date, self.decision_signer)
        stated = self.column_ids.filtered(lambda c: c.field_key == "decision_number")
        if self.publish_at_once and not stated and not all(decision):
            raise UserError(
                self.env._(
                    "%s is to be published at once: enter the number, date and signer of the "
                    "decision.",
                    self.name,
                )
            )

    def _verb_labels(self):
        return super()._verb_labels() | {
            "read_sheet": self.env._("Read the file"),
            "recheck": self.env._("Check again"),
            "present": self.env._("Present"),
            "write_all": self.env._("Write all"),
            "write_right": self.env._("Write the right rows"),
            "finish": self.env._("Finish"),
            "cancel": self.env._("Cancel"),
        }

    # -------------------------------------------------------------------------
    # READING
    # -------------------------------------------------------------------------

    def _grid(self):
        if not self.file:
            raise UserError(
                self.env._("%s has no file yet: choose an XLSX or CSV file.", self.name)
            )
        data = base64.b64decode(self.file)
        try:
            if spreadsheet.is_workbook(data):
                return spreadsheet.read(data)
            return catalogue_sheet.csv_grid(data), {}
        except catalogue_sheet.SheetError as error:
            raise UserError(str(error)) from error

    def _create_columns(self, sheet):
        self.column_ids.unlink()
        samples = sheet.rows[:50]
        self.env["hcc.catalogue.import.column"].create(
            [
                {
                    "import_id": self.id,
                    "index": index,
                    "title": title or catalogue_sheet.address(sheet.header, index),
                    "field_key": catalogue_columns.match(title),
                    "is_ignored": catalogue_columns.is_ignored(title),
                    "sample": next((r.cells[index][:200] for r in samples if r.cells[index]), ""),
                }
                for index, title in enumerate(sheet.titles)
                if title or any(row.cells[index] for row in samples)
            ]
        )

    def _create_rows(self, sheet, faults):
        self.row_ids.unlink()
        by_row = {}
        for (number, column), message in faults.items():
            by_row.setdefault(number, {})[str(column)] = message
        self.env["hcc.catalogue.import.row"].create(
            [
                {
                    "import_id": self.id,
                    "number": row.number,
                    "cells": row.cells,
                    "section": row.section,
                    "faults": by_row.get(row.number),
                }
                for row in sheet.rows
            ]
        )
        self._store_codes()

    def _store_codes(self):
        """Codes as they stand in the sheet, so that one that comes twice is seen in both rows."""
        column = self.column_ids.filtered(lambda column: column.field_key == "code")[:1]
        for row in self.row_ids.filtered(lambda row: row.status == "unchecked"):
            row.code = clean(row._cell(column.index))[:64] if column else False
