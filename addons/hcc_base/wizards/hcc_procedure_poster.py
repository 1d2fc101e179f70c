import textwrap

from odoo import api, fields, models
from odoo.exceptions import UserError

#: How many codes share a row of the sheet.
COLUMNS = {"1": 1, "4": 2, "12": 3}
#: How many letters of a name fit below its code.
NAME_ROOM = {"1": 220, "4": 130, "12": 85}


class HccProcedurePoster(models.TransientModel):
    """Codes for the wall (áp phích mã QR): each leads to the public page of one procedure.

    For whoever runs the hall: administrators, hall managers, counter officials.
    """

    _name = "hcc.procedure.poster"
    _description = "Wall Poster of Procedures"

    company_id = fields.Many2one(
        "res.company", "Centre", required=True, default=lambda self: self.env.company
    )
    procedure_ids = fields.Many2many(
        "hcc.procedure",
        "hcc_procedure_poster_rel",
        "poster_id",
        "procedure_id",
        "Procedures",
        default=lambda self: self._default_procedure_ids(),
    )
    codes_a_page = fields.Selection(
        [("1", "One large"), ("4", "Four"), ("12", "Twelve")], required=True, default="4"
    )
    title = fields.Char(required=True, default="Quét mã để xem hướng dẫn thủ tục")

    @api.model
    def _default_procedure_ids(self):
        if self.env.context.get("active_model") != "hcc.procedure":
            return False
        return self.env["hcc.procedure"].browse(self.env.context.get("active_ids", []))

    def print_poster(self):
        """Draw the sheets; a code that would lead to nothing is not printed."""
        self.ensure_one()
        if not self.procedure_ids:
            raise UserError(self.env._("Choose the procedures whose codes go on the wall."))
        self.procedure_ids._check_public_at(self.company_id)
        report = self.env.ref("hcc_base.hcc_procedure_poster_report").sudo()
        return report.report_action(self, config=False)

    def _caption(self, procedure):
        """The name, cut between words where it is longer than there is room."""
        return textwrap.shorten(procedure.name, NAME_ROOM[self.codes_a_page], placeholder=" …")

    def _sheets(self):
        """The procedures by sheet, and on each sheet by row."""
        self.ensure_one()
        columns, size = COLUMNS[self.codes_a_page], int(self.codes_a_page)
        procedures = list(self.procedure_ids)
        sheets = [procedures[start : start + size] for start in range(0, len(procedures), size)]
        return [
            [sheet[start : start + columns] for start in range(0, len(sheet), columns)]
            for sheet in sheets
        ]
