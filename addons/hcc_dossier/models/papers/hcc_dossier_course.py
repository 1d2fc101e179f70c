from datetime import datetime

from odoo import fields, models

from .hcc_dossier_control import (
    APPLICANT,
    OUTCOME_WORDS,
    doer,
    facts_of,
    in_force,
    in_place,
    outcome_of,
    undone_by,
)

#: verb of the journal → what was done
VERB_WORDS = {
    "continue": "Lập lại hồ sơ do tiếp nhận nhầm",
    "submit_paper": "Vào hồ sơ từ giấy tiếp nhận in sẵn số",
    "reopen_paper": "Mở lại để sửa theo giấy",
    "guide": "Hướng dẫn hoàn thiện hồ sơ",
    "refuse": "Từ chối tiếp nhận",
    "receive": "Tiếp nhận hồ sơ",
    "confirm_paper": "Đối chiếu với giấy, tiếp nhận hồ sơ",
    "open_child": "Mở hồ sơ liên thông",
    "begin_on_the_spot": "Bắt đầu giải quyết tại chỗ",
    "amend": "Sửa thông tin trên giấy tiếp nhận",
    "hand_over": "Bàn giao hồ sơ",
    "take": "Nhận hồ sơ",
    "take_back": "Không chuyển đi, trả về bên giao",
    "pass_on": "Chuyển hồ sơ đến cơ quan tiếp theo",
    "pass_in": "Nhận hồ sơ từ cơ quan trước",
    "take_step": "Nhận bước",
    "release_step": "Trả lại bước",
    "reassign_step": "Giao bước cho người khác",
    "complete_step": "Hoàn thành bước",
    "send_back": "Chuyển lại để làm lại",
    "consult": "Lấy ý kiến cơ quan khác",
    "answer_consultation": "Trả lời lấy ý kiến",
    "withdraw_consultation": "Rút lấy ý kiến",
    "undo": "Hoàn tác",
    "hand_over_result": "Bàn giao kết quả",
    "take_result": "Nhận kết quả",
    "take_child_result": "Nhận kết quả liên thông",
    "finish_on_the_spot": "Có kết quả tại chỗ",
    "request_supplement": "Yêu cầu bổ sung",
    "prolong_wait": "Gia hạn chờ bổ sung",
    "accept_supplement": "Nhận bổ sung",
    "suspend": "Tạm dừng",
    "resume": "Tiếp tục giải quyết",
    "extend": "Xin lỗi, hẹn lại",
    "recount": "Tính lại thời hạn do lịch làm việc thay đổi",
    "report_loss": "Báo mất, thất lạc giấy tờ",
    "apologise_loss": "Xin lỗi do mất, thất lạc giấy tờ",
    "rebuild": "Khôi phục giấy tờ",
    "return_result": "Trả kết quả",
    "record_delivery": "Bưu chính đã phát",
    "record_postal_return": "Bưu chính chuyển hoàn",
    "deposit_at_agency": "Gửi kết quả về cơ quan giải quyết lưu giữ",
    "archive_result": "Chuyển kết quả vào lưu trữ",
    "fetch_result": "Lấy lại kết quả để trả",
    "reopen_result": "Thu hồi kết quả, giải quyết lại",
    "close_child": "Kết thúc cùng hồ sơ chính",
    "withdraw": "Ghi nhận rút hồ sơ",
    "give_back": "Trả lại hồ sơ, không có kết quả",
    "stop": "Dừng giải quyết",
    "cancel": "Hủy hồ sơ",
    "correct": "Hủy do tiếp nhận nhầm",
    "end_child": "Kết thúc theo hồ sơ chính",
    "move_to_agency": "Chuyển cơ quan giải quyết",
    "move_steps": "Chuyển bước cho cơ quan kế thừa",
    "wait_with_parent": "Tạm dừng cùng hồ sơ liên thông",
    "go_on_with_parent": "Tiếp tục cùng hồ sơ liên thông",
}
#: verbs that leave the dossier where and as it is: scans, drafts, signatures, reminders, prints
SILENT_VERBS = frozenset(
    {
        "attach_scan", "detach_document", "reuse_papers", "hold_originals", "give_back_originals",
        "store_result", "prepare_submission", "put_draft", "sign", "propose_apology",
        "ask_exception", "remind", "log_call", "reprint_slip", "add_cost",
    }
)  # fmt: skip
_TO_APPLICANT = frozenset(
    {"guide", "refuse", "request_supplement", "return_result", "withdraw", "give_back"}
)
#: who gives → the entry in which somebody took it
_TAKEN_BY = {
    "hand_over": ("take",),
    "open_child": ("take",),
    "pass_on": ("pass_in",),
    "hand_over_result": ("take_result", "take_child_result"),
}
_LEADS_TO_STEP = ("complete_step", "send_back", "reopen_result")
_STEP_TAKEN_BY = ("take_step", "complete_step", "send_back")


