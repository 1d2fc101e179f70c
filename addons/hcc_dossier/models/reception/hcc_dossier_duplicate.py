from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..dossier.hcc_dossier import FINAL_STATES, RECEPTION_STATES


class HccDossier(models.Model):
    """The applicant's other open dossiers of the same procedure (hồ sơ trùng).

    They are pointed out before acceptance; who goes on all the same says so, and the journal keeps
    it. Those that the user may see are named by their code, of others only that there are some.
    """

    _inherit = "hcc.dossier"

    beside_open = fields.Boolean(
        "Accept beside the open dossier",
        copy=False,
        help="The applicant has another open dossier of this procedure and wants this one too.",
    )
    duplicate_note = fields.Text("Open already", compute="_compute_duplicate_note")

    _editable_fields = {
        "draft": frozenset({"beside_open"}),
        "guided": frozenset({"beside_open"}),
    }

    @api.depends("applicant_id", "procedure_id", "state")
    def _compute_duplicate_note(self):
        for dossier in self:
            is_asked = dossier.state in RECEPTION_STATES and dossier.applicant_id
            dossier.duplicate_note = is_asked and dossier._duplicate_words()

    def _duplicate_domain(self):
        # A draft is nothing yet; what ends does not hinder a new beginning. A draft that continues
        # a voided acceptance is something, whatever procedure it turns out to be of.
        same = Domain("procedure_id", "=", self.procedure_id.id)
        same &= Domain("state", "not in", [*FINAL_STATES, "draft"])
        void = Domain("state", "in", RECEPTION_STATES) & Domain("replaces_id", "!=", False)
        others = Domain("id", "not in", self._origin.ids)
        return Domain("applicant_id", "=", self.applicant_id.id) & others & (same | void)

    def _open_duplicates(self):
        """All of them, for the journal and for checks; never shown as they are."""
        # sudo: whether there is one does not depend on who may read it
        return self.sudo().search(self._duplicate_domain(), order="id")

    def _duplicate_rows(self):
        """What the user may know of them: ``([{"id", "code", "state", "agency"}], others)``;
        ``is_guided``: it is continued, ``is_void``: since its acceptance was voided."""
        duplicates = self._open_duplicates()
        seen = self.browse(duplicates.ids)._filtered_access("read")
        rows = [
            {
                "id": dossier.id,
                "code": dossier.display_name,
                "state": dossier._state_label(),
                "is_guided": dossier.state in RECEPTION_STATES,
                "is_void": dossier.state == "draft",
                "agency": dossier.agency_id.sudo().name,
            }
            for dossier in seen
        ]
        return rows, len(duplicates) - len(seen)

    def _duplicate_words(self):
        rows, others = self._duplicate_rows()
        lines = [f"{row['code']} – {row['state']}" for row in rows]
        if others:
            lines.append(self.env._("one more at another agency or centre, out of your sight"))
        return "\n".join(lines)

    def _check_beside_open(self):
        """Going on beside an open dossier is a decision, not an oversight: who was guided
        continues the same record.

        :raise UserError: there is one, and nobody has said that this one is wanted too
        """
        if self.beside_open or not self._open_duplicates():
            return
        rows, _others = self._duplicate_rows()
        void = [row["code"] for row in rows if row["is_void"]]
        if void:
            raise UserError(
                self.env._(
                    "An acceptance of this applicant was voided: continue %(codes)s. Only if "
                    "another dossier is wanted too, tick “Accept beside the open dossier”.",
                    codes=", ".join(void),
                )
            )
        guided = [row["code"] for row in rows if row["is_guided"]]
        if guided:
            raise UserError(
                self.env._(
                    "The applicant was guided for this procedure before: continue %(codes)s. "
                    "Only if another dossier is wanted too, tick “Accept beside the open dossier”.",
                    codes=", ".join(guided),
                )
            )
        raise UserError(
            self.env._(
                "The applicant has an open dossier of this procedure already: %(others)s. If "
                "another one is wanted too, tick “Accept beside the open dossier”.",
                others=self._duplicate_words().replace("\n", "; "),
            )
        )

    def _check_guide(self):
        super()._check_guide()
        self._check_beside_open()

    def _check_ready(self):
        super()._check_ready()
        self._check_beside_open()

    def _answer_facts(self):
        beside = self._open_duplicates().ids if self.beside_open else []
        return super()._answer_facts() | ({"beside": beside} if beside else {})
