import base64
import binascii

from odoo import api, models
from odoo.exceptions import UserError

from ...tools import scan_file


class HccDocument(models.Model):
    """How a file becomes a paper of the store: looked at, checked for viruses, kept once."""

    _inherit = "hcc.document"

    @api.model
    def _decoded(self, label, content):
        """The file as it came from a screen, base64."""
        try:
            return base64.b64decode(content or "", validate=True)
        except (binascii.Error, ValueError, TypeError) as error:
            raise UserError(
                self.env._("%s: the file arrived damaged. Upload it again.", label)
            ) from error

    @api.model
    def _inspect(self, label, document_type, data):
        """What the file is; refused with the reason when the type does not take it."""
        document_type = document_type.sudo()
        try:
            return scan_file.inspect(
                data,
                document_type._formats(),
                document_type.max_size_mb,
                document_type.max_pages,
            )
        except scan_file.ScanFileError as error:
            raise UserError(
                self.env._("%(file)s: %(problem)s", file=label, problem=error)
            ) from error

    @api.model
    def _take_in(self, owner, document_type, data, found, policy, **values):
        """Keep ``data`` as a paper of ``owner``; the same file of the same type only once.

        :param found: what ``_inspect`` said
        :param policy: whose rules hold when the virus scanner does not answer
        :return: the paper, in the caller's environment
        """
        self._check_not_revoked(owner, document_type, found.sha256)
        kept = self._kept_already(owner.id, document_type, found.sha256)
        if kept:
            return kept.with_env(self.env)
        return self._guarded_create(
            [
                {
                    "owner_id": owner.id,
                    "type_id": document_type.id,
                    "type_code": document_type.sudo().code,
                    "file": base64.b64encode(data),
                    "file_kind": found.kind,
                    "file_size": found.size,
                    "page_count": found.pages,
                    "sha256": found.sha256,
                    "taken_at": self.env["hcc.clock"]._now(),
                    "taken_user_id": self.env.uid,
                    **self._virus_values(data, policy),
                    **values,
                }
            ]
        )

    def _check_not_revoked(self, owner, document_type, sha256):
        domain = [
            ("owner_id", "=", owner.id),
            ("type_id", "=", document_type.id),
            ("sha256", "=", sha256),
            ("state", "=", "revoked"),
        ]
        revoked = self.sudo().search(domain, limit=1)
        if revoked:
            day = self.env["hcc.clock"]._local(revoked.company_id, revoked.revoked_at)
            raise UserError(
                self.env._(
                    "This very paper (%(paper)s) was revoked on %(day)s. Ask the agency that "
                    "revoked it before you take it in.",
                    paper=revoked.display_name,
                    day=f"{day:%d/%m/%Y}",
                )
            )
