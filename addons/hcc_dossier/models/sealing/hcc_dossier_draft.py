import base64
import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.hcc_base.tools import file_kinds

from ...tools import pdf_signing

MAX_BYTES = 20 * 1024 * 1024


class HccDossierDraft(models.Model):
    """A paper that is signed on the way to the result: the submission slip (phiếu trình) or the
    draft of the result (dự thảo kết quả), always a PDF.

    Made by the dossier's verbs. A newer one of the same kind takes the older one's place; the older
    one stays with its signatures. A signature adds to the file and changes nothing before it.
    """

    _name = "hcc.dossier.draft"
    _description = "Paper to be Signed"
    _inherit = ["hcc.dossier.part"]
    _order = "dossier_id, id desc"

    kind = fields.Selection(
        [("submission", "Submission slip"), ("result", "Draft of the result")],
        required=True,
        readonly=True,
    )
    name = fields.Char("File name", required=True, readonly=True)
    round = fields.Integer(required=True, readonly=True)
    is_current = fields.Boolean(
        "Valid draft", readonly=True, default=True, help="No newer one has taken its place."
    )
    file = fields.Binary(attachment=True, required=True, readonly=True)
    sha256 = fields.Char("SHA-256", required=True, readonly=True)
    user_id = fields.Many2one("res.users", "Made by", required=True, readonly=True, index=True)
    made_at = fields.Datetime(required=True, readonly=True)
    signature_ids = fields.One2many("hcc.signature", "draft_id", "Signatures", readonly=True)
    signature_words = fields.Char("Signed by", compute="_compute_signature_words")

    _current_uniq = models.UniqueIndex(
        "(dossier_id, kind) WHERE is_current", "The dossier has a current paper of this kind."
    )

    @api.depends("kind", "round")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for draft in self:
            draft.display_name = f"{kinds.get(draft.kind, '')} {draft.round}"

    @api.depends("signature_ids.signer", "signature_ids.verdict")
    def _compute_signature_words(self):
        for draft in self:
            valid = draft.signature_ids.filtered(lambda one: one.verdict == "valid")
            draft.signature_words = ", ".join(valid.mapped("signer"))

    def _for_desk(self):
        return {
            "id": self.id,
            "kind": self.kind,
            "name": self.display_name,
            "file": self.name,
            "url": f"/web/content/hcc.dossier.draft/{self.id}/file/{self.name}?download=1",
            "signed_by": self.signature_words or "",
        }

    def _is_sealed(self):
        """It has its number and seal; a result that is decided anew is another paper."""
        return "agency" in self.sudo().signature_ids.mapped("purpose")

    # -------------------------------------------------------------------------
    # CONTENT (inside the dossier's verbs)
    # -------------------------------------------------------------------------

    def _content(self):
        return base64.b64decode(self.sudo().with_context(bin_size=False).file or b"")

    @api.model
    def _prepare(self, dossier, kind, name, content):
        """Values of a new paper of ``dossier``.

        :raise UserError: no readable PDF, or too large
        """
        self._check_pdf(name, content)
        earlier = dossier.sudo().draft_ids.filtered(lambda draft: draft.kind == kind)
        return {
            "dossier_id": dossier.id,
            "kind": kind,
            "name": name,
            "round": len(earlier) + 1,
            "user_id": self.env.uid,
            "made_at": self.env["hcc.clock"]._now(),
            **self._as_stored(content),
        }

    def _as_stored(self, content):
        return {
            "file": base64.b64encode(content),
            "sha256": hashlib.sha256(content).hexdigest(),
        }

    def _check_pdf(self, name, content):
        if len(content) > MAX_BYTES:
            raise UserError(
                self.env._("%s is larger than 20 MB. Save it smaller and try again.", name)
            )
        try:
            is_pdf = file_kinds.kind_of(content) == "pdf" and pdf_signing.pages_of(content) > 0
        except pdf_signing.SigningError:
            is_pdf = False
        if not is_pdf:
            raise UserError(
                self.env._(
                    "%s is no readable PDF, or it is protected. Save it as an open PDF and try "
                    "again.",
                    name,
                )
            )
