from odoo import api, fields, models

from odoo.addons.hcc_base.tools import identity

from .hcc_dossier import FINAL_STATES, WAITING_STATES

#: What the applicant is to do, by state.
TASKS = {
    "draft": "Hồ sơ đang được kiểm tra tại quầy; Ông/Bà vui lòng chờ hướng dẫn.",
    "guided": "Ông/Bà bổ sung giấy tờ theo phiếu hướng dẫn rồi quay lại quầy tiếp nhận; "
    "hồ sơ này sẽ được tiếp tục, không phải làm lại từ đầu.",
    "refused": "Hồ sơ không được tiếp nhận; lý do ghi trong phiếu từ chối.",
    "received": "Ông/Bà chưa phải làm gì thêm.",
    "handed_over": "Ông/Bà chưa phải làm gì thêm.",
    "processing": "Ông/Bà chưa phải làm gì thêm.",
    "supplement": "Ông/Bà nộp bổ sung giấy tờ theo phiếu yêu cầu tại quầy tiếp nhận của Trung tâm.",
    "suspended": "Việc giải quyết đang tạm dừng; Trung tâm sẽ thông báo khi tiếp tục.",
    "withdrawn": "Hồ sơ đã được rút theo yêu cầu của Ông/Bà.",
    "stopped": "Việc giải quyết đã dừng; lý do ghi trong thông báo gửi Ông/Bà.",
    "cancelled": "Hồ sơ đã được hủy; xin liên hệ Trung tâm nếu Ông/Bà cần biết thêm.",
    "given_back": "Giấy tờ đã nộp được trả lại cho Ông/Bà, không có kết quả giải quyết; lý do đã "
    "được thông báo.",
    "returned": "Ông/Bà đã nhận kết quả. Cảm ơn Ông/Bà.",
}
COLLECT_TASKS = {
    "counter": "Mời Ông/Bà mang giấy tiếp nhận hồ sơ đến quầy trả kết quả của Trung tâm; "
    "người nhận thay mang theo giấy ủy quyền.",
    "postal": "Kết quả sẽ được gửi qua bưu chính đến địa chỉ Ông/Bà đã đăng ký.",
    "online": "Kết quả sẽ được trả trực tuyến vào tài khoản của Ông/Bà.",
}


class HccDossier(models.Model):
    """What the applicant is told: a status of the policy's set, the appointment, what to do."""

    _inherit = "hcc.dossier"

    status_code = fields.Integer("Code of the status", compute="_compute_status")
    status_words = fields.Char("Status", compute="_compute_status")

    @api.depends("state", "policy_id.status_set_id")
    def _compute_status(self):
        todays = {}  # what is not accepted yet follows the centre's policy of today
        for dossier in self:
            policy, company = dossier.policy_id, dossier.company_id
            if not policy and company not in todays:
                todays[company] = dossier._todays_policy()
            book = (policy or todays[company]).sudo().status_set_id._book()
            dossier.status_code = dossier._project_status(book)
            dossier.status_words = book.words.get(dossier.status_code, "")

    def _todays_policy(self):
        """May be empty: a status is shown even where the policy is missing."""
        clock, company = self.env["hcc.clock"], self.company_id or self.env.company
        return self.env["hcc.policy"]._valid_on(company, clock._today(company))[:1]

    def _project_status(self, book):
        """The code of the status in the set. Extension point: dues may make it another."""
        self.ensure_one()
        return book.numbers[self.state]

    def _get_applicant_task(self):
        """Extension point: what the applicant must do now, in one Vietnamese sentence."""
        self.ensure_one()
        if self.state == "done":
            return COLLECT_TASKS[self.return_channel]
        return TASKS[self.state]

    def _get_public_status(self):
        """All that the page behind the look-up token may show: no personal data but a masked name.

        Called by the public page's user after the token was checked, hence the narrow sudo.
        """
        self.ensure_one()
        dossier = self.sudo()
        return {
            "code": dossier.display_name,
            "procedure": dossier.version_id.name or dossier.procedure_id.name,
            "agency": dossier.agency_id.name,
            "centre": dossier.company_id.name,
            "hotline": dossier.company_id.hotline or "",
            "applicant": identity.mask_name(dossier.applicant_name or ""),
            "status_code": dossier.status_code,
            "status": dossier.status_words,
            "is_final": dossier.state in FINAL_STATES,
            "is_waiting": dossier.state in WAITING_STATES,
            "is_overdue": dossier.is_overdue,
            "task": dossier._get_applicant_task(),
            "missing": dossier._public_missing(),
            "received_at": dossier._local_words(dossier.received_at),
            "appointment": dossier._local_words(dossier.appointment_at),
            "first_due": dossier._local_words(dossier.first_due_at),
            "is_moved": dossier.appointment_at != dossier.first_due_at,
            "explanation": dossier._explain_due() if dossier.due_at else [],
            "milestones": dossier._public_milestones(),
        }

    def _public_missing(self):
        """What the last notice asks the applicant to bring."""
        if self.state not in ("guided", "supplement"):
            return []
        return (self.notice_ids[-1:].content or []) if self.notice_ids else []

    def _public_milestones(self):
        """The steps of the way: name, time of completion, and which one is going on."""
        steps = [
            {"name": step.name, "at": step.finished_at, "outcome": step.outcome}
            for step in self.step_ids
            if step.outcome != "sent_back"
        ]
        ways = [
            {"name": "Tiếp nhận hồ sơ", "at": self.received_at},
            {"name": "Chuyển đến cơ quan giải quyết", "at": self.handed_over_at},
            *steps,
            {"name": "Kết quả về Trung tâm", "at": self.finished_at},
            {"name": "Trả kết quả", "at": self.returned_at},
        ]
        current = next((way for way in ways if not way["at"]), None)
        for way in ways:
            way["is_done"] = bool(way["at"])
            way["is_current"] = way is current and self.state not in FINAL_STATES
            way["at"] = self._local_words(way["at"])
        return ways if self.received_at else []

    def _local_words(self, instant):
        """ "10 giờ 05 phút, ngày 23/11/2026", as forms write a time; empty without one."""
        if not instant:
            return ""
        local = self.env["hcc.clock"]._local(self.company_id, instant)
        return f"{local:%H} giờ {local:%M} phút, ngày {local:%d/%m/%Y}"
