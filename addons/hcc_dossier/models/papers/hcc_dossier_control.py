from odoo import models

from ...tools.paper_way import PaperWay

OUTCOME_WORDS = {
    "agreed": "Đồng ý", "refused": "Đề nghị từ chối", "sent_back": "Chuyển lại",
}  # fmt: skip
TIMELINESS_WORDS = {"early": "Trước hạn", "on_time": "Đúng hạn", "late": "Quá hạn"}
APPLICANT = "Người nộp hồ sơ"
#: acts before which no step was due: the result was there already
_AFTER_STEPS = frozenset(
    {
        "hand_over_result", "take_result", "take_child_result", "finish_on_the_spot",
        "return_result", "close_child", "record_postal_return", "reopen_result",
    }
)  # fmt: skip


class HccDossier(models.Model):
    """The control slip (phiếu kiểm soát): whose hands a dossier went through, from the journal.

    Who gave and who took stands in the entry that recorded it; whatever is later reassigned,
    renumbered or moved, an old paper printed again says the same. An act that was undone is no row:
    nothing came of it. The journal and the course of processing keep both.
    """

    _inherit = "hcc.dossier"

    def _journal_of_verbs(self):
        """The dossier's entries, oldest first; readings of it (views) are no part of its way."""
        domain = [
            ("res_model", "=", self._name),
            ("res_id", "=", self.id),
            ("verb", "in", [*self._course_verbs()]),
        ]
        return self.env["hcc.journal.entry"].sudo().search(domain, order="id")

    def _appointment_words(self):
        """When the result was promised, and the promise in force where it is another one."""
        first = self._local_words(self.first_due_at)
        if not self.appointment_at or self.appointment_at == self.first_due_at:
            return first
        return f"{first}; hẹn lại: {self._local_words(self.appointment_at)}"

    def _assisting_words(self):
        """Agencies of the internal process beside the competent one."""
        agencies = self.sudo().step_ids.agency_id - self.agency_id.sudo()
        return "; ".join(agencies.mapped("name"))

    # -------------------------------------------------------------------------
    # ONE ROW PER HAND-OVER
    # -------------------------------------------------------------------------

    def _control_rows(self):
        """Every hand-over: where to, who gave it when, who took it when, what came of it."""
        entries = in_force(self._journal_of_verbs())
        due_after = self._steps_due_after(entries)
        way = PaperWay()
        for entry in entries:
            tell = getattr(self, f"_control_{entry.verb}", None)
            if tell:
                tell(way, entry, due_after[entry.id])
        return way.finished()

    def _control_hand_over(self, way, entry, following):
        way.give(self._given_place(entry), self._moment(entry), doer(entry))

    def _control_take(self, way, entry, following):
        way.take(self._moment(entry), doer(entry))
        way.work_here()

    def _control_take_step(self, way, entry, following):
        way.take(self._moment(entry), doer(entry))

    def _control_pass_on(self, way, entry, following):
        """The papers leave for the agency whose step is due since its turn came."""
        place = self._place_of(following)
        if way.waits_at(place):
            way.last.update(given=self._moment(entry), giver=doer(entry))
        else:
            way.give(place, self._moment(entry), doer(entry))

    def _control_pass_in(self, way, entry, following):
        self._control_take(way, entry, following)

    def _control_take_back(self, way, entry, following):
        way.take_back(f"Không chuyển đi, về bên giao ngày {self._day(entry)}")

    def _control_begin_on_the_spot(self, way, entry, following):
        self._control_hand_over(way, entry, following)
        way.work_here()

    def _control_open_child(self, way, entry, following):
        self._control_hand_over(way, entry, following)

    def _control_move_to_agency(self, way, entry, following):
        successor = self.env["hcc.agency"].sudo().browse(facts_of(entry).get("to") or [])
        way.give(successor.name or "", self._moment(entry), doer(entry))
        way.work_here()
        way.note("Chuyển cơ quan giải quyết")

    # -------------------------------------------------------------------------
    # STEPS
    # -------------------------------------------------------------------------

    def _control_complete_step(self, way, entry, following):
        step = self._step_of(entry)
        way.take(way.last and way.last["given"], doer(entry))
        way.result(self._step_timeliness(step, entry), self._step_note(entry))
        if following:
            way.give(self._place_of(following), self._moment(entry), doer(entry))
            way.work_here()

    def _control_send_back(self, way, entry, following):
        self._control_complete_step(way, entry, following)

    def _control_request_supplement(self, way, entry, following):
        way.give(f"{APPLICANT} (bổ sung hồ sơ)", self._moment(entry), doer(entry))

    def _control_accept_supplement(self, way, entry, following):
        way.take(self._moment(entry), doer(entry))
        way.note("Đã bổ sung")

    def _control_suspend(self, way, entry, following):
        way.work_note("Tạm dừng")

    def _control_extend(self, way, entry, following):
        way.work_note("Hẹn lại")

    def _control_reopen_result(self, way, entry, following):
        way.give(self._place_of(following), self._moment(entry), doer(entry))
        way.work_here()
        number = facts_of(entry).get("number")
        way.note(f"Thu hồi kết quả số {number}, giải quyết lại" if number else "Giải quyết lại")

    # -------------------------------------------------------------------------
    # THE RESULT
    # -------------------------------------------------------------------------

    def _control_hand_over_result(self, way, entry, following):
        way.give(self._result_place(), self._moment(entry), doer(entry))

    def _control_take_result(self, way, entry, following):
        way.take(self._moment(entry), doer(entry))
        way.work_here()
        way.result(TIMELINESS_WORDS.get(facts_of(entry).get("timeliness"), ""), "Kết quả")

    def _control_take_child_result(self, way, entry, following):
        self._control_take_result(way, entry, following)

    def _control_finish_on_the_spot(self, way, entry, following):
        timeliness = TIMELINESS_WORDS.get(facts_of(entry).get("timeliness"), "")
        way.note(f"Kết quả: {timeliness.lower()}")

    def _control_return_result(self, way, entry, following):
        way.give(f"{APPLICANT} (nhận kết quả)", self._moment(entry), doer(entry))
        way.take(self._moment(entry), self._collector_words(facts_of(entry).get("collector")))

    def _control_record_postal_return(self, way, entry, following):
        way.note(f"Bưu chính chuyển hoàn ngày {self._day(entry)}")

    def _collector_words(self, collector):
        if collector == "postal":
            return "Bưu chính"
        return (collector == "proxy" and self.collector_name) or self.applicant_name or ""

    # -------------------------------------------------------------------------
    # MISHAPS AND ENDS
    # -------------------------------------------------------------------------

    def _control_report_loss(self, way, entry, following):
        self._begin_at_centre(way)
        way.note(f"Báo mất giấy tờ ngày {self._day(entry)}")

    def _control_rebuild(self, way, entry, following):
        way.note(f"Đã khôi phục ngày {self._day(entry)}")

    def _control_withdraw(self, way, entry, following):
        self._give_papers_back(way, entry, "rút hồ sơ")

    def _control_give_back(self, way, entry, following):
        self._give_papers_back(way, entry, "trả lại hồ sơ")

    def _give_papers_back(self, way, entry, words):
        way.end("")
        way.give(f"{APPLICANT} ({words})", self._moment(entry), doer(entry))
        way.take(self._moment(entry), self.applicant_name or "")
        way.end("Không có kết quả giải quyết")

    def _control_stop(self, way, entry, following):
        self._end_way(way, entry, "Dừng giải quyết")

    def _control_cancel(self, way, entry, following):
        self._end_way(way, entry, "Hủy hồ sơ")

    def _control_correct(self, way, entry, following):
        self._end_way(way, entry, "Hủy do tiếp nhận nhầm, tiếp nhận lại bằng hồ sơ khác")

    def _control_end_child(self, way, entry, following):
        self._end_way(way, entry, "Kết thúc theo hồ sơ chính")

    def _end_way(self, way, entry, words):
        self._begin_at_centre(way)
        way.end(f"{words}, ngày {self._day(entry)}")

    def _begin_at_centre(self, way):
        """What befalls papers that were never handed over befalls them at the centre."""
        if not way.last:
            way.give(self._centre_place(), "", "")

    # -------------------------------------------------------------------------
    # WHAT AN ENTRY SPEAKS OF
    # -------------------------------------------------------------------------

    def _moment(self, entry):
        return self._local_words(entry.occurred_at)

    def _day(self, entry):
        return f"{self.env['hcc.clock']._local(self.company_id, entry.occurred_at):%d/%m/%Y}"

    def _step_of(self, entry):
        wanted = facts_of(entry).get("step")
        return self.sudo().step_ids.filtered(lambda step: step.id == wanted)

    def _steps_due_after(self, entries):
        """By entry: the step that was due once it was written, as the next entries tell."""
        due, step = {}, self.sudo().current_step_id
        for entry in reversed(entries):
            due[entry.id] = step
            if entry.verb in _AFTER_STEPS:
                step = step.browse()
            else:
                step = self._step_of(entry) or step
        return due

    def _given_place(self, entry):
        """Where papers went that were handed over by ``entry``."""
        agencies = self.env["hcc.agency"].sudo().browse(facts_of(entry).get("agencies") or [])
        # A pile handed over together names all its agencies; this dossier's is its first step's.
        return agencies.name if len(agencies) == 1 else self._first_place()

    def _first_place(self):
        return self._place_of(self.sudo().step_ids[:1]) or self.agency_id.sudo().name

    def _place_of(self, step):
        return f"{step.agency_id.name} – {step.name}" if step else ""

    def _centre_place(self):
        return f"{self.company_id.sudo().name} – Bộ phận tiếp nhận và trả kết quả"

    def _result_place(self):
        """Where the result goes: a linked dossier's to the leading agency."""
        return self.sudo().lead_agency_id.name or self._centre_place()

    def _step_timeliness(self, step, entry):
        """Before, on or after the step's own time, by the policy's meaning of “before”."""
        if not step.due_at:
            return ""
        return TIMELINESS_WORDS[self._judge_timeliness(entry.occurred_at, step.due_at)]

    def _step_note(self, entry):
        return ", ".join(filter(None, [OUTCOME_WORDS[outcome_of(entry)], in_place(entry)]))


def facts_of(entry):
    return entry.facts or {}


def undone_by(entries):
    """Ids of the entries whose act was taken back by a later undo."""
    return {facts_of(entry).get("undone") for entry in entries if entry.verb == "undo"}


def in_force(entries):
    """The entries without those that were undone, and without the undoing."""
    undone = undone_by(entries)
    return entries.filtered(lambda entry: entry.verb != "undo" and entry.id not in undone)


def doer(entry):
    """The person who did it, as the entry keeps it."""
    return entry.user_id.sudo().name or ""


def in_place(entry):
    principal = entry.on_behalf_user_id.sudo()
    return f"thay mặt {principal.name}" if principal else ""


def outcome_of(entry):
    return "sent_back" if entry.verb == "send_back" else facts_of(entry)["outcome"]
