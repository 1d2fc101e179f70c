from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.hcc_base.models.hcc_state_mixin import Verb

from ..dossier.hcc_dossier import ENDED_STATES

#: what the official said of a paper that was handed in
_COUNTED = ("originals", "certified_copies", "copies", "is_missing")
#: what screens show of a line; the rest of it is written by verbs
_SHOWN = (*_COUNTED, "is_received", "note")


class HccDossier(models.Model):
    """The papers of a wrong acceptance: they lie where they lay, and go on with the dossier that
    continues it, line by line of the same name, also when it is of another procedure.

    Originals stay on the line that they were taken in by; whoever continues the dossier owes them
    back. Scans that the void acceptance had fixed go on with the draft and are accepted with it,
    for its applicant: until then nobody is offered them, unless another dossier reuses them, for
    which they stay accepted.
    """

    _inherit = "hcc.dossier"

    def write(self, vals):
        """A screen that changes the procedure sends lines of its own, without what verbs write."""
        result = super().write(vals)
        if vals.get("procedure_id") and "component_ids" in vals:
            for dossier in self.filtered("replaces_id"):
                dossier._take_over_scans()
        return result

    def _prepare_components(self):
        rows = super()._prepare_components()
        for row in rows if self.replaces_id else ():
            row.update(self._handed_on(row["name"], _SHOWN))
        return rows

    def _fill_components(self):
        super()._fill_components()
        if self.replaces_id:
            self._take_over_scans()

    def _take_over_scans(self):
        for line in self._parts("hcc.dossier.component").browse(self.sudo().component_ids.ids):
            if not line.document_id:
                line.write(self._handed_on(line.name, _SHOWN, others=True))

    def _handed_on(self, name, fields, others=False):
        """``fields`` of the paper of that name, or all but these, as the void acceptance had it."""
        lines = self.replaces_id.sudo().component_ids
        same = lines.filtered(lambda line: line.name == name)[:1]
        values = same._handed_on_to(self.sudo().applicant_id) if same else {}
        return {key: value for key, value in values.items() if (key in fields) != others}

    def _continue_in_draft(self):
        draft = super()._continue_in_draft()
        scans = self.env["hcc.document"].sudo()._fixed_by(self)
        scans._release(draft)
        return draft

    # -------------------------------------------------------------------------
    # ORIGINALS OF BOTH
    # -------------------------------------------------------------------------

    @api.depends(
        "replaces_id.component_ids.original_kept", "replaces_id.component_ids.given_back_at"
    )
    def _compute_held_originals(self):
        super()._compute_held_originals()

    def _held_lines(self):
        if not self.replaces_id:
            return super()._held_lines()
        # sudo: the void acceptance may have been of another agency
        return self._as_one_dossier().sudo().component_ids._held_originals()


class HccDossierComponent(models.Model):
    _inherit = "hcc.dossier.component"

    def _handed_on_to(self, applicant):
        """What the line of the same paper takes over in the dossier that continues this one.

        :param applicant: whose dossier that is; papers of somebody else stay behind
        """
        values = self._kept_when_reloaded() | {name: self[name] for name in _COUNTED}
        values["original_kept"] = False  # it is held on the line that took it in
        if self.document_id and self.document_id.owner_id != applicant:
            values |= {"document_id": False, "is_reused": False, "consent_at": False}
            values["is_received"] = self.is_received and not self.is_reused
        return values


class HccDocument(models.Model):
    _inherit = "hcc.document"

    _verbs = {"release": Verb(("accepted",), None)}  # by a correction only

    def _verb_labels(self):
        return super()._verb_labels() | {
            "release": self.env._("The acceptance it was given with is void")
        }

    @api.model
    def _fixed_by(self, dossier):
        """What was handed in with ``dossier`` and accepted with it."""
        return self.search(
            [
                ("dossier_id", "=", dossier.id),
                ("state", "=", "accepted"),
                ("provenance", "!=", "result"),
            ]
        )

    def _release(self, draft):
        for document in self:
            facts = document._journal_facts() | {"by": draft.id}
            values = {"dossier_id": draft.id}
            if not document._is_reused_now():
                values["state"] = "draft"
            document._transition("release", values=values, facts=facts)

    def _is_reused_now(self):
        """Accepted again with another dossier, which has not ended: there it stays so."""
        reused = self.use_ids.filtered("is_reused").dossier_id
        return any(dossier.state not in ENDED_STATES for dossier in reused)

    @api.ondelete(at_uninstall=False)
    def _unlink_if_never_accepted(self):
        """What an acceptance had fixed stays to be seen there, void as it is."""
        for document in self:
            kept = document.sudo().use_ids.dossier_id.filtered("received_at")
            if kept:
                raise UserError(
                    self.env._(
                        "%(paper)s was accepted with %(dossier)s and cannot be deleted: its "
                        "history must stay. Take it off the line instead.",
                        paper=document.display_name,
                        dossier=kept[0].display_name,
                    )
                )
