from odoo import models

OUTCOME_WORDS = {
    "agreed": "Đồng ý", "refused": "Đề nghị từ chối", "sent_back": "Chuyển lại",
}  # fmt: skip
TIMELINESS_WORDS = {"early": "Trước hạn", "on_time": "Đúng hạn", "late": "Quá hạn"}
APPLICANT = "Người nộp hồ sơ"
#: verb of the journal → what was done, on "Quá trình xử lý hồ sơ"; others are not told there
VERB_WORDS = {
    "guide": "Hướng dẫn hoàn thiện hồ sơ",
    "refuse": "Từ chối tiếp nhận",
    "receive": "Tiếp nhận hồ sơ",
    "hand_over": "Bàn giao hồ sơ",
    "take": "Nhận hồ sơ",
    "complete_step": "Hoàn thành bước",
    "send_back": "Chuyển lại để thẩm định lại",
    "hand_over_result": "Bàn giao kết quả",
    "take_result": "Nhận kết quả",
    "request_supplement": "Yêu cầu bổ sung",
    "accept_supplement": "Nhận bổ sung",
    "suspend": "Tạm dừng",
    "resume": "Tiếp tục giải quyết",
    "extend": "Xin lỗi, hẹn lại",
    "return_result": "Trả kết quả",
    "withdraw": "Ghi nhận rút hồ sơ",
    "stop": "Dừng giải quyết",
    "cancel": "Hủy hồ sơ",
    "move_to_agency": "Chuyển cơ quan giải quyết",
    "wait_with_parent": "Tạm dừng cùng hồ sơ liên thông",
    "go_on_with_parent": "Tiếp tục cùng hồ sơ liên thông",
}


