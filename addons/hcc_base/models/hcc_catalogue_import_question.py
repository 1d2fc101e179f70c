import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import catalogue_cells
from .hcc_catalogue_import_column import FIELD_KEYS


class HccCatalogueImportQuestion(models.Model):
    """What a cell does not say in so many words: what was read, and what a person made of it.

    An answer is kept: when the same cell of the same procedure comes again, in another sheet, it
    is not asked twice. Administrators only.
    """

    _name = "hcc.catalogue.import.question"
    _inherit = ["hcc.common.mixin"]
    _description = "Question of an Import"
    _order = "import_id, is_answered, kind, row_id"
    _rec_name = "cell"

    row_id = fields.Many2one(
        "hcc.catalogue.import.row", "Row", required=True, index=True, ondelete="cascade"
    )
    import_id = fields.Many2one(related="row_id.import_id", store=True, index=True, precompute=True)
    code = fields.Char(related="row_id.code")
    name = fields.Char(related="row_id.name")
    field_key = fields.Selection([*FIELD_KEYS, ("tariff", "Tariff")], "About", readonly=True)
    kind = fields.Char("Kind of doubt", readonly=True)
    cell = fields.Char(readonly=True)
    source = fields.Text("The cell says", readonly=True)
    question = fields.Text(readonly=True)
    answer = fields.Text(help="As it shall stand in the catalogue; written like a clear cell.")
    value = fields.Json(readonly=True)
    is_answered = fields.Boolean("Answered", readonly=True, index=True)
    fingerprint = fields.Char(readonly=True, index="btree_not_null")
    alike_count = fields.Integer("Alike", compute="_compute_alike_count")

    @api.depends("kind", "is_answered")
    def _compute_alike_count(self):
        groups = self._read_group(
            [("import_id", "in", self.import_id.ids), ("is_answered", "=", False)],
            ["import_id", "kind"],
            ["__count"],
        )
        counts = {(sheet.id, kind): number for sheet, kind, number in groups}
        for question in self:
            question.alike_count = counts.get((question.import_id.id, question.kind), 0)

    def confirm(self):
        """Take the answers as they stand; each must be as clear as a clear cell."""
        for question in self:
            question._take_answer()
        for questions in self.grouped("import_id").values():
            questions.row_id._check_again()
        return True

    def confirm_alike(self):
        """Take the suggestion of every open question of this kind that has one."""
        self.ensure_one()
        alike = self.search(
            [
                ("import_id", "=", self.import_id.id),
                ("kind", "=", self.kind),
                ("field_key", "=", self.field_key),
                ("is_answered", "=", False),
                ("answer", "not in", (False, "")),
            ]
        )
        return (alike | self).confirm()

    def _take_answer(self):
        key = "fees" if self.field_key == "tariff" else self.field_key
        proposal = catalogue_cells.parse(key, self.answer or "")
        if not proposal.certain or proposal.value is None:
            raise UserError(
                self.env._(
                    "Row %(row)s, cell %(cell)s: the answer “%(answer)s” is not clear yet. "
                    "%(question)s",
                    row=self.row_id.number,
                    cell=self.cell or "–",
                    answer=(self.answer or "")[:100],
                    question=proposal.question or self.question or "",
                )
            )
        self.write({"value": {"it": proposal.value}, "is_answered": True})

    @api.model
    def _fingerprint(self, code, key, source):
        """What makes two questions the same: procedure, field and the words of the cell."""
        return hashlib.sha256("\0".join((code, key, source)).encode()).hexdigest()
