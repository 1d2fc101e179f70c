from odoo import api, fields, models

from ...tools import pdf_verification


class HccSignature(models.Model):
    """A digital signature (chữ ký số) on a paper of the dossier: whose, in which step, and what it
    is worth when looked at.

    Written when it is made and looked at again on demand; who may read the dossier may read it.
    """

    _name = "hcc.signature"
    _description = "Digital Signature"
    _inherit = ["hcc.dossier.part"]
    _order = "draft_id, id"
    _rec_name = "signer"

    draft_id = fields.Many2one(
        "hcc.dossier.draft", "Paper", required=True, readonly=True, index=True, ondelete="restrict"
    )
    step_id = fields.Many2one(
        "hcc.dossier.step", required=True, readonly=True, index=True, ondelete="restrict"
    )
    purpose = fields.Selection(
        [("person", "Signature"), ("agency", "Electronic seal")], required=True, readonly=True
    )
    user_id = fields.Many2one("res.users", "Signed by", required=True, readonly=True, index=True)
    on_behalf_user_id = fields.Many2one(
        "res.users", "In the place of", readonly=True, index="btree_not_null"
    )
    certificate_id = fields.Many2one(
        "hcc.signing.certificate", required=True, readonly=True, index=True, ondelete="restrict"
    )
    field_name = fields.Char("Field of the PDF", required=True, readonly=True)
    signer = fields.Char("Name in the certificate", required=True, readonly=True)
    serial = fields.Char("Serial number", required=True, readonly=True)
    issuer = fields.Char("Certificate issued by", readonly=True)
    signed_at = fields.Datetime("Signed", required=True, readonly=True)
    verdict = fields.Selection(
        [
            ("valid", "Valid"),
            ("untrusted", "Issuer not trusted"),
            ("expired", "Certificate was not valid"),
            ("changed", "Paper was changed"),
            ("broken", "Broken"),
            ("unreadable", "Not readable"),
            ("missing", "Not in the file"),
        ],
        required=True,
        readonly=True,
    )
    checked_at = fields.Datetime("Last looked at", required=True, readonly=True)

    _field_uniq = models.UniqueIndex("(draft_id, field_name)", "This signature is recorded.")

    @api.depends("signer", "purpose")
    def _compute_display_name(self):
        kinds = dict(self._fields["purpose"]._description_selection(self.env))
        for signature in self:
            signature.display_name = f"{kinds.get(signature.purpose, '')}: {signature.signer}"

    def action_check(self):
        """Look at the signatures of these papers again, under today's trusted issuers."""
        self.check_access("read")
        now = self.env["hcc.clock"]._now()
        for draft in self.draft_id:
            verdicts = {one.field_name: one.code for one in self._verdicts(draft._content())}
            for signature in draft.signature_ids:
                signature.dossier_id._parts("hcc.signature").browse(signature.id).write(
                    {
                        "verdict": verdicts.get(signature.field_name, "missing"),
                        "checked_at": now,
                    }
                )
        return True

    @api.model
    def _verdicts(self, content):
        """A verdict for each signature of the PDF ``content``; none for an unreadable one."""
        try:
            return pdf_verification.verify(content, self.env["hcc.trust.anchor"]._roots())
        except ValueError:
            return []
