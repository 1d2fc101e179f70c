from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.hcc_base.models.hcc_applicant import PERSONAL
from odoo.addons.hcc_base.models.hcc_state_mixin import Verb

from ..dossier.hcc_dossier import APPRAISER, APPROVER, CLERK, OFFICIAL

OUTCOMES = [
    ("reached", "Reached"),
    ("no_answer", "No answer"),
    ("wrong_number", "Wrong number"),
    ("call_back", "Will call back"),
]
#: whatever is on record may be talked about
STATES = (
    "guided", "refused", "received", "handed_over", "processing", "supplement", "suspended",
    "done", "returned", "withdrawn", "stopped", "cancelled",
)  # fmt: skip


class HccDossierContact(models.Model):
    """One contact with the applicant by telephone (nhật ký liên hệ): when, by whom, what came of
    it. Decree 61/2018 art. 5(1đ): every contact is put on record.

    Written by the verb ``log_call`` only, read as the dossier is; what was said is read by those
    whose work needs personal data.
    """

    _name = "hcc.dossier.contact"
    _inherit = ["hcc.dossier.part"]
    _description = "Contact with an Applicant"
    _order = "dossier_id, id desc"
    _rec_name = "outcome"

    contacted_at = fields.Datetime("When", required=True, readonly=True)
    user_id = fields.Many2one("res.users", "Called by", required=True, readonly=True, index=True)
    outcome = fields.Selection(OUTCOMES, required=True, readonly=True)
    note = fields.Text("What was said", readonly=True, groups=PERSONAL)

    _contacted_idx = models.Index("(company_id, contacted_at)")


class HccDossier(models.Model):
    """Calls by hand, put on record."""

    _inherit = "hcc.dossier"

    contact_ids = fields.One2many(
        "hcc.dossier.contact", "dossier_id", "Contacts by telephone", readonly=True
    )
    can_log_call = fields.Boolean(compute="_compute_can")

    _verbs = {"log_call": Verb(STATES, None, (OFFICIAL, APPRAISER, APPROVER, CLERK))}
    _guarded_fields = frozenset({"contact_ids"})

    @api.model
    def _verb_labels(self):
        return {**super()._verb_labels(), "log_call": self.env._("Record a call")}

    def log_call(self, outcome=None, note=None, request_key=None):
        """Put a call to the applicant on record.

        :param outcome: ``reached``, ``no_answer``, ``wrong_number`` or ``call_back``
        :return: ``{"dossier_id", "contact_id"}``
        """
        self.ensure_one()
        return self.env["hcc.request.key"]._once(
            f"dossier.log_call/{self.env.uid}",
            request_key,
            {"dossier": self.id, "outcome": outcome, "note": note or ""},
            lambda: self._log_call(outcome, note),
        )

    def _log_call(self, outcome, note):
        if outcome not in dict(OUTCOMES):
            raise UserError(self.env._("%s: say what came of the call.", self.display_name))
        facts, contacts = {"outcome": outcome}, []

        def prepare():
            contact = self._parts("hcc.dossier.contact").create(
                {
                    "dossier_id": self.id,
                    "contacted_at": self.env["hcc.clock"]._now(),
                    "user_id": self.env.uid,
                    "outcome": outcome,
                    "note": (note or "").strip() or False,
                }
            )
            contacts.append(contact)
            facts["contact"] = contact.id
            return {}

        self._transition("log_call", values=prepare, facts=facts)
        return {"dossier_id": self.id, "contact_id": contacts[0].id}
