from odoo import models
from odoo.exceptions import UserError

from .hcc_dossier_control import TIMELINESS_WORDS

#: what an evaluation slip asks (Decree 61/2018 art. 31(1); Circular 01/2018 art. 14(3))
EVALUATION_QUESTIONS = (
    ("Thời gian giải quyết so với ngày hẹn", ("Trước hạn", "Đúng hạn", "Quá hạn")),
    ("Số lần phải đi lại để hoàn thiện hồ sơ", ("Không", "1 lần", "Từ 2 lần")),
    ("Số cơ quan phải liên hệ", ("Chỉ Trung tâm", "1 cơ quan", "Từ 2 cơ quan")),
    ("Thông tin về thủ tục được công khai", ("Chính xác", "Chưa đủ", "Không chính xác")),
    ("Thái độ của cán bộ tiếp nhận", ("Rất hài lòng", "Hài lòng", "Không hài lòng")),
    ("Giải thích, hướng dẫn", ("Rõ ràng", "Chưa rõ", "Không giải thích")),
    ("Chi phí ngoài quy định", ("Không có", "Có", "Không trả lời")),
)
COPY_WORDS = {
    "one": ("Liên giao người nộp hồ sơ",),
    "two": ("Liên giao người nộp hồ sơ", "Liên lưu"),
}
#: what a narrow sticker holds of a procedure's name
LABEL_NAME = 90


class HccDossier(models.Model):
    """What the forms share: size, copies, the entry in the ledger; and the centre's own papers –
    several dossiers in one receipt, receipt of the result, label, evaluation slip."""

    _inherit = "hcc.dossier"

    def _form_size(self):
        """The class of the paper that the policy wants for the applicant's forms."""
        return "a4 form" if self._policy().sudo().form_size == "a4" else "form"

    def _slip_copies(self):
        return COPY_WORDS[self._policy().sudo().slip_copies]

    def _has_evaluation_slip(self):
        """Whether forms 01, 02 and 03 are followed by an evaluation slip on paper."""
        return self._policy().sudo().evaluation_slip == "attached"

    def _book_words(self):
        """Where the ledger has the dossier: a volume a year, and the code as the ordinal.

        The ledger numbers its lines when it is printed; drawing a number of its own at acceptance
        would make every counter of a centre wait for the others.
        """
        return f"Quyển số {self.received_on.year}, Số thứ tự theo mã hồ sơ"

    def _evaluation_questions(self):
        return EVALUATION_QUESTIONS

    # -------------------------------------------------------------------------
    # SEVERAL DOSSIERS IN ONE RECEIPT
    # -------------------------------------------------------------------------

    def _submitter_key(self):
        """Who brought it: the submitter, or else the applicant."""
        if self.submitter_name:
            return self.company_id.id, self.submitter_name.strip().casefold(), self.submitter_phone
        return self.company_id.id, self.applicant_id.id, False

    def _as_one_receipt(self):
        """The dossiers of one submitter, in the order of reception.

        :raise UserError: they were brought by several people, or at several centres
        """
        if len({dossier._submitter_key() for dossier in self}) > 1:
            raise UserError(
                self.env._(
                    "%s were not brought by one person to one centre. Choose the dossiers of one "
                    "person, or print a slip for each.",
                    ", ".join(self.mapped("display_name")),
                )
            )
        return self.sorted(lambda dossier: (dossier.received_at, dossier.id))

    def _collect_together_at(self):
        """Where the counter is at which any of them is collected."""
        return next(filter(None, (dossier._collect_at() for dossier in self)), "")

    def _many_qr(self):
        """All codes of the receipt, for the scanner of the desk that returns the results."""
        return ";".join(self.mapped("name"))

    # -------------------------------------------------------------------------
    # LABELS
    # -------------------------------------------------------------------------

    def _label(self):
        name = self.subject or self.version_id.sudo().name or ""
        short = name if len(name) <= LABEL_NAME else f"{name[:LABEL_NAME].rstrip()}…"
        local = self.env["hcc.clock"]._local(self.company_id, self.first_due_at)
        return {
            "code": self.name,
            "name": short,
            "agency": self.agency_id.short_name or self.agency_id.name,
            "due": f"{local:%H:%M %d/%m/%Y}",
        }

    # -------------------------------------------------------------------------
    # RETURN OF THE RESULT
    # -------------------------------------------------------------------------

    def _return_words(self):
        """Who gave and who took the result, as recorded when it was returned."""
        entry = self._journal_of_verbs().filtered(lambda each: each.verb == "return_result")[-1:]
        kinds = {"applicant": "chủ hồ sơ", "proxy": "người được ủy quyền", "postal": "bưu chính"}
        collector = self.collector_name or self.applicant_name
        if self.collector_kind == "postal":
            collector = self.collector_name or "Đơn vị cung ứng dịch vụ bưu chính"
        return {
            "giver": entry.user_id.sudo().name or "",
            "collector": collector,
            "kind": kinds.get(self.collector_kind, ""),
            "paper": self.collector_paper or "",
            "at": self._local_words(self.returned_at),
            "result": "Văn bản từ chối giải quyết hồ sơ"
            if self.result_kind == "refused"
            else self.version_id.sudo().result_name or "Kết quả giải quyết",
            "timeliness": TIMELINESS_WORDS.get(self.timeliness, ""),
        }
