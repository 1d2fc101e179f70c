from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import day_slots


class HccCalendarSwap(models.TransientModel):
    """A working day swapped for a rest day (hoán đổi, làm bù): the pair is entered together and
    as many hours are made up as are taken off. Administrators only.
    """

    _name = "hcc.calendar.swap"
    _description = "Swap of Days"
    _inherit = ["hcc.calendar.dialog"]

    date_off = fields.Date("Day off", required=True)
    date_worked = fields.Date("Made up on", required=True)
    slots = fields.Char(
        "Working hours",
        compute="_compute_slots",
        store=True,
        readonly=False,
        help="Hours of the make-up day, as many as the day off has.",
    )
    occasion = fields.Char(help="E.g. dịp Quốc khánh.")
    certainty = fields.Selection(
        [("certain", "Certain"), ("likely", "Likely"), ("unsure", "Not confirmed yet")],
        required=True,
        default="certain",
    )

    @api.depends("date_off", "company_id")
    def _compute_slots(self):
        for swap in self:
            slots = swap.date_off and swap._calendar().slots_on(swap.date_off)
            swap.slots = day_slots.text(slots) if slots else swap.slots

    def _calendar(self):
        return self.env["hcc.clock"]._calendar(self.company_id or self.env.company)

    def _prepare_days(self):
        self._check_days()
        occasion = f" {self.occasion.strip()}" if self.occasion else ""
        shared = {
            "company_id": self.company_id.id,
            "agency_id": False,
            "source": self.source or False,
            "certainty": self.certainty,
        }
        off, worked = f"{self.date_off:%d/%m/%Y}", f"{self.date_worked:%d/%m/%Y}"
        return [
            {
                "date": fields.Date.to_string(self.date_off),
                "kind": "swap_off",
                "name": f"Nghỉ hoán đổi{occasion}, làm bù ngày {worked}",
                "slots": False,
                **shared,
            },
            {
                "date": fields.Date.to_string(self.date_worked),
                "kind": "make_up",
                "name": f"Làm bù cho ngày {off}",
                "slots": self.slots,
                **shared,
            },
        ]

    def _check_days(self):
        calendar = self._calendar()
        taken = day_slots.minutes(calendar.slots_on(self.date_off))
        if not taken:
            raise UserError(
                self.env._("%s is no working day, so it cannot be taken off.", self._shown("off"))
            )
        if calendar.is_working_day(self.date_worked):
            raise UserError(
                self.env._(
                    "%s is a working day already; nothing can be made up then.",
                    self._shown("worked"),
                )
            )
        worked = day_slots.minutes(self._worked_slots())
        if worked != taken:
            raise UserError(
                self.env._(
                    "%(off)s has %(taken)s working minutes, but %(worked)s make-up minutes are "
                    "entered for %(day)s. Correct the working hours.",
                    off=self._shown("off"),
                    taken=taken,
                    worked=worked,
                    day=self._shown("worked"),
                )
            )

    def _worked_slots(self):
        days = self.env["hcc.calendar.day"]
        return days.new({"name": self._model_label(), "slots": self.slots})._slots()

    def _shown(self, which):
        return f"{self[f'date_{which}']:%d/%m/%Y}"
