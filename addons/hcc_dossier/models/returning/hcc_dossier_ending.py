from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.hcc_base.models.hcc_state_mixin import Verb
from odoo.addons.hcc_base.transaction import draws_number

from ..dossier.hcc_dossier import APPROVER, OFFICIAL, RUNNING_STATES, WAITING_STATES


class HccDossier(models.Model):
    """Endings: result returned; without one: withdrawn, stopped, cancelled, given back, each for a
    reason of the centres' common list."""

    _inherit = "hcc.dossier"

    _verbs = {
        "give_back": Verb((*RUNNING_STATES, *WAITING_STATES), "given_back", (OFFICIAL, APPROVER)),
    }
    _guarded_fields = frozenset({"reason_id"})

    can_give_back = fields.Boolean(compute="_compute_can")
    reason_id = fields.Many2one(
        "hcc.dossier.reason",
        "Reason",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="Why it was refused, ended, suspended or corrected last.",
    )

    collector_kind = fields.Selection(
        [
            ("applicant", "The applicant"),
            ("proxy", "A proxy"),
            ("representative", "The legal representative"),
            ("postal", "The post"),
        ],
        "Collected by",
        readonly=True,
        copy=False,
    )
    collector_name = fields.Char(readonly=True, copy=False)
    collector_paper = fields.Char("Collector's paper", readonly=True, copy=False)

    @api.model
    def _verb_labels(self):
        return {**super()._verb_labels(), "give_back": self.env._("Give the papers back")}

    # -------------------------------------------------------------------------
    # RETURN
    # -------------------------------------------------------------------------

    def return_result(
        self, collector="applicant", collector_name=None, collector_paper=None, particulars=None
    ):
        """Give the result to the applicant, a proxy with a paper, or the post.

        :param collector: ``applicant``, ``proxy``, ``representative`` or ``postal``
        :param collector_paper: the power of attorney, the paper that names the representative, or
            the post's consignment number
        :param particulars: of the one who collects, see ``hcc_dossier_collector``; an identity
            number is masked before it is kept
        """
        self.ensure_one()

        def prepare():
            self._check_return(collector, collector_name, collector_paper)
            shown = self._checked_particulars(collector, particulars)
            clock = self.env["hcc.clock"]
            now = clock._now()
            return {
                "custody": "applicant",
                "returned_at": now,
                "returned_on": clock._local(self.company_id, now).date(),
                "collector_kind": collector,
                "collector_name": collector_name,
                "collector_paper": collector_paper,
                **shown,
            }

        facts = {"collector": collector}
        self._transition("return_result", values=prepare, facts=facts)
        return self

    def _check_return(self, collector, collector_name, collector_paper):
        if collector not in dict(self._fields["collector_kind"].selection):
            raise UserError(self.env._("Say who collects: the applicant, a proxy or the post."))
        if collector == "proxy" and not (collector_name and collector_paper):
            raise UserError(
                self.env._(
                    "%s: a proxy shows a power of attorney. Enter the proxy's name and the paper.",
                    self.display_name,
                )
            )
        if collector == "representative" and not (collector_name and collector_paper):
            raise UserError(
                self.env._(
                    "%s: a legal representative shows the paper that says so. Enter the name and "
                    "the paper.",
                    self.display_name,
                )
            )
        blockers = self._get_return_blockers()
        if blockers:
            raise UserError(
                self.env._(
                    "%(dossier)s cannot be returned yet: %(reasons)s",
                    dossier=self.display_name,
                    reasons=" ".join(blockers),
                )
            )

    def _get_return_blockers(self):
        """Extension point: sentences saying why the result cannot be returned yet."""
        return []

    # -------------------------------------------------------------------------
    # WITHDRAW, STOP, CANCEL, GIVE BACK
    # -------------------------------------------------------------------------

    def withdraw(self, reason=None, reason_id=None):
        """The applicant asks for the dossier back."""
        return self._end("withdraw", reason, reason_id, custody="applicant")

    def cancel(self, reason=None, reason_id=None):
        """Undo a reception made in error."""
        return self._end("cancel", reason, reason_id)

    @draws_number
    def give_back(self, reason=None, reason_id=None, request_key=None):
        """Give the papers back without a result (trả lại hồ sơ): the agency cannot decide, and
        says so in writing.

        :return: ``{"dossier_id", "notice_id"}``; no notice of a linked dossier
        """
        self.ensure_one()
        return self.env["hcc.request.key"]._once(
            f"dossier.give_back/{self.env.uid}",
            request_key,
            {"dossier": self.id, "reason": reason or "", "reason_id": reason_id or 0},
            lambda: self._give_back(reason, reason_id),
        )

    def _give_back(self, reason, reason_id):
        facts = {}

        def issue(words):
            if not self.parent_id:  # the applicant knows the parent only
                facts["notice"] = self._issue_notice("give_back", words).id

        self._end("give_back", reason, reason_id, issue=issue, custody="applicant", facts=facts)
        return {"dossier_id": self.id, "notice_id": facts.get("notice", False)}

    @draws_number
    def stop(self, reason=None, request_key=None, reason_id=None):
        """Close the dossier without a result, e.g. when the supplement never came (form 05).

        :return: ``{"dossier_id", "notice_id"}``; no notice where the policy has no such form
        """
        self.ensure_one()
        return self.env["hcc.request.key"]._once(
            f"dossier.stop/{self.env.uid}",
            request_key,
            {"dossier": self.id, "reason": reason or "", "reason_id": reason_id or 0},
            lambda: self._stop(reason, reason_id),
        )

    def _stop(self, reason, reason_id):
        notices = []

        def issue(words):
            if self._policy()._form_number("stop"):
                notices.append(self._issue_notice("stop", words))

        self._end("stop", reason, reason_id, issue=issue)
        return {"dossier_id": self.id, "notice_id": notices[0].id if notices else False}

    def _end(self, verb, text, reason_id=None, issue=None, facts=None, **values):
        """End without a result for a reason of the list; the reason says what becomes of dues.

        :param issue: called with the words once all is checked; may give further values
        :param facts: for the journal, filled by ``issue``
        """
        self.ensure_one()
        reason = self.env["hcc.dossier.reason"]._chosen(verb, reason_id)
        words = self._checked_reason(reason._in_words(text))
        facts = {} if facts is None else facts
        facts.update(step=self.current_step_id.id, reason=reason.id)

        def prepare():
            ending = self._ending()
            self._close_wait(ending["ended_at"])
            self._record_given_back(reason, words, ending["ended_at"])
            ending |= {"request_reason": words, "reason_id": reason.id, "current_step_id": False}
            return ending | values | ((issue and issue(words)) or {})

        self._transition(verb, values=prepare, facts=facts)
        self._settle_dues(reason.fee_effect)
        return self

    def _record_given_back(self, reason, words, at):
        """The agency table counts papers given back as events; later lists change no past one."""
        if reason.report_place == "given_back" and self.received_at:
            self._parts("hcc.dossier.ledger").create(
                {
                    "dossier_id": self.id,
                    "kind": "given_back",
                    "started_at": at,
                    "user_id": self.env.uid,
                    "reason": words,
                }
            )

    def _settle_dues(self, effect):
        """Extension point: what becomes of dues: ``void``, ``refund`` or ``keep``."""
