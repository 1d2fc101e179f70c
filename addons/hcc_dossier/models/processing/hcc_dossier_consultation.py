from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.hcc_base.models.hcc_state_mixin import Verb
from odoo.addons.hcc_base.tools import working_time

from ..dossier.hcc_dossier import APPRAISER, APPROVER
from .hcc_dossier_holder import HELD_STATES, STEP_GROUPS

OPINIONS = [("agreed", "Agrees"), ("disagreed", "Does not agree"), ("other", "Other opinion")]


class HccDossierConsultation(models.Model):
    """A question to another agency (lấy ý kiến, Decree 61/2018 art. 19(5)), or an explanation that
    the approver asks of the own agency (giải trình): what is asked, until when, the answer.

    Written by the dossier's verbs: whoever has the step asks and takes back, the staff of the
    asked agency answer. What nobody answered lapses (hết hiệu lực) when the steps are complete or
    the dossier ends. The asked read the dossier and its papers until then, and their own questions
    for good.
    """

    _name = "hcc.dossier.consultation"
    _inherit = ["hcc.dossier.part"]
    _description = "Question to an Agency"
    _order = "dossier_id, asked_at, id"
    _rec_name = "dossier_id"

    kind = fields.Selection(
        [("opinion", "Opinion of another agency"), ("explanation", "Explanation")],
        required=True,
        readonly=True,
        default="opinion",
    )
    agency_id = fields.Many2one("hcc.agency", "Asked", required=True, index=True, readonly=True)
    asking_agency_id = fields.Many2one(
        "hcc.agency", "Asked by", required=True, index=True, readonly=True
    )
    step_id = fields.Many2one("hcc.dossier.step", index="btree_not_null", readonly=True)
    content = fields.Text("Question", required=True, readonly=True)
    is_required = fields.Boolean(
        "Answer needed", readonly=True, help="The step is not completed before the answer."
    )
    asked_user_id = fields.Many2one("res.users", "Person who asked", readonly=True, index=True)
    asked_at = fields.Datetime(required=True, readonly=True)
    due_at = fields.Datetime("Answer until", required=True, readonly=True)
    opinion = fields.Selection(OPINIONS, readonly=True)
    answer = fields.Text(readonly=True)
    answered_user_id = fields.Many2one(
        "res.users", "Answered by", readonly=True, index="btree_not_null"
    )
    answered_at = fields.Datetime("Answered", readonly=True)
    withdrawn_at = fields.Datetime("Taken back", readonly=True)
    lapsed_at = fields.Datetime(
        "Lapsed", readonly=True, help="The dossier was decided or ended without the answer."
    )
    is_open = fields.Boolean("Open", compute="_compute_is_open", store=True, precompute=True)
    is_late = fields.Boolean("Late", compute="_compute_is_late", search="_search_is_late")
    is_mine_to_answer = fields.Boolean(
        compute="_compute_is_mine_to_answer", search="_search_is_mine_to_answer"
    )

    _answer_check = models.Constraint(
        "CHECK ((answered_at IS NULL) = (opinion IS NULL))", "An answer says what is thought."
    )
    _open_idx = models.Index("(agency_id, due_at) WHERE is_open IS TRUE")

    @api.depends("answered_at", "withdrawn_at", "lapsed_at")
    def _compute_is_open(self):
        for question in self:
            closed_at = question.answered_at or question.withdrawn_at or question.lapsed_at
            question.is_open = not closed_at

    @api.depends("is_open", "due_at", "answered_at")
    def _compute_is_late(self):
        now = self.env["hcc.clock"]._now()
        for question in self:
            if question.answered_at:
                question.is_late = working_time.is_late(question.answered_at, question.due_at)
            else:
                question.is_late = question.is_open and question.due_at < now

    def _search_is_late(self, operator, value):
        """Those nobody has answered in time yet."""
        if operator != "in":
            return NotImplemented
        now = self.env["hcc.clock"]._now()
        return Domain("is_open", "=", True) & Domain("due_at", "<", now)

    @api.depends("is_open", "agency_id.member_ids")
    @api.depends_context("uid")
    def _compute_is_mine_to_answer(self):
        mine = self.filtered_domain(self._search_is_mine_to_answer("in", [True]))
        for question in self:
            question.is_mine_to_answer = question in mine

    def _search_is_mine_to_answer(self, operator, value):
        if operator != "in":
            return NotImplemented
        units = self.env["hcc.dossier.step"]._units_of(self.env.user)
        return Domain("is_open", "=", True) & Domain("agency_id", "in", units.ids)

    def action_answer(self):
        """Open the dialog of the answer."""
        return self._open_dialog("answer_consultation")

    def action_withdraw(self):
        """Open the dialog that takes the question back."""
        return self._open_dialog("withdraw_consultation")

    def _open_dialog(self, verb):
        self.ensure_one()
        dialogs = self.env["hcc.dossier.act"]
        return dialogs._open(self.dossier_id, verb, consultation_id=self.id)


