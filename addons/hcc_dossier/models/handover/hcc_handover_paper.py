from odoo import models

from ..papers.hcc_dossier_paper import _term_words

TITLES = {
    "to_agency": "Biên bản giao nhận hồ sơ",
    "onward": "Biên bản giao nhận hồ sơ",
    "to_centre": "Phiếu bàn giao kết quả giải quyết TTHC",
}
RESULT_WORDS = {"granted": "Đồng ý", "refused": "Từ chối"}


class HccHandover(models.Model):
    """What the printed list shows; it is Vietnamese, as all papers."""

    _inherit = "hcc.handover"

    def _get_paper(self):
        """The list as both sides sign it: what was given, and what of it came."""
        self.ensure_one()
        dossiers = self.line_ids.filtered(lambda line: line.status != "sent_back").dossier_id
        dossiers.check_access("read")
        local = self.env["hcc.clock"]._local(self.company_id, self.handed_at)
        return {
            "title": TITLES[self.direction],
            "signed_on": local.date(),
            "giver": self._side_words("giver"),
            "taker": self._side_words("taker"),
            "handed": self._moment_words(self.handed_at),
            "received": self._moment_words(self.received_at),
            "rows": [self._paper_row(line) for line in self.line_ids if line.given_at],
            "differences": [
                self._difference_row(line)
                for line in self.line_ids
                if line.was_missing or line.was_unlisted
            ],
        }

    def _side_words(self, side):
        agency = self._side_agency(side)
        if self._is_at_centre(side):
            return f"{self.company_id.sudo().name} (quầy {agency.sudo().name})"
        return agency.sudo().name

    def _moment_words(self, instant):
        if not instant:
            return ""
        local = self.env["hcc.clock"]._local(self.company_id, instant)
        return f"{local:%H giờ %M phút, ngày %d/%m/%Y}"

    def _paper_row(self, line):
        dossier = line.dossier_id
        clock = self.env["hcc.clock"]
        return {
            "code": dossier.name,
            "procedure": dossier.subject or dossier.version_id.sudo().name,
            "agency": dossier.agency_id.sudo().short_name or dossier.agency_id.sudo().name,
            "received": f"{dossier.received_on:%d/%m/%Y}",
            "due": f"{clock._local(self.company_id, dossier.appointment_at):%H:%M %d/%m/%Y}",
            "term": _term_words(*dossier._term()),
            "sets": f"{dossier.sets:02d}",
            "name": dossier.applicant_name,
            "address": dossier.applicant_address or "",
            "result": RESULT_WORDS.get(dossier.result_kind, ""),
            "number": dossier.result_number or "",
            "fee": "X" if dossier._owes_money() else "",
            "post": "X" if dossier.return_channel == "postal" else "",
        }

    def _difference_row(self, line):
        """A difference in a sentence; the paper tells how it ended, or that it is open."""
        code = line.dossier_id.sudo().name
        first = (
            "có trong danh sách, không đến" if line.was_missing else "đến, không có trong danh sách"
        )
        endings = {
            "missing": "chưa làm rõ",
            "unlisted": "chưa làm rõ",
            "scanned": "đã thấy, chờ nhận",
            "arrived": "đã nhận",
            "not_sent": "bên giao chưa gửi",
            "sent_back": "trả lại bên giao",
            "ended": "hồ sơ đã kết thúc",
        }
        return f"{code}: {first}; {endings.get(line.status, '')}"

    def _is_trial_paper(self):
        return self.env["hcc.clock"]._is_demonstration_database()


class HccDossier(models.Model):
    _inherit = "hcc.dossier"

    def _owes_money(self):
        """Extension point: whether something is to be paid before the result is returned."""
        return False
