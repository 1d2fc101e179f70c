from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.hcc_base.models.hcc_state_mixin import Verb
from odoo.addons.hcc_base.transaction import draws_number

from ..dossier.hcc_dossier import OFFICIAL, RECEPTION_STATES
from ..reception.hcc_dossier_reception import STATUS_TOKEN

#: ends before an acceptance; a refusal is none while the slip promises one
_ENDS = ("cancel", "withdraw")
_PAPER_FIELDS = frozenset({"offline_form_id", "paper_received_at"})


class HccDossier(models.Model):
    """A dossier taken in on paper while there was no server (tiếp nhận bằng giấy khi mất hệ
    thống): entered afterwards with the number of a pre-numbered slip and the time on it. It counts
    once a second official has compared it with the paper; time limit, day and code are then the
    paper's, the journal has both times."""

    _inherit = "hcc.dossier"

    _verbs = {
        "submit_paper": Verb(RECEPTION_STATES, None, (OFFICIAL,)),
        "reopen_paper": Verb(RECEPTION_STATES, None, (OFFICIAL,)),
        "confirm_paper": Verb(RECEPTION_STATES, "received", (OFFICIAL,)),
    }
    _guarded_fields = frozenset({"entered_by_id", "confirmed_by_id"})
    _editable_fields = dict.fromkeys(RECEPTION_STATES, _PAPER_FIELDS)

    can_submit_paper = fields.Boolean(compute="_compute_can")
    can_reopen_paper = fields.Boolean(compute="_compute_can")
    can_confirm_paper = fields.Boolean(compute="_compute_can")
    offline_form_id = fields.Many2one(
        "hcc.offline.form", "Pre-numbered slip", copy=False, index="btree_not_null",
        ondelete="restrict", check_company=True, domain="[('state', '=', 'blank')]",
    )  # fmt: skip
    paper_received_at = fields.Datetime(
        "Received on paper at", copy=False, help="As the official wrote it on the slip."
    )
    entered_by_id = fields.Many2one(
        "res.users", "Entered from paper by", readonly=True, copy=False, index="btree_not_null"
    )
    confirmed_by_id = fields.Many2one(
        "res.users", "Compared with the paper by", readonly=True, copy=False,
        index="btree_not_null",
    )  # fmt: skip

    _offline_form_uniq = models.UniqueIndex(
        "(offline_form_id) WHERE offline_form_id IS NOT NULL AND state <> 'cancelled'",
        "This pre-numbered slip belongs to another dossier.",
    )
    _two_persons_check = models.Constraint(
        "CHECK (entered_by_id IS NULL OR confirmed_by_id IS NULL"
        " OR entered_by_id <> confirmed_by_id)",
        "A second person compares a dossier with its paper.",
    )

    @api.model
    def _verb_labels(self):
        _ = self.env._
        return {
            **super()._verb_labels(),
            "submit_paper": _("Give to a second person"),
            "reopen_paper": _("Go on entering"),
            "confirm_paper": _("Confirm the paper"),
        }

    # -------------------------------------------------------------------------
    # ENTERING
    # -------------------------------------------------------------------------

    def submit_paper(self):
        """All is entered from the paper; a second person compares it now."""
        self.ensure_one()
        facts = {"form": self.offline_form_id.id}
        self._transition("submit_paper", {"entered_by_id": self.env.uid}, facts)
        return True

    def reopen_paper(self):
        """Something was entered wrong: open the draft again."""
        self.ensure_one()
        self._transition("reopen_paper", {"entered_by_id": False})
        return True

    def _check_submit_paper(self):
        if not self.offline_form_id or self.entered_by_id:
            raise UserError(self.env._("%s waits for no entry from paper.", self.display_name))
        self._check_paper()

    def _check_reopen_paper(self):
        if not self.entered_by_id:
            raise UserError(self.env._("%s was not given to a second person.", self.display_name))

    def _check_paper(self):
        """The number is free, and the centre had no server at the time on the slip."""
        self.offline_form_id.sudo()._check_blank()
        at = self.paper_received_at
        if not at or not self.env["hcc.outage"]._covers(self.company_id, at):
            raise UserError(
                self.env._(
                    "%s: the time on the slip lies in no time without a server. Check the time; "
                    "the director declares when there was none.",
                    self.display_name,
                )
            )
        self._check_ready()

    def _check_editable(self, vals):
        super()._check_editable(vals)
        for dossier in self.filtered("entered_by_id"):
            raise AccessError(
                self.env._(
                    "%s was given to a second person to be compared with its paper. Press “Go on "
                    "entering” before you change it.",
                    dossier.display_name,
                )
            )

    # -------------------------------------------------------------------------
    # THE SECOND PERSON
    # -------------------------------------------------------------------------

    @draws_number
    def confirm_paper(self, request_key=None):
        """The dossier is as on the paper: accept it as of the time on the slip.

        :return: ``{"dossier_id", "code", "due_at"}``; the same again for the same key
        """
        self.ensure_one()
        return self.env["hcc.request.key"]._once(
            f"dossier.confirm_paper/{self.env.uid}",
            request_key,
            {"dossier": self.id},
            self._confirm_paper,
        )

    def _confirm_paper(self):
        self.env["hcc.clock"]._hold_calendars()
        facts = {
            "form": self.offline_form_id.id,
            "entered_by": self.entered_by_id.id,
            "paper_received_at": fields.Datetime.to_string(self.paper_received_at),
        }

        def prepare():
            self.offline_form_id.sudo()._transition("use")
            values = self._prepare_reception(facts)
            return values | {
                "confirmed_by_id": self.env.uid,
                "official_user_id": self.entered_by_id.id,
            }

        self._transition("confirm_paper", values=prepare, facts=facts)
        self.env["hcc.token"]._issue(self, STATUS_TOKEN)
        self._mail_if_wanted()
        self._begin_work()
        return {
            "dossier_id": self.id,
            "code": self.name,
            "due_at": fields.Datetime.to_string(self.due_at),
        }

    def _begin_work(self):
        """What an acceptance begins by itself, this one begins, too."""
        if self.is_on_the_spot:
            self._begin_on_the_spot()
        if self.version_id.is_interlinked:
            self._begin_children()

    def _check_confirm_paper(self):
        if not self.entered_by_id:
            raise UserError(
                self.env._("%s was not given to a second person yet.", self.display_name)
            )
        if self.entered_by_id == self.env.user:
            raise AccessError(
                self.env._(
                    "%s was entered by you: somebody else compares it with the paper.",
                    self.display_name,
                )
            )
        self._check_paper()

    def _check_verb(self, verb):
        super()._check_verb(verb)
        if verb == "receive" and self.offline_form_id:
            raise UserError(
                self.env._(
                    "%s was taken in on paper: a second person confirms it instead.",
                    self.display_name,
                )
            )
        if verb in ("guide", "refuse") and self.offline_form_id:
            raise UserError(self._slip_promises(verb))

    def _slip_promises(self, verb):
        """The applicant holds a paper that says "accepted": it is taken back first."""
        number = self.offline_form_id.sudo().name
        if verb == "guide":
            return self.env._(
                "%(dossier)s was taken in on paper, and the pre-numbered slip %(number)s "
                "promises an acceptance. If papers are missing, remove the slip from the "
                "dossier, record it as spoiled and then guide the applicant to complete them.",
                dossier=self.display_name,
                number=number,
            )
        return self.env._(
            "%(dossier)s was taken in on paper, and the pre-numbered slip %(number)s promises an "
            "acceptance. If it cannot be accepted, remove the slip from the dossier, record it as "
            "spoiled and then refuse the dossier.",
            dossier=self.display_name,
            number=number,
        )

    # -------------------------------------------------------------------------
    # WHAT BECOMES OF THE SLIP
    # -------------------------------------------------------------------------

    def write(self, vals):
        former = self.sudo().offline_form_id if "offline_form_id" in vals else None
        result = super().write(vals)
        if former:
            (former - self.sudo().offline_form_id)._note_taken_off()
        return result

    def _after_verb(self, verb, facts):
        super()._after_verb(verb, facts)
        if verb in _ENDS:
            for dossier in self.sudo():
                if dossier.offline_form_id.state == "blank":
                    dossier.offline_form_id._spoil_with(dossier)

    def _get_slip_extra(self):
        """The applicant holds the pre-numbered slip: the real one says that it replaces it."""
        lines = super()._get_slip_extra()
        if self.offline_form_id:
            label = "Thay cho giấy tiếp nhận in sẵn số"
            lines.append({"label": label, "value": self.offline_form_id.sudo().name})
        return lines

    def _reception_moment(self):
        on_paper = self.offline_form_id and self.paper_received_at
        return on_paper or super()._reception_moment()
