from odoo import models

#: kinds of papers about a linked dossier that concern the applicant
TOLD_KINDS = ("loss",)


class HccDossier(models.Model):
    """Linked dossiers and the applicant, who knows the parent only: the apology for papers lost
    with a linked dossier is told of, listed and looked up there."""

    _inherit = "hcc.dossier"

    def _known_dossier(self):
        """The dossier as the applicant knows it."""
        self.ensure_one()
        # sudo: the agency of a linked dossier does not read the parent, whose code it writes
        return self.sudo().parent_id or self

    def _told_notices(self):
        """The papers sent to the applicant, those about linked dossiers among them."""
        if not self.version_id.is_interlinked:
            return self.notice_ids
        of_children = self.sudo().child_ids.notice_ids
        told = of_children.filtered(lambda notice: notice.kind in TOLD_KINDS)
        return (self.notice_ids | told).sorted("id")
