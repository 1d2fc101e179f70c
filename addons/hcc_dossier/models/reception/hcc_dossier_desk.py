from odoo import api, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from odoo.addons.hcc_base.tools import identity
from odoo.addons.hcc_base.tools.text import fold

from ..dossier.hcc_dossier import RECEPTION_STATES

MOST_PROCEDURES = 8
#: what the desk shows of an applicant; reading it leaves a trace in the journal
APPLICANT_FIELDS = ("name", "kind", "masked_number", "birth_date", "address", "phone", "email",
                    "consent_at")  # fmt: skip


class HccDossier(models.Model):
    """What the reception desk (quầy tiếp nhận) asks while a dossier is being filled in.

    One screen for a counter official with keyboard and scanner. It keeps what was typed; nothing
    is stored before one of the three answers (see ``desk_submit``). Every rule is that of the
    dossier, the applicant and the policy: the desk only asks them early.
    """

    _inherit = "hcc.dossier"

    @api.model
    @api.readonly
    def desk_open(self):
        """The choices of the screen, and whose desk it is."""
        self.check_access("create")
        choices = {
            name: self._fields[name]._description_selection(self.env)
            for name in ("channel", "return_channel", "submitter_kind", "submitter_legal_kind")
        }
        entry = self.env["hcc.applicant.entry"]
        for name in ("kind", "identity_kind", "sex"):
            choices[name] = entry._fields[name]._description_selection(self.env)
        return {
            "centre": self.env.company.name,
            "agencies": self.env.user.agency_ids.mapped("name"),
            "choices": choices,
            "facts": self._desk_facts(),
        }

    @api.model
    def _desk_facts(self):
        """Extension point: what stands at the head of the desk, ``[{"label", "value"}]``."""
        return []

    # -------------------------------------------------------------------------
    # PROCEDURE
    # -------------------------------------------------------------------------

    @api.model
    @api.readonly
    def desk_procedures(self, words):
        """A few procedures by letters without diacritics or by code: first those of the user's
        agencies received here, then what this centre receives for others; last what another
        agency's counter receives, to send the applicant there."""
        self.check_access("create")
        procedures = self.env["hcc.procedure"]
        asked = Domain("display_name", "ilike", words) if words else Domain.TRUE
        here = procedures._received_domain(self.env.company)
        own = Domain("agency_id.member_ids", "in", self.env.uid)
        found = procedures.search(asked & here & own, limit=40)
        rows = [self._procedure_row(p, False) for p in self._by_closeness(found, words)]
        if len(rows) < MOST_PROCEDURES:
            far = procedures.search(asked & Domain("id", "not in", found.ids), limit=40)
            rows += [self._procedure_row(p, True) for p in far if self._is_for_another_centre(p)]
        if len(rows) < MOST_PROCEDURES and words:
            others = procedures.search(asked & here & ~own, limit=MOST_PROCEDURES)
            rows += [self._procedure_row(p, False, is_elsewhere=True) for p in others]
        return rows[:MOST_PROCEDURES]

    def _by_closeness(self, procedures, words):
        """The code that was typed first, then names that begin so, then the rest."""
        typed = fold(words or "")
        return procedures.sorted(
            lambda p: (fold(p.code) != typed, not fold(p.name or "").startswith(typed), p.code)
        )

    def _is_for_another_centre(self, procedure):
        """Whether this centre may take it for another one, independent of boundaries."""
        centre = self.env.company
        if procedure._is_received_at(centre) or procedure._reception_refusal(centre):
            return False
        return bool(procedure._competent_centres() - centre)

    def _procedure_row(self, procedure, is_far, is_elsewhere=False):
        agency = procedure.agency_id.sudo()
        return {
            "id": procedure.id,
            "code": procedure.code,
            "name": procedure.name,
            "agency": agency.short_name or agency.name,
            "is_far": is_far,
            "is_elsewhere": is_elsewhere,
        }

    @api.model
    @api.readonly
    def desk_check(self, procedure_id, applicant_id=False, dossier_id=False):
        """What the chosen procedure asks for, and what the applicant has of it already.

        :param dossier_id: the dossier that is being continued
        """
        self.check_access("create")
        procedure = self.env["hcc.procedure"].browse(procedure_id)
        procedure.check_access("read")
        draft = self._desk_draft(procedure, dossier_id)
        if applicant_id:
            draft.applicant_id = self.env["hcc.applicant"].browse(applicant_id)
        version = draft.version_id
        rows, others = draft._duplicate_rows() if applicant_id else ([], 0)
        far = self._is_for_another_centre(procedure)
        return {
            "procedure": self._procedure_row(procedure, far),
            "refusal": self._desk_refusal(draft),
            "term": version and draft._term_words() or "",
            "result": version.result_name or "",
            "area_days": version.area_extension_days,
            "is_difficult_area": draft.is_difficult_area,
            "components": draft._desk_components(),
            "centres": self._desk_centres(procedure) if far else [],
            "duplicates": [row for row in rows if not row["is_guided"]],
            "guided": [row for row in rows if row["is_guided"]],
            "hidden_duplicates": others,
        }

    def _desk_draft(self, procedure, dossier_id=False):
        """A dossier that is not stored, to ask the rules."""
        values = {"company_id": self.env.company.id, "procedure_id": procedure.id}
        return self.new(values, origin=self.browse(dossier_id or []))

    def _desk_refusal(self, draft):
        """Why this procedure cannot be received here today; empty when it can."""
        refusal = draft.procedure_id._reception_refusal(self.env.company)
        if not refusal and not draft.version_id:
            refusal = self.env._(
                "%s has no published version today.", draft.procedure_id.display_name
            )
        return refusal

    def _desk_centres(self, procedure):
        centres = procedure._competent_centres() - self.env.company.sudo()
        return [[centre.id, centre.name] for centre in centres]

    def _desk_components(self):
        rows = zip(self._prepare_components(), self.version_id.component_ids, strict=True)
        return [
            {
                "is_received": False,
                "is_missing": False,
                **row,
                "note": row.get("note") or "",
                "is_required": component._is_unconditional(),
                "condition": component.condition or "",
            }
            for row, component in rows
        ]

    # -------------------------------------------------------------------------
    # APPLICANT
    # -------------------------------------------------------------------------

    @api.model
    def desk_applicant(self, card=None, applicant_id=None, values=None):
        """The applicant of a scanned card, of a choice or of typed particulars.

        Somebody new is registered with the dossier, not here.

        :param values: fields of ``hcc.applicant.entry``
        :return: ``{"applicant": …}`` for one on record, else ``{"values", "similar",
            "disagreement"}``; with either ``"guided"``, dossiers that wait for papers
            or to be received again
        """
        self.check_access("create")
        applicants = self.env["hcc.applicant"]
        if applicant_id:
            return self._known_applicant(applicants.browse(applicant_id))
        entries = self.env["hcc.applicant.entry"]
        if card:
            values = self._card_values(card)
        values = self._desk_entry_values(values or {})
        entry = entries.new(values)
        found = (
            entry.name
            and entry.identity_number
            and applicants._find_by_card(
                applicants._normalised(applicants._known_fields(entry._applicant_values()))
            )
        )
        if found:
            return self._known_applicant(found)
        return {
            "values": {name: _plain(value) for name, value in values.items()},
            "similar": [[one.id, one.display_name] for one in entry.similar_ids._origin],
            "disagreement": entry.disagreement or "",
            "guided": [],
        }

    @api.model
    @api.readonly
    def desk_submitter(self, card):
        """Name and number of whoever hands it in, from the card; nobody is registered."""
        self.check_access("create")
        values = self._card_values(card)
        return {
            "submitter_name": values["name"],
            "submitter_identity_number": values["identity_number"],
        }

    def _card_values(self, card):
        try:
            return self.env["hcc.applicant.entry"]._card_values(card)
        except identity.IdentityError as error:
            raise ValidationError(str(error)) from error

    def _known_applicant(self, applicant):
        [row] = applicant.read(list(APPLICANT_FIELDS))
        guided = self.search(
            [
                ("applicant_id", "=", applicant.id),
                "|", ("state", "=", "guided"),
                "&", ("state", "=", "draft"), ("replaces_id", "!=", False),
            ],
            order="id desc",
        )  # fmt: skip
        return {
            "applicant": {name: _plain(value) for name, value in row.items()},
            "guided": [dossier._guided_row() for dossier in guided],
        }

    def _guided_row(self):
        return {
            "id": self.id,
            "code": self.display_name,
            "procedure": self.procedure_id.sudo().name,
            "reason": (self.replaces_id or self).sudo().request_reason or "",
            "is_void": self.state == "draft",
        }

    # -------------------------------------------------------------------------
    # WHO COMES BACK
    # -------------------------------------------------------------------------

    @api.model
    def desk_continue(self, dossier_id):
        """All of a dossier that is still being received, to go on where it was left."""
        self.check_access("create")
        dossier = self.browse(dossier_id)
        dossier.check_access("write")
        if dossier.state not in RECEPTION_STATES:
            raise UserError(
                self.env._(
                    "%(dossier)s is in state “%(state)s”: it is no longer being received.",
                    dossier=dossier.display_name,
                    state=dossier._state_label(),
                )
            )
        is_changed = bool(dossier.version_id) and dossier.version_id != dossier._current_version()
        if is_changed:
            dossier.action_reload_version()
        known = dossier.applicant_id and self._known_applicant(dossier.applicant_id)
        return {
            "dossier": {"id": dossier.id, "code": dossier.display_name, "state": dossier.state},
            "reason": dossier.request_reason or "",
            "is_changed": is_changed,
            "guide_refusal": dossier._guide_refusal(),
            "applicant": known["applicant"] if known else None,
            "procedure_id": dossier.procedure_id.id,
            "form": dossier._desk_form(),
            "components": [line._desk_row() for line in dossier.component_ids],
        }

    def _current_version(self):
        return self.procedure_id._version_on(self._reception_day())

    def _guide_refusal(self):
        """Why the applicant cannot be guided once more; empty when they can."""
        try:
            self._check_guide()
        except UserError as error:
            return str(error)
        return ""


def _plain(value):
    """As JSON carries it; no value is an empty text."""
    if value is None or value is False:
        return ""
    return value if isinstance(value, str | int | bool) else str(value)
