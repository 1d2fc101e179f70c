from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..tools import public_holidays


class HccCalendarYear(models.TransientModel):
    """The days off of a coming year (lịch nghỉ năm): proposed from the law and the lunar calendar,
    each shown with its source and certainty, written only when a person confirms.

    Administrators only.
    """

    _name = "hcc.calendar.year"
    _description = "Days Off of a Year"
    _inherit = ["hcc.calendar.dialog"]

    company_id = fields.Many2one(default=False)
    year = fields.Integer(required=True, default=lambda self: self._default_year())
    tet_before = fields.Selection(
        [("1", "1 day before, 4 from the first on"), ("2", "2 days before, 3 from the first on")],
        "Lunar New Year",
        compute="_compute_choices",
        store=True,
        readonly=False,
    )
    neighbour = fields.Selection(
        [("before", "1 and 2 September"), ("after", "2 and 3 September")],
        "National Day",
        compute="_compute_choices",
        store=True,
        readonly=False,
    )
    line_ids = fields.One2many(
        "hcc.calendar.year.line",
        "dialog_id",
        "Days",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
    )

    @api.model
    def _default_year(self):
        days = self.env["hcc.calendar.day"]
        last = days.search([("kind", "=", "holiday")], order="date desc", limit=1)
        return (last.date or self.env["hcc.clock"]._today()).year + bool(last)

    @api.depends("year")
    def _compute_choices(self):
        for dialog in self:
            known = dialog._is_year()
            dialog.tet_before = known and str(public_holidays.usual_tet_before(dialog.year))
            dialog.neighbour = known and public_holidays.usual_neighbour(dialog.year)

    @api.depends("year", "tet_before", "neighbour", "company_id")
    def _compute_line_ids(self):
        for dialog in self:
            known = dialog._known_dates()
            dialog.line_ids = [
                Command.clear(),
                *(
                    Command.create(
                        {
                            "date": day.day,
                            "name": day.name,
                            "source": day.source,
                            "certainty": day.certainty,
                            "is_known": day.day in known,
                            "is_chosen": day.day not in known,
                        }
                    )
                    for day in dialog._proposals()
                ),
            ]

    def _is_year(self):
        """Where the lunar calendar of our tools holds."""
        return 1976 <= self.year <= 2199

    def _proposals(self):
        if not self._is_year():
            return []
        return public_holidays.propose(self.year, int(self.tet_before or 0), self.neighbour)

    def _known_dates(self):
        known = self.env["hcc.calendar.day"].search(
            [("company_id", "=", self.company_id.id), ("agency_id", "=", False)]
        )
        return set(known.mapped("date"))

    def _prepare_days(self):
        chosen = self.line_ids.filtered("is_chosen").sorted("date")
        if not chosen:
            raise UserError(self.env._("Choose the days that are to be written."))
        return [
            {
                "date": fields.Date.to_string(line.date),
                "kind": "holiday",
                "name": line.name,
                "slots": False,
                "company_id": self.company_id.id,
                "agency_id": False,
                "source": line.source or False,
                "certainty": line.certainty,
            }
            for line in chosen
        ]


class HccCalendarYearLine(models.TransientModel):
    """One proposed day off, to be chosen and corrected by the administrator."""

    _name = "hcc.calendar.year.line"
    _description = "Proposed Day Off"
    _order = "date"

    dialog_id = fields.Many2one("hcc.calendar.year", required=True, ondelete="cascade", index=True)
    is_chosen = fields.Boolean("Write")
    is_known = fields.Boolean("Already entered", readonly=True)
    date = fields.Date(required=True)
    name = fields.Char("Reason", required=True)
    source = fields.Char()
    certainty = fields.Selection(
        [("certain", "Certain"), ("likely", "Likely"), ("unsure", "Not confirmed yet")],
        required=True,
        default="certain",
    )
