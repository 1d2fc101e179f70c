from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.hcc_base.models.hcc_applicant import PERSONAL

#: what only the dossier's verbs write, also while the rest of the line is open to editing
VERB_FIELDS = frozenset({"document_id", "is_reused", "consent_at"})


class HccDossierComponent(models.Model):
    """The file behind a paper: scanned at reception, or one that the applicant gave before."""

    _inherit = "hcc.dossier.component"

    document_id = fields.Many2one(
        "hcc.document",
        "File",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups=PERSONAL,
    )
    is_reused = fields.Boolean("Reused", readonly=True, copy=False)
    consent_at = fields.Datetime("Consent to reuse", readonly=True, copy=False)
    source = fields.Selection(
        [("paper", "Paper only"), ("scan", "Scanned"), ("reuse", "Reused")],
        "Given as",
        compute="_compute_source",
        compute_sudo=True,
    )
    is_to_digitise = fields.Boolean(
        "Must be digitised", related="component_id.must_be_digitised", related_sudo=False
    )

    @api.depends("document_id", "is_reused", "is_received")
    def _compute_source(self):
        for line in self:
            if line.document_id:
                line.source = "reuse" if line.is_reused else "scan"
            else:
                line.source = line.is_received and "paper"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_no_verb_fields(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_no_verb_fields(vals)
        return super().write(vals)

    def unlink(self):
        """A scan that no paper of the dossier holds any more was made in vain."""
        documents = self.sudo().document_id
        result = super().unlink()
        documents._discard_unused()
        return result

    def _kept_when_reloaded(self):
        line = self.sudo()
        return super()._kept_when_reloaded() | {
            "document_id": line.document_id.id,
            "is_reused": line.is_reused,
            "consent_at": line.consent_at,
            "original_kept": line.original_kept,
        }

    def _check_no_verb_fields(self, vals):
        if self._is_verb():
            return
        refused = sorted(name for name in self._verb_fields() & vals.keys() if vals[name])
        if refused:
            raise AccessError(
                self.env._(
                    "Papers of a dossier: %s cannot be set directly. Use the buttons of the line.",
                    self._field_labels(refused),
                )
            )

    @api.model
    def _verb_fields(self):
        """Extension point: fields that only the dossier's verbs write."""
        return VERB_FIELDS

    # -------------------------------------------------------------------------
    # VERBS OF THE DOSSIER, CALLED FROM A LINE
    # -------------------------------------------------------------------------

    def attach_scan(self, file_name, content):
        """Keep a scan of this paper; another one in its place supersedes the former.

        :param file_name: for messages only; it may name the citizen and is not kept
        :param content: the file, base64
        :return: ``{"component_id", "document_id", "pages"}``
        """
        self.ensure_one()
        self.check_access("read")
        return self.dossier_id._attach_scan(self, file_name, content)

    def detach_document(self):
        """Take the scan or the reused paper off this line, before acceptance."""
        self.ensure_one()
        self.check_access("read")
        self.dossier_id._detach_document(self)
        return True

    def action_open_file(self):
        """Open the file in a tab of its own."""
        self.ensure_one()
        return self.document_id.action_open_file()

    def _document_type(self):
        """The type its file is kept under: the catalogue's, one known by its words, or “other”."""
        self.ensure_one()
        types = self.env["hcc.document.type"].sudo()
        known = self.component_id._taken_for() if self.component_id else types._recognise(self.name)
        return known or self.env.ref("hcc_base.document_type_gt_khac").sudo()