class HccDossier(models.Model):
    """The course of processing (quá trình xử lý hồ sơ): all that was done, one row per entry of the
    journal. What was undone stays, and says so."""

    _inherit = "hcc.dossier"

    def _course_verbs(self):
        """Extension point: the verbs told on the course, with their words."""
        return VERB_WORDS

    def _course_rows(self):
        """Everything that was done, by whom, to whom it went and until when."""
        entries = self._journal_of_verbs()
        valid = in_force(entries)
        due_after, undone = self._steps_due_after(valid), undone_by(entries)
        nothing = self.sudo().step_ids.browse()
        return [
            {
                "at": self._moment(entry),
                "by": ", ".join(filter(None, [doer(entry), in_place(entry)])),
                "done": self._course_words(entry, entry.id in undone),
                "to": self._course_receiver(entry, valid, due_after.get(entry.id, nothing)),
                "until": self._course_limit(entry, due_after.get(entry.id, nothing)),
            }
            for entry in entries
        ]

    def _course_words(self, entry, is_undone):
        words, facts = self._course_verbs()[entry.verb], facts_of(entry)
        step = self._step_of(entry)
        if entry.verb == "complete_step" and step:
            words = f"{words} «{step.name}»: {OUTCOME_WORDS[outcome_of(entry)].lower()}"
        elif entry.verb == "send_back":
            words = self._course_send_back(words, facts)
        elif entry.verb == "undo":
            words = f"{words}: {self._course_verbs().get(facts.get('verb'), '').lower()}"
        elif entry.verb == "confirm_paper":
            received = fields.Datetime.to_datetime(facts.get("paper_received_at"))
            words = f"{words} (nhận trên giấy lúc {self._local_words(received)})"
        return f"{words} (đã hoàn tác)" if is_undone else words

    def _course_send_back(self, words, facts):
        target = self.sudo().step_ids.filtered(lambda step: step.id == facts.get("target"))
        return f"{words} từ bước «{target.name}»" if target else words

    def _course_receiver(self, entry, valid, step):
        """Who took it, as the journal recorded; where nobody has yet, the place it went to."""
        if entry.verb in _TO_APPLICANT:
            return APPLICANT
        if entry.verb == "reassign_step":
            return self.env["res.users"].sudo().browse(facts_of(entry).get("to") or []).name or ""
        if entry not in valid:
            return ""
        later = valid.filtered(lambda other: other.id > entry.id)
        if entry.verb in _TAKEN_BY:
            return doer(_taker(entry, later)) or self._course_place(entry, step)
        if entry.verb in _LEADS_TO_STEP:
            return doer(_step_taker(step, later)) or self._place_of(step)
        return ""

    def _course_place(self, entry, step):
        if entry.verb == "hand_over_result":
            return self._result_place()
        return self._place_of(step) if entry.verb == "pass_on" else self._given_place(entry)

    def _course_limit(self, entry, step):
        """Until when what follows is to be done: the promise, or the step's own time."""
        facts = facts_of(entry)
        if entry.verb in ("receive", "confirm_paper"):
            return self._local_words(self.first_due_at)
        if entry.verb == "extend" and facts.get("appointment"):
            return self._local_words(datetime.fromisoformat(facts["appointment"]))
        return self._local_words(step.due_at)


def _taker(entry, later):
    """The entry in which what ``entry`` gave was taken, unless it was given once more before."""
    found = later.filtered(
        lambda other: other.verb in (entry.verb, "take_back", *_TAKEN_BY[entry.verb])
    )[:1]
    return found if found.verb in _TAKEN_BY[entry.verb] else found.browse()


def _step_taker(step, later):
    """The entry in which somebody first took ``step`` or did it."""
    return later.filtered(
        lambda other: (
            step and other.verb in _STEP_TAKEN_BY and facts_of(other).get("step") == step.id
        )
    )[:1]
