from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.hcc_base.models.hcc_state_mixin import Verb

from ..dossier.hcc_dossier import OFFICIAL, RECEPTION_STATES

#: where the applicant may point at a paper given before
REUSE_STATES = (*RECEPTION_STATES, "supplement")


class HccDossier(models.Model):
    """Papers that the applicant gave before (tái sử dụng giấy tờ), in any dossier of any agency:
    offered where the procedure asks for one of their type, used with the applicant's consent.

    Before the consent the official learns that such a paper exists and since when, nothing of
    what it says: its number and its file open with the consent.
    """

    _inherit = "hcc.dossier"

    has_reusable_papers = fields.Boolean(compute="_compute_has_reusable_papers")
    can_reuse_papers = fields.Boolean(compute="_compute_can")

    _verbs = {"reuse_papers": Verb(REUSE_STATES, None, (OFFICIAL,))}

    @api.model
    def _verb_labels(self):
        return super()._verb_labels() | {"reuse_papers": self.env._("Reuse papers given before")}

    @api.depends("state", "applicant_id", "component_ids.document_id")
    def _compute_has_reusable_papers(self):
        for dossier in self:
            dossier.has_reusable_papers = bool(
                dossier.state in REUSE_STATES
                and dossier.applicant_id
                and dossier._reusable_papers()
            )

    # -------------------------------------------------------------------------
    # WHAT IS OFFERED
    # -------------------------------------------------------------------------

    def _reusable_papers(self):
        """What the applicant gave before and this procedure asks for, the newest first.

        :return: ``[{"component_id", "asked_id", "component", "document_id", "type", "given_on",
            "dossier", "agency", "provenance", "valid_until"}]``; several may fit one line.
            ``asked_id`` is the component of the catalogue.
        """
        self.ensure_one()
        lines = self._lines_by_type()
        offers = []
        for document in self._papers_of_applicant(lines):
            for line in lines.get(document._handed_in_as(), ()):
                offers.append(self._offer(line, document))
        return offers

    def _lines_by_type(self):
        """Lines without a file, under the type of paper they ask for."""
        lines = {}
        for line in self.sudo().component_ids:
            document_type = not line.document_id and line._document_type()
            if document_type and document_type.is_reusable:
                lines.setdefault(document_type, []).append(line)
        return lines

    def _papers_of_applicant(self, lines):
        """Of all agencies: to say what exists is what the store is there for."""
        documents = self.env["hcc.document"].sudo()
        if not lines:
            return documents
        types = [document_type.id for document_type in lines]
        found = documents.search(
            [
                ("owner_id", "=", self.applicant_id.id),
                ("state", "=", "accepted"),
                "|", ("type_id", "in", types), ("type_id.handed_in_as_id", "in", types),
            ]
        )  # fmt: skip
        day = self.env["hcc.clock"]._today(self.company_id)
        needs_grant = self._policy().sudo().document_reuse_from == "granted"
        return found.filtered(lambda d: d._holds_on(day) and (not needs_grant or d._has_served()))

    def _offer(self, line, document):
        kinds = dict(document._fields["provenance"]._description_selection(self.env))
        local = self.env["hcc.clock"]._local(self.company_id, document.taken_at)
        return {
            "component_id": line.id,
            "asked_id": line.component_id.id,
            "component": line.name,
            "document_id": document.id,
            "type": document.type_id.name,
            "given_on": local.date(),
            "dossier": document.dossier_id.display_name or "",
            "agency": document.dossier_id.agency_id.name or "",
            "provenance": kinds[document.provenance],
            "valid_until": document.valid_until,
        }

    # -------------------------------------------------------------------------
    # REUSE
    # -------------------------------------------------------------------------

    def reuse_papers(self, choices, consent=False, request_key=None):
        """Take papers given before in place of new ones.

        :param choices: ``{component id: document id}`` out of what ``_reusable_papers`` offers
        :param consent: the applicant agrees, asked at the counter; without it nothing is reused
        :return: ``{"dossier_id", "component_ids"}``
        :raise UserError: no consent, or a choice is not (or no longer) on offer
        """
        self.ensure_one()
        chosen = {int(line): int(document) for line, document in (choices or {}).items()}
        arguments = {"dossier": self.id, "choices": sorted(chosen.items()), "consent": consent}
        return self.env["hcc.request.key"]._once(
            f"dossier.reuse_papers/{self.env.uid}",
            request_key,
            arguments,
            lambda: self._reuse_papers(chosen, consent),
        )

    def _reuse_papers(self, chosen, consent):
        facts = {"components": sorted(chosen), "documents": sorted(chosen.values())}

        def prepare():
            self._check_consent(consent)
            self._check_on_offer(chosen)
            now = self.env["hcc.clock"]._now()
            for line_id, document_id in chosen.items():
                self._reuse(line_id, document_id, now)
            return {}

        self._transition("reuse_papers", values=prepare, facts=facts)
        return {"dossier_id": self.id, "component_ids": sorted(chosen)}

    def _reuse(self, line_id, document_id, now):
        """The original file is not copied: the line points at it, and no paper was handed in."""
        self._parts("hcc.dossier.component").browse(line_id).write(
            {
                "document_id": document_id,
                "is_reused": True,
                "consent_at": now,
                "is_received": True,
                "is_missing": False,
                **dict.fromkeys(("originals", "certified_copies", "copies"), 0),
            }
        )
        document = self.env["hcc.document"].browse(document_id)
        document._guarded_write({"consent_at": now})
        facts = {"dossier": self.id, "component": line_id}
        self.env["hcc.journal.entry"]._append(document, "reuse", facts=facts)

    def _check_consent(self, consent):
        if not consent:
            raise UserError(
                self.env._(
                    "%s: ask the applicant whether the papers may be used again, and tick the "
                    "consent. Without it the applicant hands in new ones.",
                    self.display_name,
                )
            )

    def _check_on_offer(self, chosen):
        offered = {(o["component_id"], o["document_id"]) for o in self._reusable_papers()}
        if not chosen or set(chosen.items()) - offered:
            raise UserError(
                self.env._(
                    "%s: what was chosen cannot be reused (any more): it was revoked, expired, is "
                    "of another person or of another type. Open the list again.",
                    self.display_name,
                )
            )

    def action_reuse_papers(self):
        """Show what can be reused, to be ticked with the applicant's consent."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Papers given before"),
            "res_model": "hcc.dossier.reuse",
            "view_mode": "form",
            "target": "new",
            "context": {"default_dossier_id": self.id, "dialog_size": "extra-large"},
        }


class HccDocument(models.Model):
    """What makes a paper of the store one that may be used again."""

    _inherit = "hcc.document"

    def _handed_in_as(self):
        """A result of one procedure is a paper handed in with the next."""
        self.ensure_one()
        return self.type_id.handed_in_as_id or self.type_id

    def _has_served(self):
        """Given in a dossier that was granted; what came from elsewhere has its own proof."""
        self.ensure_one()
        dossier = self.dossier_id
        if not dossier or self.provenance in ("online", "certified"):
            return True
        return dossier.result_kind == "granted" and dossier.state in ("done", "returned")
