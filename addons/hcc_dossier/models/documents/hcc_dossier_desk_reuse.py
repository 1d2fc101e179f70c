from odoo import api, models
from odoo.fields import Command


class HccDossier(models.Model):
    """Papers given before, offered at the reception desk: line by line, used once the applicant has
    agreed. What may be reused, and the consent, are ``reuse_papers``'."""

    _inherit = "hcc.dossier"

    @api.model
    @api.readonly
    def desk_check(self, procedure_id, applicant_id=False, dossier_id=False):
        answer = super().desk_check(procedure_id, applicant_id, dossier_id)
        dossier = self.browse(dossier_id or [])
        if applicant_id and not dossier:
            dossier = self._desk_lines_draft(procedure_id, applicant_id)
        return answer | {"offers": dossier._desk_offers() if dossier else {}}

    def _desk_lines_draft(self, procedure_id, applicant_id):
        draft = self._desk_draft(self.env["hcc.procedure"].browse(procedure_id))
        lines = [Command.create(values) for values in draft._prepare_components()]
        draft.update({"applicant_id": applicant_id, "component_ids": lines})
        return draft

    def _desk_offers(self):
        """``{component of the catalogue: offer}``, of several papers the newest."""
        offers = {}
        for offer in self._reusable_papers():
            words = {
                "document_id": offer["document_id"],
                "type": offer["type"],
                "dossier": offer["dossier"],
                "agency": offer["agency"],
                "provenance": offer["provenance"],
                "given_on": self._day_words(offer["given_on"]),
                "valid_until": self._day_words(offer["valid_until"]),
            }
            offers.setdefault(offer["asked_id"], words)
        return offers

    @api.model
    def _day_words(self, day):
        return f"{day:%d/%m/%Y}" if day else ""

    @api.model
    def _desk_dossier(self, form):
        dossier = super()._desk_dossier(form)
        chosen = {
            line["component_id"]: line["reuse_document_id"]
            for line in form.get("components") or []
            if line.get("reuse_document_id")
        }
        if chosen:
            lines = dossier.component_ids.filtered(lambda line: line.component_id.id in chosen)
            choices = {line.id: chosen[line.component_id.id] for line in lines}
            dossier._reuse_papers(choices, form.get("reuse_consent"))
        return dossier
