from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.hcc_base.tools import identity
from odoo.addons.hcc_base.transaction import draws_number

#: purpose of the token behind the code at the foot of the slip
STATUS_TOKEN = "dossier_status"


class HccDossier(models.Model):
    """Reception: accept, guide, refuse."""

    _inherit = "hcc.dossier"

    # -------------------------------------------------------------------------
    # RECEIVE
    # -------------------------------------------------------------------------

    @draws_number
    def receive(self, request_key=None):
        """Accept the dossier: its code, its due date and the applicant's look-up token.

        :return: ``{"dossier_id", "code", "due_at", "token"}``; the same again for the same key
        :raise UserError: something is missing, or the dossier is no longer being received
        """
        self.ensure_one()
        return self.env["hcc.request.key"]._once(
            f"dossier.receive/{self.env.uid}", request_key, {"dossier": self.id}, self._receive
        )

    def action_receive(self):
        """The form's button: accept, then show the slip; where the law asks for none, say so."""
        self.receive()
        return self._show_slip()

    def action_applicant(self):
        """Open the dialog that finds or registers the applicant."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Applicant"),
            "res_model": "hcc.dossier.applicant",
            "view_mode": "form",
            "target": "new",
            "context": {"default_dossier_id": self.id},
        }

    def action_tick_all(self):
        """All papers that are always required, and those asked for, lie on the counter."""
        lines = self.component_ids.filtered(lambda line: line.is_missing or line._is_lacking())
        lines.write({"is_received": True, "is_missing": False})
        return True

    def _receive(self):
        self.env["hcc.clock"]._hold_calendars()
        facts = {}
        self._transition("receive", values=lambda: self._prepare_reception(facts), facts=facts)
        token = self.env["hcc.token"]._issue(self, STATUS_TOKEN)
        return {
            "dossier_id": self.id,
            "code": self.name,
            "due_at": fields.Datetime.to_string(self.due_at),
            "token": token,
        }

    def _prepare_reception(self, facts):
        """Everything acceptance writes; the number is drawn last."""
        self._check_ready()
        now = self._reception_moment()
        policy = self.env["hcc.policy"]._get(
            self.company_id, self.env["hcc.clock"]._local(self.company_id, now).date()
        )
        values = {**self._snapshot_applicant(), **self._prepare_deadline(now, policy)}
        start = values.pop("clock_started_at")
        self._open_ledger(start)
        values["current_step_id"] = self._create_steps(start, values["due_at"]).id
        values["official_user_id"] = self.env.uid
        self._after_receive()
        values["name"] = self._draw_code(policy, values["received_on"])
        facts.update(
            procedure=self.procedure_id.id, version=self.version_id.id, code=values["name"],
            due_at=fields.Datetime.to_string(values["due_at"]), channel=self.channel,
        )  # fmt: skip
        facts.update(self._area_facts(policy))
        facts.update(self._answer_facts())
        return values

    def _answer_facts(self):
        """Extension point: what else the journal keeps of an answer at the counter; ids only."""
        return {}

    def _reception_moment(self):
        """Extension point: when the applicant handed it in, where that is not now."""
        return self.env["hcc.clock"]._now()

    def _reception_day(self):
        """The centre's day of that moment: the version in force then is received."""
        return self.env["hcc.clock"]._local(self.company_id, self._reception_moment()).date()

    def _after_receive(self):
        """Extension point: what other addons create with it, before the number is drawn."""

    def _draw_code(self, policy, day):
        unit = self._unit_code(policy)
        series, of_day = self.env["hcc.number.series"], f"dossier/{unit}/{day:%y%m%d}"
        if policy.sudo().dossier_code_reset == "year":
            ordinal = series._draw_both(f"dossier/{unit}/{day:%Y}", of_day)
        else:
            ordinal = series._draw(of_day)
        return policy._dossier_code(unit, day, ordinal)

    def _check_ready(self):
        """What an acceptance needs beyond state and role."""
        self._check_identified()
        self._check_postmark()
        self._check_procedure()
        self._check_version()
        lacking = self._lacking_papers()
        if lacking:
            raise UserError(
                self.env._(
                    "%(dossier)s is not complete: %(papers)s. Tick what was handed in, or print "
                    "the supplement form with “Guide to complete”.",
                    dossier=self.display_name,
                    papers="; ".join(lacking),
                )
            )

    def _check_postmark(self):
        """What came by post shows its day of arrival, whatever the clock starts with."""
        if self.channel != "postal":
            return
        if not self.arrived_at:
            raise UserError(
                self.env._("Papers that came by post: enter the arrival postmark (day and hour).")
            )
        if self.arrived_at > self._reception_moment():
            raise UserError(
                self.env._(
                    "The arrival postmark lies in the future (%s): compare it with the envelope.",
                    self._local_words(self.arrived_at),
                )
            )

    def _lacking_papers(self):
        """Names of what is marked as missing, and of what the version always asks for."""
        dossier = self.sudo()  # who may accept the dossier sees its papers: no rules once more
        received = dossier.component_ids.filtered("is_received").component_id
        required = dossier.version_id.component_ids.filtered(lambda c: c._is_unconditional())
        marked = dossier.component_ids.filtered("is_missing")
        return list(dict.fromkeys([*marked.mapped("name"), *(required - received).mapped("name")]))

    def _check_identified(self):
        missing = [
            self._fields[name]._description_string(self.env)
            for name in ("procedure_id", "applicant_id")
            if not self[name]
        ]
        if missing:
            raise UserError(
                self.env._(
                    "%(dossier)s: fill in %(fields)s first.",
                    dossier=self.display_name,
                    fields=", ".join(missing),
                )
            )

    def _check_version(self):
        """Forms and time limits follow the day of reception; the version stays of that day."""
        day = self._reception_day()
        current = self.procedure_id._hold_version_on(day)
        if not current:
            raise UserError(
                self.env._(
                    "%(procedure)s has no published version on %(day)s.",
                    procedure=self.procedure_id.display_name,
                    day=f"{day:%d/%m/%Y}",
                )
            )
        if self.version_id != current:
            raise UserError(
                self.env._(
                    "%s: the procedure has changed since this dossier was opened. Load the "
                    "components again and check them with the applicant.",
                    self.display_name,
                )
            )

    def _snapshot_applicant(self):
        """Name and contacts as they are today, kept when the applicant moves or is erased."""
        self.applicant_id._open_to(self.agency_id)
        applicant = self.applicant_id.sudo()
        return {
            "applicant_kind": applicant.kind,
            "applicant_name": applicant.name,
            "applicant_address": applicant.address,
            "applicant_phone": applicant.phone,
            "applicant_email": applicant.email,
            "applicant_identity": applicant.identity_number
            and identity.mask_identity(applicant.identity_number),
        }

    def _create_steps(self, start, due_at):
        """One row per step of the version; returns the first one."""
        steps = self._version_steps()
        deadlines = self._step_deadlines([step.get("hours", 0) for step in steps], start, due_at)
        rows = [
            {"dossier_id": self.id, "due_at": deadline, **step}
            for step, deadline in zip(steps, deadlines, strict=True)
        ]
        return self._parts("hcc.dossier.step").create(rows)._next_open()

    def _version_steps(self):
        today = self.env["hcc.clock"]._today(self.company_id)
        steps = [
            {
                "step_id": step.id,
                "sequence": step.sequence,
                "name": step.name,
                "kind": step.kind,
                "role": step.role,
                "signature_kind": step.signature_kind,
                "agency_id": (step.agency_id._acting_on(today) or self.agency_id).id,
                "on_the_spot": step.on_the_spot,
                "hours": step.hours,
            }
            for step in self.version_id.sudo().step_ids
        ]
        return steps or self._default_steps()

    def _default_steps(self):
        """A version without an internal process still needs someone to decide, number and seal."""
        kinds = dict(self.env["hcc.dossier.step"]._fields["kind"]._description_selection(self.env))
        return [
            {"sequence": n * 10, "name": kinds[kind], "kind": kind, "agency_id": self.agency_id.id}
            for n, kind in enumerate(("appraise", "approve", "number_seal"), start=1)
        ]

    # -------------------------------------------------------------------------
    # GUIDE, REFUSE
    # -------------------------------------------------------------------------

    @draws_number
    def guide(self, reason=None, request_key=None):
        """Send the applicant home with form 02; who comes back continues this same dossier.

        :return: ``{"dossier_id", "reception_number", "notice_id"}``
        """
        return self._answer_before_acceptance("guide", "guidance", reason, request_key)

    @draws_number
    def refuse(self, reason=None, request_key=None, reason_id=None):
        """Refuse the dossier at the counter with form 03.

        :return: ``{"dossier_id", "reception_number", "notice_id"}``
        """
        chosen = self.env["hcc.dossier.reason"]._chosen("refuse", reason_id)
        words = chosen._in_words(reason)
        return self._answer_before_acceptance("refuse", "refusal", words, request_key, chosen)

    def _answer_before_acceptance(self, verb, kind, reason, request_key, chosen=None):
        self.ensure_one()
        return self.env["hcc.request.key"]._once(
            f"dossier.{verb}/{self.env.uid}",
            request_key,
            {"dossier": self.id, "reason": reason or ""},
            lambda: self._guide_or_refuse(verb, kind, self._checked_reason(reason), chosen),
        )

    def _guide_or_refuse(self, verb, kind, reason, chosen=None):
        facts, notices = {}, []

        def prepare():
            self._check_identified()
            values = {**self._snapshot_applicant(), "official_user_id": self.env.uid}
            if verb == "refuse":
                values.update(self._ending(), reason_id=chosen.id)
                facts["reason"] = chosen.id
            papers = self._mark_missing() if verb == "guide" else []
            number = self.reception_number or self._draw_reception_number()
            notice = self._issue_notice(kind, reason, content=papers)
            notices.append(notice)
            facts.update(reception_number=number, notice=notice.id, components=len(papers))
            facts.update(self._answer_facts())
            return {**values, "reception_number": number, "request_reason": reason}

        self._transition(verb, values=prepare, facts=facts)
        self.env["hcc.token"]._issue(self, STATUS_TOKEN)
        return {
            "dossier_id": self.id,
            "reception_number": self.reception_number,
            "notice_id": notices[0].id,
        }

    def _check_guide(self):
        most = self._policy().sudo().guidance_max
        count = self._notice_count("guidance")
        if most and count >= most:
            raise UserError(
                self.env._(
                    "%(dossier)s: the applicant was already guided %(count)s time(s); the policy "
                    "allows %(most)s. Accept the dossier or refuse it with the reason.",
                    dossier=self.display_name,
                    count=count,
                    most=most,
                )
            )

    def _mark_missing(self):
        """Mark what the applicant must bring; returns it as printed on the form."""
        lines = self._parts("hcc.dossier.component").browse(self.component_ids.ids)
        lacking = lines.filtered(lambda line: line.is_missing or line._is_lacking())
        lacking.filtered(lambda line: not line.is_missing).write({"is_missing": True})
        return lacking._as_printed()

    def _draw_reception_number(self):
        day = self.env["hcc.clock"]._today(self.company_id)
        ordinal = self.env["hcc.number.series"]._draw(
            f"reception/{self.company_id.id}/{day:%y%m%d}"
        )
        return f"TN-{day:%y%m%d}-{ordinal:04d}"

    def _issue_notice(self, kind, reason, **values):
        """Number and store a paper to the applicant (the number is drawn here: call it late)."""
        clock = self.env["hcc.clock"]
        now = clock._now()
        day = clock._local(self.company_id, now).date()
        agency = self._signing_agency(kind)
        notices = self._parts("hcc.dossier.notice")
        return notices.create(
            {
                "dossier_id": self.id,
                "kind": kind,
                "number": notices._draw_number(kind, agency, day),
                "agency_id": agency.id,
                "issued_at": now,
                "issued_on": day,
                "user_id": self.env.uid,
                "signs_as": self._signs_as(kind, agency),
                "reason": reason,
                **values,
            }
        )
