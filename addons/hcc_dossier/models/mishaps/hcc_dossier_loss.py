from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.hcc_base.models.hcc_state_mixin import Verb
from odoo.addons.hcc_base.transaction import draws_number, reads_committed

from ...tools import public_words
from ..dossier.hcc_dossier import (
    ACCEPTED_STATES,
    APPRAISER,
    APPROVER,
    CLERK,
    FINAL_STATES,
    OFFICIAL,
)

#: what is lost goes nowhere, and nobody is called to collect it
_MOVES = frozenset(
    {
        "hand_over", "take", "hand_over_result", "take_result", "take_child_result", "pass_on",
        "pass_in", "deposit_at_agency", "archive_result", "fetch_result", "remind",
    }
)  # fmt: skip
#: ends that leave nothing to be collected again
_ENDS = frozenset({"withdraw", "stop", "cancel", "give_back", "end_child"})


class HccDossier(models.Model):
    """Papers lost (mất, thất lạc hồ sơ): whoever has them reports it, the agency apologises and
    bears the costs (Decree 61/2018 art. 21), the applicant's copies are collected once more without
    a fee, and the dossier goes on within its time limit. The apology is owed whatever becomes of
    the dossier meanwhile."""

    _inherit = "hcc.dossier"

    _verbs = {
        "report_loss": Verb(ACCEPTED_STATES, None, (OFFICIAL, APPRAISER, APPROVER, CLERK)),
        "apologise_loss": Verb((*ACCEPTED_STATES, *FINAL_STATES), None, (APPROVER,)),
        "add_cost": Verb((*ACCEPTED_STATES, *FINAL_STATES), None, (APPROVER,)),
        "rebuild": Verb((*ACCEPTED_STATES, *FINAL_STATES), None, (OFFICIAL, APPRAISER)),
    }
    _guarded_fields = frozenset({"incident_ids"})

    can_report_loss = fields.Boolean(compute="_compute_can")
    can_apologise_loss = fields.Boolean(compute="_compute_can")
    can_add_cost = fields.Boolean(compute="_compute_can")
    can_rebuild = fields.Boolean(compute="_compute_can")
    incident_ids = fields.One2many("hcc.dossier.incident", "dossier_id", "Incidents", readonly=True)
    lost_since = fields.Datetime("Lost since", compute="_compute_loss")
    loss_reason = fields.Text("What was lost", compute="_compute_loss")

    @api.depends("incident_ids.kind", "incident_ids.closed_at")
    def _compute_loss(self):
        for dossier in self:
            loss = dossier._open_loss()
            dossier.lost_since, dossier.loss_reason = loss.reported_at, loss.reason

    @api.model
    def _verb_labels(self):
        _ = self.env._
        return {
            **super()._verb_labels(),
            "report_loss": _("Report papers as lost"),
            "apologise_loss": _("Apologise for the loss"),
            "add_cost": _("Record further costs"),
            "rebuild": _("Papers are collected again"),
        }

    def report_loss(self, reason=None, reason_id=None, lost=None):
        """Papers are not where they should be; steps and return wait until they are rebuilt.

        :param lost: ``papers`` handed in, or the ``result``; empty: what there is last
        """
        self.ensure_one()
        is_result = self._is_lost_result(lost)
        chosen = self.env["hcc.dossier.reason"]._chosen("loss", reason_id)
        words = self._checked_reason(chosen._in_words(reason))
        facts = {"reason": chosen.id}

        def prepare():
            incident = self._open_incident(
                "loss", words, reason_id=chosen.id, is_result=is_result,
                is_after_steps=not self.current_step_id,
            )  # fmt: skip
            facts.update(incident=incident.id, custody=incident.custody)
            return {}

        self._transition("report_loss", values=prepare, facts=facts)
        return True

    @draws_number
    def apologise_loss(self, reason=None, cost=0, request_key=None):
        """The agency's apology to the applicant, and the costs it bears.

        :param cost: VND, paid by the agency outside this system
        :return: ``{"dossier_id", "notice_id"}``
        """
        self.ensure_one()
        amount = self._checked_cost(cost)
        return self.env["hcc.request.key"]._once(
            f"dossier.apologise_loss/{self.env.uid}",
            request_key,
            {"dossier": self.id, "reason": reason or "", "cost": amount},
            lambda: self._apologise_loss(self._checked_reason(reason), amount),
        )

    def _apologise_loss(self, reason, cost):
        facts, notices = {"cost": cost}, []

        def prepare():
            notices.append(self._issue_notice("loss", reason))
            incident = self._losses_without_apology()[:1]
            bearer = notices[0].agency_id  # the letter names it
            incident.write({"notice_id": notices[0].id, "cost": cost, "agency_id": bearer.id})
            facts.update(incident=incident.id, notice=notices[0].id)
            return {}

        self._transition("apologise_loss", values=prepare, facts=facts)
        return {"dossier_id": self.id, "notice_id": notices[0].id}

    @reads_committed
    def add_cost(self, cost=0, request_key=None):
        """Costs that became known after the apology, for the last incident that has one.

        :param cost: VND, added to what stands there; paid by the agency outside this system
        :return: ``{"dossier_id", "incident_id", "cost"}``, the sum
        """
        self.ensure_one()
        amount = self._checked_cost(cost)
        return self.env["hcc.request.key"]._once(
            f"dossier.add_cost/{self.env.uid}",
            request_key,
            {"dossier": self.id, "cost": amount},
            lambda: self._add_cost(amount),
        )

    def _add_cost(self, cost):
        if not cost:
            raise UserError(self.env._("%s: enter the costs to be added.", self.display_name))
        facts = {"cost": cost}

        def prepare():
            incident = self._incidents()._apologised()[-1:]
            incident.write({"cost": incident.cost + cost})
            facts.update(incident=incident.id, total=int(incident.cost))
            return {}

        self._transition("add_cost", values=prepare, facts=facts)
        return {"dossier_id": self.id, "incident_id": facts["incident"], "cost": facts["total"]}

    def rebuild(self):
        """The papers were found, or the applicant's copies were collected again: it goes on."""
        self.ensure_one()
        facts = {}

        def prepare():
            facts["incident"] = self._open_loss()._settle().id
            return {}

        self._transition("rebuild", values=prepare, facts=facts)
        return True

    # -------------------------------------------------------------------------
    # RULES
    # -------------------------------------------------------------------------

    def _is_lost_result(self, lost):
        if lost == "result" and self.current_step_id:
            raise UserError(
                self.env._(
                    "%s has no result yet that could be lost: its steps are not all complete. "
                    "Report papers as lost.",
                    self.display_name,
                )
            )
        return lost == "result" if lost else not self.current_step_id

    def _check_report_loss(self):
        if self._open_loss():
            raise UserError(self.env._("%s: a loss is reported already.", self.display_name))

    def _check_apologise_loss(self):
        if not self._losses_without_apology():
            raise UserError(self.env._("%s: no loss waits for an apology.", self.display_name))

    def _check_add_cost(self):
        if not self._incidents()._apologised():
            raise UserError(
                self.env._(
                    "%s: nothing was lost or revoked that the agency has apologised for.",
                    self.display_name,
                )
            )

    def _check_rebuild(self):
        if not self._open_loss():
            raise UserError(self.env._("%s: no loss is reported.", self.display_name))

    def _check_verb(self, verb):
        super()._check_verb(verb)
        if verb in _MOVES and self._open_loss():
            raise UserError(
                self.env._(
                    "%s: papers are reported as lost. Once they are found or collected again, "
                    "record that first; only then does it go on.",
                    self.display_name,
                )
            )

    def _after_verb(self, verb, facts):
        super()._after_verb(verb, facts)
        if verb in _ENDS:
            for dossier in self:
                dossier._open_loss()._settle()

    @api.depends("child_ids.incident_ids.closed_at")
    def _compute_child_warning(self):
        super()._compute_child_warning()

    def _warning_words(self):
        return super()._warning_words() or (
            self.env._("%s: papers lost", self.name) if self._open_loss() else ""
        )

    def _get_step_blockers(self, step):
        return [*super()._get_step_blockers(step), *self._loss_blockers()]

    def _get_return_blockers(self):
        return [*super()._get_return_blockers(), *self._loss_blockers()]

    def _loss_blockers(self):
        if not self._open_loss():
            return []
        return [self.env._("Papers are reported as lost and not collected again yet.")]

    def _get_applicant_task(self):
        task, loss = super()._get_applicant_task(), self._told_loss()
        if not loss:
            return task
        words = public_words.LOSS_TASKS[self._public_language()]
        lost = words[loss._lost_thing()]
        return f"{lost} {task}" if self.state == "supplement" else lost

    def _told_loss(self):
        """The loss that the applicant was told of and that is not settled: of the dossier itself,
        or of one linked to it."""
        letters = self._told_notices().filtered(lambda notice: notice.kind == "loss")
        if not letters:
            return self.env["hcc.dossier.incident"]
        incidents = letters.dossier_id.incident_ids
        return incidents.filtered(lambda one: one.notice_id in letters and not one.closed_at)[:1]

    # -------------------------------------------------------------------------
    # INCIDENTS
    # -------------------------------------------------------------------------

    def _incidents(self):
        """The dossier's incidents, oldest first, ready to be written by a verb."""
        return self._parts("hcc.dossier.incident").browse(self.sudo().incident_ids.ids)

    def _open_loss(self):
        return self._incidents().filtered(lambda one: one.kind == "loss" and not one.closed_at)

    def _losses_without_apology(self):
        """Found again or not: the agency owes a word (Decree 61/2018 art. 21)."""
        return self._incidents().filtered(lambda one: one.kind == "loss" and not one.notice_id)

    def _open_incident(self, kind, words, **values):
        return self._parts("hcc.dossier.incident").create(
            {
                "dossier_id": self.id,
                "kind": kind,
                "reported_at": self.env["hcc.clock"]._now(),
                "user_id": self.env.uid,
                "custody": self.custody,
                "agency_id": self.agency_id.id,
                "reason": words,
                **values,
            }
        )

    def _checked_cost(self, cost):
        amount = cost or 0
        if amount < 0 or amount != round(amount):
            raise UserError(
                self.env._("%s: costs are a whole number of đồng, 0 or more.", self.display_name)
            )
        return round(amount)
