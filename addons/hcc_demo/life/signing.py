"""Papers made and signed on the way to the result, with keys made for this copy alone."""

import base64
import os
import secrets

from odoo.addons.hcc_dossier.signing import software_folder
from odoo.addons.hcc_dossier.tools.trial_issuer import TrialIssuer

from .acts import trial_paper

#: who gets a certificate
SIGNERS = ("thamdinh", "pheduyet")


class SigningActs:
    def _act_issue_certificates(self, env, _story):
        """A self-made issuer, trusted here only; the keys' passphrase is told once and not kept."""
        self.passphrase = secrets.token_urlsafe(9)
        issuer = TrialIssuer("Tổ chức chứng thực của bản thử", self.passphrase)
        env["hcc.trust.anchor"].create(
            {"name": issuer.name, "certificate": base64.b64encode(issuer.pem)}
        )
        folder = software_folder()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for login in SIGNERS:
            user = env["res.users"].sudo().browse(self._user_id(env, login))
            archive, certificate = issuer.token(user.name)
            file_name = f"{env.cr.dbname}-{login}.p12"
            _write_private(folder / file_name, archive)
            env["hcc.signing.certificate"].create(
                {
                    "name": f"Chứng thư số bản thử của {user.name}",
                    "user_id": user.id,
                    "provider": "software",
                    "token_file": file_name,
                    "certificate": base64.b64encode(certificate),
                }
            )

    def _act_lay_draft(self, env, story):
        dossier = self._dossier(env, story.key)
        dossier.put_draft("du-thao.pdf", trial_paper("Dự thảo kết quả giải quyết"))

    def _act_sign_paper(self, env, story, kind):
        dossier = self._dossier(env, story.key)
        paper = dossier.draft_ids.filtered(lambda one: one.is_current and one.kind == kind)
        certificate = dossier._signing_certificates(False)
        dossier.sign(paper.id, certificate.id, self.passphrase)


def _write_private(path, content):
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
