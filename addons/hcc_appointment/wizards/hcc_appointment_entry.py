from datetime import datetime, timezone

from odoo import api, fields, models
from odoo.exceptions import UserError


class HccAppointmentEntry(models.TransientModel):
    """Booking by hand (đặt hẹn hộ): the hall manager books for somebody who asks at the desk or by
    telephone; beyond the slot's places only with a reason."""

    _name = "hcc.appointment.entry"
    _description = "Book by Hand"
    _allow_sudo_commands = False

    lane_id = fields.Many2one("hcc.lane", "Lane", required=True, ondelete="cascade")
    day = fields.Date(required=True, default=lambda self: self.env["hcc.clock"]._today())
    hour = fields.Float("Slot begins at", required=True)
    slots_text = fields.Char("Slots of the day", compute="_compute_slots_text")
    person_name = fields.Char("Full name", required=True)
    identity_number = fields.Char("Identity number or passport", required=True)
    phone = fields.Char("Mobile telephone", required=True)
    reason = fields.Char(
        "Reason for an extra place", help="Only where all places of the slot are taken."
    )

    @api.depends("lane_id", "day")
    def _compute_slots_text(self):
        for entry in self:
            entry.slots_text = entry._slots_line() if entry.lane_id and entry.day else ""

    def _slots_line(self):
        """``07:30 (2 left), 08:00 (full)``"""
        appointments = self.env["hcc.appointment"]
        offer = self.env["hcc.appointment.offer"]._of(self.lane_id, self.day)
        taken = appointments._taken_in(self.lane_id, self.day, self.day)
        parts = []
        for slot in offer._slots(self.day):
            free = slot.places - taken.get(slot.start, 0)
            left = self.env._("%s left", free) if free > 0 else self.env._("full")
            clock = self.env["hcc.hall"]._clock_text(self.lane_id.company_id, slot.start)
            parts.append(f"{clock} ({left})")
        return ", ".join(parts) or self.env._("No appointments are offered on this day.")

    def action_confirm(self):
        self.ensure_one()
        answer = self.env["hcc.appointment"].book_by_hand(
            self.lane_id.id,
            self._start(),
            self.person_name,
            self.identity_number,
            self.phone,
            self.reason,
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "hcc.appointment",
            "res_id": answer["appointment_id"],
            "view_mode": "form",
            "target": "current",
        }

    def _start(self):
        minutes = round(self.hour * 60)
        if not 0 <= minutes < 24 * 60:
            raise UserError(self.env._("A slot begins between 00:00 and 23:59."))
        zone = self.env["hcc.clock"]._timezone(self.lane_id.company_id)
        local = datetime(
            self.day.year, self.day.month, self.day.day, *divmod(minutes, 60), tzinfo=zone
        )
        return local.astimezone(timezone.utc).replace(tzinfo=None)
