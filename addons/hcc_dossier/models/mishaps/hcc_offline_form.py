from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.hcc_base.models.hcc_state_mixin import Verb
from odoo.addons.hcc_base.tools import text

from ..dossier.hcc_dossier import OFFICIAL, RECEPTION_STATES

HALL_MANAGER = "hcc_base.group_hall_manager"
ADMINISTRATOR = "hcc_base.group_administrator"


class HccOfflineForm(models.Model):
    """A pre-numbered blank slip (phiếu tiếp nhận in sẵn) for the day without a server: printed in
    advance for a counter, each number used once; a spoiled one is recorded, as is the one of a
    dossier that ends before its acceptance.

    Hall managers and administrators print them; the centre's officials, oversight and directors
    see them; officials and hall managers record spoiled ones.
    """

    _name = "hcc.offline.form"
    _inherit = ["hcc.state.mixin"]
    _description = "Pre-numbered Slip"
    _order = "id desc"
    _allow_sudo_commands = False

    _verbs = {
        "use": Verb(("blank",), "used"),  # by the confirmation of its dossier only
        "spoil": Verb(("blank",), "spoiled", (OFFICIAL, HALL_MANAGER)),
    }
    _guarded_fields = frozenset(
        {
            "state", "name", "company_id", "counter_id", "printed_at", "spoil_reason",
            "taken_off_at",
        }
    )  # fmt: skip

    name = fields.Char("Number", required=True, readonly=True)
    company_id = fields.Many2one("res.company", "Centre", required=True, readonly=True, index=True)
    counter_id = fields.Many2one(
        "hcc.counter", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    printed_at = fields.Datetime("Printed", required=True, readonly=True)
    state = fields.Selection(
        [("blank", "Blank"), ("used", "Used"), ("spoiled", "Spoiled")],
        required=True,
        readonly=True,
        default="blank",
        index=True,
    )
    dossier_ids = fields.One2many("hcc.dossier", "offline_form_id", "Dossier", readonly=True)
    spoil_reason = fields.Char("Why it is spoiled", readonly=True)
    taken_off_at = fields.Datetime(
        "Taken off a dossier",
        readonly=True,
        help="It was entered once: somebody may have written on the paper.",
    )

    _name_uniq = models.UniqueIndex("(company_id, name)", "This number was printed already.")

    @api.model
    def _verb_labels(self):
        return {"use": self.env._("Use"), "spoil": self.env._("Record as spoiled")}

    def spoil(self, reason=None):
        """Record that the number cannot be used: torn, written over, lost."""
        reason = text.clean(reason or "")
        if not reason:
            raise UserError(self.env._("Say what happened to the slip."))
        self._transition("spoil", {"spoil_reason": reason})
        return True

    def _check_verb(self, verb):
        super()._check_verb(verb)
        holder = self._holder() if verb == "spoil" else None
        if holder:
            raise UserError(
                self.env._(
                    "The pre-numbered slip %(number)s belongs to the dossier “%(dossier)s”, which "
                    "is being received. Remove it from the dossier first.",
                    number=self.name,
                    dossier=holder.display_name,
                )
            )

    def _holder(self):
        """The dossier being received that the slip belongs to."""
        return self.sudo().dossier_ids.filtered(lambda one: one.state in RECEPTION_STATES)[:1]

    def _spoil_with(self, dossier):
        """The dossier ended before it was accepted; its applicant holds the paper."""
        words = self.with_context(lang="vi_VN").env
        reason = words._("Its dossier ended before it was accepted.")
        self.sudo()._transition("spoil", {"spoil_reason": reason}, {"dossier": dossier.id})

    def _note_taken_off(self):
        blank = self.sudo().filtered(lambda form: form.state == "blank")
        blank._guarded_write({"taken_off_at": self.env["hcc.clock"]._now()})

    @api.model
    def _print(self, company, counter, quantity):
        """Number ``quantity`` blank slips of ``company``."""
        now = self.env["hcc.clock"]._now()
        year = self.env["hcc.clock"]._local(company, now).year
        series = self.env["hcc.number.series"]
        numbers = [series._draw(f"offline/{company.id}/{year}") for _n in range(quantity)]
        forms = self._guarded_create(
            [
                {
                    "name": f"PT{year % 100:02d}-{number:05d}",
                    "company_id": company.id,
                    "counter_id": counter.id,
                    "printed_at": now,
                }
                for number in numbers
            ]
        )
        facts = {"first": forms[:1].name, "last": forms[-1:].name, "count": len(forms)}
        self.env["hcc.journal.entry"]._append(forms[:1], "print", to_state="blank", facts=facts)
        return forms

    def _check_blank(self):
        if self.state != "blank":
            raise UserError(
                self.env._(
                    "The pre-numbered slip %(number)s is %(state)s: a number is used once.",
                    number=self.name,
                    state=self._state_label().lower(),
                )
            )
