from odoo import models

from odoo.addons.hcc_base.tools import slip_codes, working_time

from ..following.hcc_dossier_lookup import LOOKUP_PAGE
from ..reception.hcc_dossier_reception import STATUS_TOKEN

#: Steps of a due date that are lines 3 and 5 of the form.
SAID_ON_SLIP = ("term", "due")
UNIT_WORDS = {
    "working_hour": "giờ làm việc", "working_day": "ngày làm việc", "calendar_day": "ngày",
}  # fmt: skip
CHANNEL_WORDS = {
    "counter": "trực tiếp", "postal": "qua bưu chính", "online": "trực tuyến",
    "home": "tại nhà", "other_centre": "tại trung tâm khác",
}  # fmt: skip
RETURN_WORDS = {
    "counter": "Quầy trả kết quả của Trung tâm", "postal": "Qua bưu chính", "online": "Trực tuyến",
}  # fmt: skip


class HccDossier(models.Model):
    """What the printed forms need. Forms are Vietnamese by law, so these words are too."""

    _inherit = "hcc.dossier"

    def _get_slip(self):
        """Everything the acceptance slip shows, the same on every reprint."""
        self.ensure_one()
        return {
            "basis": self._policy()._form_basis("slip"),
            "statutory_qr": self._statutory_qr("Giấy tiếp nhận hồ sơ và hẹn trả kết quả"),
            "term": self._term_words(),
            "channel": CHANNEL_WORDS[self.channel],
            "return_place": self.return_address or RETURN_WORDS[self.return_channel],
            "collect_at": self._collect_at(),
            "received": self._local_words(self.received_at),
            "due": self._local_words(self.first_due_at),
            "explanation": self._explain_on_slip(),
            # sudo: who may read the dossier reads its papers; the rule of lines joins six tables
            "components": self.sudo().component_ids.filtered("is_received"),
            "extra": self._get_slip_extra(),
        }

    def _explain_on_slip(self):
        """How the due date came about, without what the slip's numbered lines say."""
        received_at = self._working_calendar().local(self.received_at)
        steps = [
            step
            for step in self._first_due().steps
            if step.kind not in SAID_ON_SLIP and step != ("start", {"at": received_at})
        ]
        return working_time.sentences(steps)

    def _get_slip_extra(self):
        """Extension point: further lines of the slip, ``[{"label": …, "value": …}]``."""
        return []

    def _collect_at(self):
        """Where the centre is, for whoever collects the result at its counter."""
        company = self.company_id.sudo()
        if self.return_channel != "counter" or self.return_address:
            return ""
        if not company.partner_id.street:
            return ""
        where = company._brand_address()
        return f"{where} (bản đồ: xem trang tra cứu)" if company.map_url else where

    def _term_words(self):
        words = _term_words(*self._term())
        extension = self._extension_days(self._policy())
        if not extension:
            return words
        added = _term_words(extension, "working_day")
        return f"{words}, cộng thêm {added} (địa bàn khó khăn)"

    def _statutory_qr(self, paper_name):
        """Payload of the code that Circular 01/2023/TT-VPCP puts top left, identity masked."""
        return slip_codes.statutory_qr_payload(
            self.name,
            self.procedure_id.code or "",
            self.applicant_identity or "",
            paper_name,
            self._policy().sudo().qr_system_name or "",
            self.received_at,
            self.first_due_at,
        )

    def _status_url(self):
        """The public page's address behind the look-up code at the foot of the slip."""
        token = self.env["hcc.token"]._issue(self, STATUS_TOKEN)
        return f"{self._base_url()}/hcc/s/{token}"

    def _lookup_url(self):
        """Where a dossier is found without its code at hand: by its number and a second fact."""
        return f"{self._base_url()}{LOOKUP_PAGE}"

    def _base_url(self):
        return self.env["ir.config_parameter"].sudo().get_param("web.base.url").rstrip("/")

    def _paper_place(self):
        """Where papers are signed: the centre's town."""
        town = self.company_id.sudo().partner_id
        return town.city or town.state_id.name or ""

    def _is_trial_paper(self):
        """Whether papers must say that they are without legal value."""
        return self.env["hcc.clock"]._is_demonstration_database()


def _term_words(value, unit):
    return f"{value:02d} {UNIT_WORDS[unit]}"
