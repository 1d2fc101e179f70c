from odoo import models

from odoo.addons.hcc_base.models.hcc_outbox_mixin import DeliveryRefused
from odoo.addons.hcc_dossier.tools import sms_text

from .hcc_appointment_booking import HOLD_MINUTES


class HccAppointment(models.Model):
    """What is told by SMS. Texts are made at delivery: the outbox holds neither code nor address.

    One's own booking is answered at any hour; quiet hours are for notices that nobody waits for.
    """

    _inherit = "hcc.appointment"

    def _send_code(self, message):
        if self.state != "held" or self._hold_is_over():
            raise DeliveryRefused("Lịch hẹn không còn chờ xác nhận.")
        text = (
            f"Mã xác nhận lịch hẹn {self._when()} là {self._code()}, có hiệu lực "
            f"{HOLD_MINUTES} phút. Không đưa mã này cho người khác."
        )
        self._send_sms(text, message)

    def _send_confirmation(self, message):
        if self.state != "booked":
            raise DeliveryRefused("Lịch hẹn không còn hiệu lực.")
        text = (
            f"{self._centre()}: lịch hẹn {self.name} lúc {self._when()}, {self.lane_id.name}. "
            f"Xem, hủy hẹn: {self._page_url()}"
        )
        self._send_sms(text, message)

    def _send_cancellation(self, message):
        text = (
            f"{self._centre()}: lịch hẹn {self.name} lúc {self._when()} đã hủy. "
            f"Lý do: {self.cancel_reason}. Mời ông/bà đặt lại lịch khác."
        )
        self._send_sms(text, message)

    def _send_sms(self, text, message):
        if not self.phone:
            raise DeliveryRefused("Lịch hẹn không còn số điện thoại.")
        provider = self.company_id._sms_provider().with_context(lang="vi_VN")
        if provider.without_marks:
            text = sms_text.without_marks(text)
        provider._send(self.phone, text, message)

    def _when(self):
        return self._slot_text(self.company_id, self.slot_start)

    def _centre(self):
        return self.company_id.short_name or self.company_id.name