class HccDossier(models.Model):
    """Consultation of other agencies: asked with a deadline, answered, its silence shown."""

    _inherit = "hcc.dossier"

    consultation_ids = fields.One2many(
        "hcc.dossier.consultation", "dossier_id", "Questions", readonly=True
    )
    has_silent_agency = fields.Boolean(
        "An asked agency is silent", compute="_compute_has_silent_agency"
    )
    can_consult = fields.Boolean(compute="_compute_can")
    can_answer_consultation = fields.Boolean(compute="_compute_can")
    can_withdraw_consultation = fields.Boolean(compute="_compute_can")

    _verbs = {
        "consult": Verb(("processing",), None, (APPRAISER, APPROVER)),
        "answer_consultation": Verb(HELD_STATES, None, STEP_GROUPS),
        "withdraw_consultation": Verb(HELD_STATES, None, (APPRAISER, APPROVER)),
    }
    _guarded_fields = frozenset({"consultation_ids"})

    def _verb_labels(self):
        _ = self.env._
        return super()._verb_labels() | {
            "consult": _("Ask an agency"),
            "answer_consultation": _("Answer"),
            "withdraw_consultation": _("Take the question back"),
        }

    @api.depends("consultation_ids.is_late", "consultation_ids.is_open")
    def _compute_has_silent_agency(self):
        for dossier in self:
            dossier.has_silent_agency = any(
                question.is_open and question.is_late for question in dossier.consultation_ids
            )

    # -------------------------------------------------------------------------
    # ASK, ANSWER, TAKE BACK
    # -------------------------------------------------------------------------

    def consult(self, agency_ids=None, content=None, days=None, required=False):
        """Ask agencies for their opinion; the own agency, for an explanation.

        :param agency_ids: ids of the agencies asked
        :param days: working days until the answer; empty: as the policy says
        :param required: the step is not completed before all of them have answered
        """
        self.ensure_one()
        content = self._checked_note(content)
        agencies = self.env["hcc.agency"].browse(agency_ids or []).exists()
        facts = {"step": self.current_step_id.id, "agencies": agencies.ids}

        def prepare():
            if not agencies:
                raise UserError(self.env._("%s: choose the agency to ask.", self.display_name))
            due_at = self._consultation_due(days)
            facts["due_at"] = fields.Datetime.to_string(due_at)
            questions = self._parts("hcc.dossier.consultation").create(
                [self._prepare_question(agency, content, due_at, required) for agency in agencies]
            )
            facts["consultations"] = questions.ids

        self._transition("consult", values=prepare, facts=facts)
        return self

    def _consultation_due(self, days):
        """The asked have the centre's working days."""
        days = self._policy().sudo().consultation_days if days is None else days
        if not 1 <= days <= 60:
            raise UserError(
                self.env._("%s: an agency has 1 to 60 working days to answer.", self.display_name)
            )
        clock = self.env["hcc.clock"]
        return clock._due(self.company_id, clock._now(), days, "working_day", self._policy())

    def _prepare_question(self, agency, content, due_at, required):
        asking = self._agency_in_charge()
        return {
            "dossier_id": self.id,
            "kind": "explanation" if agency == asking else "opinion",
            "agency_id": agency.id,
            "asking_agency_id": asking.id,
            "step_id": self.current_step_id.id,
            "content": content,
            "is_required": required,
            "asked_user_id": self.env.uid,
            "asked_at": self.env["hcc.clock"]._now(),
            "due_at": due_at,
        }

    def _check_consult(self):
        self._check_step_open()

    def answer_consultation(self, consultation_id=None, opinion=None, answer=None):
        """Answer a question put to the own agency.

        :param opinion: ``agreed``, ``disagreed`` or ``other``
        """
        self.ensure_one()
        answer = self._checked_note(answer)
        facts = {"consultation": consultation_id, "opinion": opinion}

        def prepare():
            question = self._open_question(consultation_id)
            if not (self.env.su or question.agency_id._has_staff(self.env.user)):
                raise AccessError(
                    self.env._(
                        "%(dossier)s: only the staff of %(agency)s answer this question.",
                        dossier=self.display_name,
                        agency=question.agency_id.name,
                    )
                )
            if opinion not in dict(OPINIONS):
                raise UserError(self.env._("Say whether the agency agrees."))
            question.write(
                {
                    "opinion": opinion,
                    "answer": answer,
                    "answered_user_id": self.env.uid,
                    "answered_at": self.env["hcc.clock"]._now(),
                }
            )
            facts["is_late"] = question.is_late

        self._transition("answer_consultation", values=prepare, facts=facts)
        return True

    def withdraw_consultation(self, consultation_id=None, reason=None):
        """Take a question back that needs no answer any more."""
        self.ensure_one()
        self._checked_note(reason)

        def prepare():
            question = self._open_question(consultation_id)
            question.write({"withdrawn_at": self.env["hcc.clock"]._now(), "answer": reason})

        self._transition(
            "withdraw_consultation", values=prepare, facts={"consultation": consultation_id}
        )
        return True

    def _open_question(self, consultation_id):
        """The question, ready to be written by a verb."""
        questions = self.sudo().consultation_ids
        question = questions.filtered(lambda one: one.id == consultation_id and one.is_open)
        if not question:
            raise UserError(
                self.env._("%s: this question is not open any more.", self.display_name)
            )
        return self._parts("hcc.dossier.consultation").browse(question.id)

    # -------------------------------------------------------------------------
    # NOBODY NEEDS THE ANSWER ANY MORE
    # -------------------------------------------------------------------------

    def _after_verb(self, verb, facts):
        super()._after_verb(verb, facts)
        if set(HELD_STATES).isdisjoint(self._verbs[verb].sources):
            return
        for dossier in self:
            if dossier.state not in HELD_STATES or not dossier.current_step_id:
                dossier._lapse_consultations()

    def _lapse_consultations(self):
        questions = self.sudo().consultation_ids.filtered("is_open")
        if questions:
            parts = self._parts("hcc.dossier.consultation").browse(questions.ids)
            parts.write({"lapsed_at": self.env["hcc.clock"]._now()})
            facts = {self: {"consultations": questions.ids}}
            self.env["hcc.journal.entry"]._append_many("lapse_consultations", facts)

    def _reopen_consultations(self, since):
        """The step whose end closed them is open again."""
        questions = self.sudo().consultation_ids.filtered(
            lambda one: one.lapsed_at and one.lapsed_at >= since
        )
        self._parts("hcc.dossier.consultation").browse(questions.ids).write({"lapsed_at": False})

    # -------------------------------------------------------------------------
    # WHO, AND WHAT WAITS FOR IT
    # -------------------------------------------------------------------------

    def _is_staff_for(self, verb):
        if verb in ("consult", "withdraw_consultation"):
            return self._agency_in_charge()._has_staff(self.env.user)
        if verb == "answer_consultation":
            asked = self.sudo().consultation_ids.filtered("is_open").agency_id
            return any(agency._has_staff(self.env.user) for agency in asked)
        return super()._is_staff_for(verb)

    def _get_step_blockers(self, step):
        blockers = super()._get_step_blockers(step)
        questions = self.sudo().consultation_ids
        waiting = questions.filtered(lambda one: one.is_open and one.is_required).agency_id
        if waiting:
            blockers.append(self.env._("Not answered yet: %s.", ", ".join(waiting.mapped("name"))))
        return blockers