class HccDossier(models.Model):
    """Whose hands a dossier went through, read from the journal: the control slip (phiếu kiểm soát)
    and the course of processing (quá trình xử lý hồ sơ).

    Who gave and who took stands in the entry that recorded it; whatever is later reassigned,
    renumbered or moved, an old paper printed again says the same.
    """

    _inherit = "hcc.dossier"

    def _journal_of_verbs(self):
        """The dossier's entries, oldest first; readings of it (views) are no part of its way."""
        domain = [
            ("res_model", "=", self._name),
            ("res_id", "=", self.id),
            ("verb", "in", [*VERB_WORDS]),
        ]
        return self.env["hcc.journal.entry"].sudo().search(domain, order="id")

    # -------------------------------------------------------------------------
    # CONTROL SLIP: ONE ROW PER HAND-OVER
    # -------------------------------------------------------------------------

    def _control_rows(self):
        """Every hand-over: where to, who gave it when, who took it when, what came of it."""
        entries = self._journal_of_verbs()
        way = _Way(self._steps_due_after(entries))
        for entry in entries:
            tell = getattr(self, f"_control_{entry.verb}", None)
            if tell:
                tell(way, entry)
        return way.rows

    def _assisting_words(self):
        """Agencies of the internal process beside the competent one."""
        agencies = self.sudo().step_ids.agency_id - self.agency_id.sudo()
        return "; ".join(agencies.mapped("name"))

    def _control_hand_over(self, way, entry):
        agencies = self.env["hcc.agency"].sudo().browse(entry.facts.get("agencies") or [])
        # A pile handed over together names all its agencies; this dossier's is its first step's.
        place = agencies.name if len(agencies) == 1 else self._first_place()
        way.give(place, self._moment(entry), _doer(entry))

    def _control_take(self, way, entry):
        way.take(self._moment(entry), _doer(entry))
        way.work_here()

    def _control_complete_step(self, way, entry):
        step = self._step_of(entry)
        way.take(way.given_at, _doer(entry))
        way.result(self._step_timeliness(step, entry), self._step_note(entry))
        following = way.due_after[entry.id]
        if following:
            way.give(self._place_of(following), self._moment(entry), _doer(entry))
            way.work_here()

    def _control_send_back(self, way, entry):
        self._control_complete_step(way, entry)

    def _control_hand_over_result(self, way, entry):
        way.give(self._centre_place(), self._moment(entry), _doer(entry))

    def _control_take_result(self, way, entry):
        way.take(self._moment(entry), _doer(entry))
        way.work_here()
        way.result(TIMELINESS_WORDS.get(entry.facts.get("timeliness"), ""), "Kết quả")

    def _control_request_supplement(self, way, entry):
        way.give(f"{APPLICANT} (bổ sung hồ sơ)", self._moment(entry), _doer(entry))

    def _control_accept_supplement(self, way, entry):
        way.take(self._moment(entry), _doer(entry))
        way.note("Đã bổ sung")

    def _control_suspend(self, way, entry):
        way.work_note("Tạm dừng")

    def _control_extend(self, way, entry):
        way.work_note("Hẹn lại")

    def _control_move_to_agency(self, way, entry):
        successor = self.env["hcc.agency"].sudo().browse(entry.facts.get("to") or [])
        way.give(successor.name or "", self._moment(entry), _doer(entry))
        way.work_here()
        way.note("Chuyển cơ quan giải quyết")

    def _control_return_result(self, way, entry):
        way.give(f"{APPLICANT} (nhận kết quả)", self._moment(entry), _doer(entry))
        way.take(self._moment(entry), self._collector_words(entry.facts.get("collector")))

    def _collector_words(self, collector):
        if collector == "postal":
            return "Bưu chính"
        return (collector == "proxy" and self.collector_name) or self.applicant_name or ""

    # -------------------------------------------------------------------------
    # COURSE OF PROCESSING: ONE ROW PER ENTRY
    # -------------------------------------------------------------------------

    def _course_rows(self):
        """Everything that was done, by whom, to whom it went and until when."""
        entries = self._journal_of_verbs()
        due_after = self._steps_due_after(entries)
        return [
            {
                "at": self._moment(entry),
                "by": ", ".join(filter(None, [_doer(entry), _in_place(entry)])),
                "done": self._course_words(entry),
                "to": self._course_receiver(entry, following, due_after[entry.id]),
                "until": self._course_limit(entry, due_after[entry.id]),
            }
            for entry, following in zip(entries, [*entries[1:], None], strict=True)
        ]

    def _course_words(self, entry):
        words = VERB_WORDS[entry.verb]
        step = self._step_of(entry)
        if entry.verb == "complete_step" and step:
            words = f"{words} «{step.name}»: {OUTCOME_WORDS[_outcome(entry)].lower()}"
        return words

    def _course_receiver(self, entry, following, step):
        """Who did the next thing; where nobody has yet, the place it went to."""
        if entry.verb in ("return_result", "withdraw", "guide", "refuse", "request_supplement"):
            return APPLICANT
        return _doer(following) if following else self._place_of(step)

    def _course_limit(self, entry, step):
        if entry.verb == "receive":
            return self._local_words(self.first_due_at)
        return self._local_words(step.due_at)

    # -------------------------------------------------------------------------
    # WHAT AN ENTRY SPEAKS OF
    # -------------------------------------------------------------------------

    def _moment(self, entry):
        return self._local_words(entry.occurred_at)

    def _step_of(self, entry):
        wanted = (entry.facts or {}).get("step")
        return self.sudo().step_ids.filtered(lambda step: step.id == wanted)

    def _steps_due_after(self, entries):
        """By entry: the step that was due once it was written, as the next entries tell."""
        due, step = {}, self.sudo().current_step_id
        for entry in reversed(entries):
            due[entry.id] = step
            step = self._step_of(entry) or step
        return due

    def _first_place(self):
        return self._place_of(self.sudo().step_ids[:1]) or self.agency_id.sudo().name

    def _place_of(self, step):
        return f"{step.agency_id.name} – {step.name}" if step else ""

    def _centre_place(self):
        return f"{self.company_id.sudo().name} – Bộ phận tiếp nhận và trả kết quả"

    def _step_timeliness(self, step, entry):
        """Before, on or after the step's own time, by the policy's meaning of “before”."""
        if not step.due_at:
            return ""
        return TIMELINESS_WORDS[self._judge_timeliness(entry.occurred_at, step.due_at)]

    def _step_note(self, entry):
        return ", ".join(filter(None, [OUTCOME_WORDS[_outcome(entry)], _in_place(entry)]))


def _doer(entry):
    """The person who did it, as the entry keeps it."""
    return entry.user_id.sudo().name or ""


def _in_place(entry):
    principal = entry.on_behalf_user_id.sudo()
    return f"thay mặt {principal.name}" if principal else ""


def _outcome(entry):
    return "sent_back" if entry.verb == "send_back" else entry.facts["outcome"]


class _Way:
    """The rows of a control slip while they are written, one entry of the journal after another."""

    def __init__(self, due_after):
        self.rows, self.due_after = [], due_after
        self._work = None

    @property
    def given_at(self):
        return self.rows[-1]["given"] if self.rows else ""

    def give(self, place, moment, giver):
        self.rows.append(
            {
                "name": place, "given": moment, "giver": giver, "taken": "", "taker": "",
                "result": "", "note": "",
            }
        )  # fmt: skip

    def take(self, moment, taker):
        """What lies ready is taken; who took it first stays written."""
        if self.rows and not self.rows[-1]["taker"]:
            self.rows[-1].update(taken=moment, taker=taker)

    def work_here(self):
        self._work = self.rows[-1] if self.rows else None

    def result(self, timeliness, note):
        """What came of the work, beside the place that did it."""
        row = self._work or (self.rows[-1] if self.rows else None)
        if row:
            row["result"] = timeliness
            row["note"] = ", ".join(filter(None, [row["note"], note]))

    def note(self, words):
        if self.rows:
            self.rows[-1]["note"] = words

    def work_note(self, words):
        if self._work:
            self._work["note"] = ", ".join(filter(None, [self._work["note"], words]))
