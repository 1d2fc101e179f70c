from odoo import models


class HccDossierNotice(models.Model):
    """What the letters about mishaps ask for (Vietnamese by law): as it was when they were issued,
    so that a letter printed again says the same."""

    _inherit = "hcc.dossier.notice"

    def _incident(self):
        return self.dossier_id.sudo().incident_ids.filtered(lambda one: one.notice_id == self)

    def _was_before(self, instant):
        return bool(instant) and instant <= self.issued_at

    # -------------------------------------------------------------------------
    # TO WHOM
    # -------------------------------------------------------------------------

    def _is_between_agencies(self):
        """A linked result is revoked towards the leading agency, which has it."""
        return self.kind == "revocation" and bool(self.dossier_id.parent_id)

    def _known_dossier(self):
        """The dossier whose code the letter carries."""
        return self.dossier_id if self._is_between_agencies() else self.dossier_id._known_dossier()

    def _is_mailable(self):
        return not self._is_between_agencies() and super()._is_mailable()

    # -------------------------------------------------------------------------
    # A LOSS
    # -------------------------------------------------------------------------

    def _lost_words(self):
        if self._incident().is_result:
            return "Kết quả giải quyết hồ sơ nêu trên"
        return "Trong quá trình giải quyết hồ sơ nêu trên, giấy tờ Ông/Bà đã nộp"

    def _loss_remedy(self):
        """What follows for the applicant: nothing, where the dossier has ended or all is there
        again; a lost result is the agency's to replace."""
        incident = self._incident()
        free = "Ông/Bà không phải cung cấp lại giấy tờ và không phải nộp lại phí, lệ phí"
        same_term = "Thời hạn giải quyết hồ sơ không thay đổi."
        if self._was_before(self.dossier_id.ended_at):
            return f"Việc giải quyết hồ sơ đã kết thúc; {free} cho hồ sơ này."
        if incident.is_result:
            is_back = self._was_before(incident.closed_at)
            words = (
                "Kết quả đã được khôi phục" if is_back else "Cơ quan tìm lại hoặc cấp lại kết quả"
            )
            return f"{words}; {free}."
        if incident.is_after_steps:
            return self._kept_papers_remedy(incident)
        if self._was_before(incident.closed_at):
            return f"Giấy tờ đã được khôi phục; {free}. {same_term}"
        return (
            "Đề nghị Ông/Bà cung cấp lại bản sao giấy tờ để khôi phục hồ sơ; Ông/Bà không phải nộp "
            f"lại phí, lệ phí. {same_term}"
        )

    def _kept_papers_remedy(self, incident):
        """Papers that lay with a decided dossier: nothing is put together again from copies."""
        words = "Việc này không ảnh hưởng đến kết quả giải quyết hồ sơ"
        if self._was_before(incident.closed_at):
            return f"{words}; giấy tờ đã được tìm lại hoặc cấp lại."
        return (
            f"{words}. Cơ quan tìm lại hoặc hỗ trợ Ông/Bà xin cấp lại giấy tờ; Ông/Bà không phải "
            "nộp lại phí, lệ phí."
        )

    # -------------------------------------------------------------------------
    # A REVOCATION
    # -------------------------------------------------------------------------

    def _asks_result_back(self):
        """Only what was given out is brought back."""
        return not self._is_between_agencies() and self._incident().custody == "applicant"
