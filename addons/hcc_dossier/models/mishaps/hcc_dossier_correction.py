from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.hcc_base.models.hcc_state_mixin import Verb

from ...tools import public_words
from ..dossier.hcc_dossier import APPROVER, DIRECTOR, OFFICIAL, OPEN_STATES, RECEPTION_STATES

#: what the corrected dossier takes over from the wrong one
_KEPT = (
    "channel", "arrived_at", "return_channel", "return_address",
    "submitter_kind", "submitter_legal_kind", "submitter_name", "submitter_phone",
    "submitter_identity_number", "submitter_paper", "submitter_paper_date", "subject", "sets",
    "is_difficult_area", "beside_open", "custody",
)  # fmt: skip
#: end of the draft that continued it → what the applicant of the void slip reads of it
NOT_AGAIN = {"refused": "not_again_refused", "withdrawn": "not_again_withdrawn"}

#: verb that ends that draft → the event that the holder of the void slip is told of
VOID_SLIP_EVENTS = {"cancel": "not_again", "withdraw": "withdrawn"}


class HccDossier(models.Model):
    """A wrong acceptance corrected (đính chính việc tiếp nhận): wrong procedure, applicant or
    papers. It is voided with its slip, its code is not used again; a draft with the same
    particulars continues it, gets a code of its own and keeps the time of the first reception: the
    mistake is not the applicant's. For the applicant both are one: what happens once happens once
    in both, and what was waited for does not count twice. Nobody is left without an answer: only
    an approver, or for a discard the director, ends the draft otherwise than by acceptance."""

    _inherit = "hcc.dossier"

    _verbs = {
        "correct": Verb(OPEN_STATES, "cancelled", (OFFICIAL, APPROVER, DIRECTOR)),
        "refuse": Verb(RECEPTION_STATES, "refused", (OFFICIAL, APPROVER)),
        "withdraw": Verb((*RECEPTION_STATES, *OPEN_STATES), "withdrawn", (OFFICIAL, APPROVER)),
    }
    _guarded_fields = frozenset({"replaces_id", "replaced_by_id"})

    can_correct = fields.Boolean(compute="_compute_can")
    replaces_id = fields.Many2one(
        "hcc.dossier", "Corrects", readonly=True, copy=False, index="btree_not_null",
        ondelete="restrict", help="The wrong acceptance that this dossier continues.",
    )  # fmt: skip
    replaced_by_id = fields.Many2one(
        "hcc.dossier", "Corrected by", readonly=True, copy=False, index="btree_not_null",
        ondelete="restrict", help="The dossier that continues this voided one.",
    )  # fmt: skip

    @api.model
    def _verb_labels(self):
        return {**super()._verb_labels(), "correct": self.env._("Correct the acceptance")}

    def correct(self, reason=None, reason_id=None):
        """Void the acceptance and open the draft that continues it.

        :return: ``{"dossier_id"}`` of the new draft
        """
        self.ensure_one()
        drafts = []

        def continue_in_draft(_words):
            drafts.append(self._continue_in_draft())
            return {"replaced_by_id": drafts[0].id}

        self._end("correct", reason, reason_id, issue=continue_in_draft)
        facts = {"replaces": self.id}
        self.env["hcc.journal.entry"]._append(drafts[0], "continue", False, "draft", facts)
        return {"dossier_id": drafts[0].id}

    # -------------------------------------------------------------------------
    # WHO, AND WHEN
    # -------------------------------------------------------------------------

    def _check_correct(self):
        if self.result_number or not self.received_at:
            raise UserError(
                self.env._(
                    "%s has its result's number: the acceptance is not corrected any more. A wrong "
                    "result is revoked instead.",
                    self.display_name,
                )
            )
        decides = any(self.env.user.has_group(group) for group in (APPROVER, DIRECTOR))
        if self._open_loss():
            raise UserError(
                self.env._(
                    "%s: papers are reported as lost. Once they are found or collected again, "
                    "record that first; then correct the acceptance.",
                    self.display_name,
                )
            )
        if not (self.env.su or decides or self._is_officials_correction()):
            raise AccessError(
                self.env._(
                    "%s: an official corrects an acceptance on its day, while the papers are at "
                    "the centre and where the policy says so. Ask an approver of the agency or a "
                    "director.",
                    self.display_name,
                )
            )

    def _is_officials_correction(self):
        by_official = self._policy().sudo().correction_by_official == "same_day"
        today = self.env["hcc.clock"]._today(self.company_id)
        return by_official and self.state == "received" and self.received_on == today

    def _is_staff_for(self, verb):
        if verb == "correct" and self.env.user.has_group(DIRECTOR):
            return True
        return super()._is_staff_for(verb)

    # -------------------------------------------------------------------------
    # THE DRAFT THAT CONTINUES IT
    # -------------------------------------------------------------------------

    def _continue_in_draft(self):
        former = self.sudo()  # a director corrects without seeing phones
        return self._guarded_create(
            {
                **{name: former[name] for name in _KEPT},
                "company_id": former.company_id.id,
                "competent_centre_id": former.competent_centre_id.id,
                "procedure_id": former.procedure_id.id,
                "agency_id": former.agency_id.id,
                "applicant_id": former.applicant_id.id,
                "replaces_id": former.id,
            }
        )

    def _procedure_refusal(self):
        """What was accepted once keeps its procedure, to be refused or to get the right one."""
        former = self.replaces_id.sudo().procedure_id
        return "" if former and former == self.procedure_id else super()._procedure_refusal()

    def _check_ready(self):
        super()._check_ready()
        refusal = self.replaces_id and super()._procedure_refusal()
        if refusal:
            raise UserError(refusal)

    @api.depends("replaces_id")
    def _compute_display_name(self):
        super()._compute_display_name()
        for dossier in self:
            if not (dossier.name or dossier.reception_number) and dossier.replaces_id:
                dossier.display_name = self.env._(
                    "%s, to be received again", dossier.replaces_id.sudo().name
                )

    # -------------------------------------------------------------------------
    # WHO ENDS IT OTHERWISE
    # -------------------------------------------------------------------------

    def _check_refuse(self):
        self._check_who_ends((APPROVER,) if self.replaces_id else (OFFICIAL,))

    def _check_withdraw(self):
        if self.state == "draft" and not self.replaces_id:
            raise UserError(
                self.env._(
                    "%s is a draft that was never accepted: there is nothing to withdraw. Cancel "
                    "it instead.",
                    self.display_name,
                )
            )
        again = self.replaces_id and self.state in RECEPTION_STATES
        self._check_who_ends((APPROVER,) if again else (OFFICIAL,))

    def _check_cancel(self):
        super()._check_cancel()
        if self.replaces_id and self.state in RECEPTION_STATES:
            self._check_who_ends((APPROVER, DIRECTOR))

    def _check_who_ends(self, groups):
        if self.env.su or any(self.env.user.has_group(group) for group in groups):
            return
        names = {
            "dossier": self.display_name,
            "roles": ", ".join(self.env.ref(group).sudo().name for group in groups),
        }
        if not (self.replaces_id and self.state in RECEPTION_STATES):
            raise AccessError(
                self.env._("%(dossier)s: only these roles do this: %(roles)s.", **names)
            )
        raise AccessError(
            self.env._(
                "%(dossier)s: only these roles end it without an acceptance: %(roles)s. A dossier "
                "that continues a voided acceptance was accepted once already.",
                **names,
            )
        )

    # -------------------------------------------------------------------------
    # ONE DOSSIER FOR THE APPLICANT: ITS TIME, AND WHAT HAPPENS ONCE
    # -------------------------------------------------------------------------

    def _as_one_dossier(self):
        dossiers = super()._as_one_dossier()
        while former := dossiers.sudo().replaces_id - dossiers:
            dossiers |= former.with_env(dossiers.env)
        return dossiers

    def _clock_start(self, now, policy):
        if not self.replaces_id:
            return super()._clock_start(now, policy)
        rows = self.replaces_id.sudo().ledger_ids
        return rows.filtered(lambda row: row.kind == "reception").started_at

    def _counted_term(self, policy):
        start, term, ledger = super()._counted_term(policy)
        if not self.replaces_id:
            return start, term, ledger
        return self._clock_start(None, policy), term, self._as_one_dossier().sudo().ledger_ids

    def _prepare_deadline(self, now, policy):
        """What the voided one waited for, and what its applicant was told last, stay."""
        values = super()._prepare_deadline(now, policy)
        if not self.replaces_id:
            return values
        dues = self._due_values()
        return {**values, **dues, "first_due_at": dues["due_at"]}

    def _first_due(self):
        if not self.replaces_id:
            return super()._first_due()
        policy = self.policy_id.sudo()
        start, term, _ledger = self._counted_term(policy)
        before = (self._as_one_dossier() - self).sudo().ledger_ids
        waits = before.filtered(lambda row: row.kind in ("supplement", "suspension"))
        return self._due_after(start, term, self._events(waits), policy)

    def _events(self, rows):
        if not self.replaces_id:
            return super()._events(rows)
        return [
            (kind, start, self._came_at(row) or end)
            for row in rows
            for kind, start, end in row._as_events()
        ]

    def _came_at(self, row):
        """When papers came that were still awaited at the correction: with the next acceptance,
        which asks for them."""
        former = row.dossier_id
        if row.kind != "supplement" or not former.ended_at or row.ended_at != former.ended_at:
            return None
        again = former.replaced_by_id
        return again.received_at or again._reception_moment()

    def _create_steps(self, start, due_at):
        """Work begins again now, whenever the time limit began."""
        now = self.env["hcc.clock"]._now()
        return super()._create_steps(now if self.replaces_id else start, due_at)

    def _plan_begins(self):
        return super()._plan_begins() + [self.received_at] * bool(self.replaces_id)

    # -------------------------------------------------------------------------
    # WHAT THE APPLICANT IS TOLD
    # -------------------------------------------------------------------------

    def _get_applicant_task(self):
        last = self._last_successor()
        if not last or last.applicant_id != self.applicant_id:  # it is somebody else's: not a word
            return super()._get_applicant_task()
        words = public_words.SPECIAL_TASKS[self._public_language()]
        if last.name:
            return words["continued"] % last.name
        if last.state not in RECEPTION_STATES:
            return words["not_again"] + words[NOT_AGAIN.get(last.state, "not_again_ask")]
        awaits = last.component_ids.filtered("is_missing")
        return words["corrected"] + words["corrected_bring" if awaits else "corrected_wait"]

    def _last_successor(self):
        """Where the dossier of a void slip stands today, however often it was corrected."""
        last = self.replaced_by_id
        while last.replaced_by_id:
            last = last.replaced_by_id
        return last

    def _is_told(self, event):
        is_elsewhere = event in ("cancelled", "withdrawn") and self._is_known_by_void_slip()
        return not is_elsewhere and super()._is_told(event)

    def _after_verb(self, verb, facts):
        """These ends issue no paper: who holds the void slip is told by message, once, by its
        code."""
        super()._after_verb(verb, facts)
        event = VOID_SLIP_EVENTS.get(verb)
        for dossier in self.filtered("replaces_id") if event else ():
            if dossier._is_known_by_void_slip():
                dossier.replaces_id._tell(event, dossier.id)

    def _is_known_by_void_slip(self):
        """Its applicant has a slip of it, but the void one."""
        former = self.replaces_id.sudo()
        return bool(former) and not self.received_at and former.applicant_id == self.applicant_id

    def _get_slip_extra(self):
        lines = super()._get_slip_extra()
        if self.replaces_id:
            label = "Thay cho giấy tiếp nhận đã hủy, mã hồ sơ"
            lines.append({"label": label, "value": self.replaces_id.sudo().name})
            lines += self._appointment_kept()
        return lines

    def _appointment_kept(self):
        """The new appointment that the applicant was given with the voided slip."""
        former = (self._as_one_dossier() - self).sudo()
        given = former.ledger_ids.filtered(lambda row: row.kind == "reappointment")
        if not given:
            return []
        told = self._local_words(max(given.mapped("ended_at")))
        return [{"label": "Đã xin lỗi và hẹn lại ngày trả kết quả", "value": told}]

    def _get_slip(self):
        slip = super()._get_slip()
        if not self.replaces_id:
            return slip
        first = self._as_one_dossier().sudo().sorted("received_at")[:1]
        received = (
            f"{self._local_words(first.received_at)} (lần đầu); "
            f"tiếp nhận lại {self._local_words(self.received_at)}"
        )
        return {**slip, "received": received}
