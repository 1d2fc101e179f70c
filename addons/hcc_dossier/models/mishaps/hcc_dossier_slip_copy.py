from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.hcc_base.models.hcc_state_mixin import Verb
from odoo.addons.hcc_base.tools import text

from ..dossier.hcc_dossier import ACCEPTED_STATES, OFFICIAL
from ..reception.hcc_dossier_reception import STATUS_TOKEN

#: what a typing error may have got wrong; anything else is a wrong acceptance
AMENDABLE = (
    "applicant_name", "applicant_address", "applicant_phone", "applicant_email", "submitter_name",
    "submitter_phone", "submitter_paper", "subject", "return_channel", "return_address",
)  # fmt: skip
#: by which paper the one who lost the slip was recognised
ASKER_PAPERS = [
    ("identity_card", "Identity card"),
    ("vneid", "VNeID"),
    ("passport", "Passport"),
    ("introduction", "Letter of introduction"),
    ("attorney", "Power of attorney"),
]

#: end without a result → what stands across the slip then
SLIP_STAMPS = {
    "cancelled": "ĐÃ HỦY", "given_back": "ĐÃ TRẢ LẠI", "withdrawn": "ĐÃ RÚT", "stopped": "ĐÃ DỪNG",
}  # fmt: skip


class HccDossier(models.Model):
    """The acceptance slip after the first print: amended for a typing error (the slip before is
    void), or printed again because it was lost. Both are counted on the slip and journalled; the
    journal names fields, never what stood in them."""

    _inherit = "hcc.dossier"

    _verbs = {
        "amend": Verb(ACCEPTED_STATES, None, (OFFICIAL,)),
        "reprint_slip": Verb(ACCEPTED_STATES, None, (OFFICIAL,)),
    }
    _guarded_fields = frozenset({"slip_amendments", "slip_reprints"})

    can_amend = fields.Boolean(compute="_compute_can")
    can_reprint_slip = fields.Boolean(compute="_compute_can")
    slip_amendments = fields.Integer("Slip amended", readonly=True, copy=False)
    slip_reprints = fields.Integer("Slip printed again", readonly=True, copy=False)

    @api.model
    def _verb_labels(self):
        _ = self.env._
        return {
            **super()._verb_labels(),
            "amend": _("Amend a typing error"),
            "reprint_slip": _("Print a lost slip again"),
        }

    # -------------------------------------------------------------------------
    # TYPING ERRORS
    # -------------------------------------------------------------------------

    def amend(self, values):
        """Amend particulars of the applicant or the return; the slip before is void.

        :param values: field → new value, of ``AMENDABLE``
        """
        self.ensure_one()
        facts = {}

        def prepare():
            changed = self._checked_amendment(values)
            facts.update(fields=sorted(changed), version=self.slip_amendments + 1)
            return {**changed, "slip_amendments": self.slip_amendments + 1}

        self._transition("amend", values=prepare, facts=facts)
        self.env["hcc.token"]._revoke(self, STATUS_TOKEN)
        return True

    def _checked_amendment(self, values):
        """What changes, cleaned.

        :raise UserError: a field that is no typing error, nothing, or another person
        """
        foreign = sorted(set(values) - set(AMENDABLE))
        if foreign:
            raise UserError(
                self.env._(
                    "%(dossier)s: %(fields)s cannot be amended. Correct the acceptance instead.",
                    dossier=self.display_name,
                    fields=self._field_labels([name for name in foreign if name in self._fields])
                    or ", ".join(map(str, foreign)),
                )
            )
        cleaned = {
            name: value if name == "return_channel" else text.clean(value or "") or False
            for name, value in values.items()
        }
        changed = {name: value for name, value in cleaned.items() if value != self[name]}
        if not changed:
            raise UserError(self.env._("%s: nothing was changed.", self.display_name))
        self._check_same_person(changed)
        return changed

    def _check_same_person(self, changed):
        if "applicant_name" not in changed:
            return
        name = changed["applicant_name"]
        if not name or not text.is_alike(name, self.applicant_name or ""):
            raise UserError(
                self.env._(
                    "%s: this is the name of somebody else, not a typing error. Correct the "
                    "acceptance instead.",
                    self.display_name,
                )
            )

    # -------------------------------------------------------------------------
    # LOST SLIPS
    # -------------------------------------------------------------------------

    def reprint_slip(self, asker_paper=None, new_code=False):
        """Print the slip again for somebody who lost it.

        :param asker_paper: by which kind of paper they were recognised (``ASKER_PAPERS``)
        :param new_code: the look-up code of the lost slip stops answering
        """
        self.ensure_one()
        if asker_paper not in dict(ASKER_PAPERS):
            raise UserError(
                self.env._(
                    "%s: say by which paper the one who asks was recognised.", self.display_name
                )
            )
        facts = {"paper": asker_paper, "new_code": bool(new_code)}

        def prepare():
            facts["copy"] = self.slip_reprints + 1
            return {"slip_reprints": self.slip_reprints + 1}

        self._transition("reprint_slip", values=prepare, facts=facts)
        if new_code:
            self.env["hcc.token"]._revoke(self, STATUS_TOKEN)
        return True

    # -------------------------------------------------------------------------
    # ON THE SLIP
    # -------------------------------------------------------------------------

    def _slip_marks(self):
        """What tells this print from the first one."""
        marks = []
        if self.slip_amendments:
            marks.append(
                f"Bản thay thế lần {self.slip_amendments} – giấy cấp trước không còn giá trị"
            )
        if self.slip_reprints:
            marks.append(f"Bản in lại lần {self.slip_reprints}")
        return marks

    def _slip_stamp(self):
        """Across the slip of a dossier that ended without a result: nobody collects one with it."""
        return SLIP_STAMPS.get(self.state, "")

    def _is_slip_void(self):
        """Whether the paper says that it is void: the acceptance was corrected or cancelled."""
        return self.state == "cancelled"

    def _void_slip_task(self, language="vi"):
        """What becomes of the dossier whose slip is void, in one sentence: all that its code still
        tells."""
        return self.sudo().with_context(public_language=language)._get_applicant_task()
