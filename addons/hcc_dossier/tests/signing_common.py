import base64
import os
import tempfile
from pathlib import Path
from unittest.mock import patch

from odoo.fields import Command

from odoo.addons.hcc_base.paper import render_pdf

from .common import HccDossierCommon
from .signing import PASSPHRASE, Issuer


class SigningCommon(HccDossierCommon):
    """A procedure whose three steps ask for a digital signature, and who has a token."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.issuer = Issuer()
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        environment = patch.dict(os.environ, HCC_SIGNING_DIR=cls.folder.name)
        environment.start()
        cls.addClassCleanup(environment.stop)
        cls.env["hcc.trust.anchor"].create(
            {"name": "Gốc thử nghiệm", "certificate": base64.b64encode(cls.issuer.pem)}
        )
        cls.administrator = cls._create_user("d_administrator", "administrator")
        kinds = ("appraise", "approve", "number_seal")
        steps = [
            Command.create({"sequence": n, "name": kind, "kind": kind, "signature_kind": "digital"})
            for n, kind in enumerate(kinds)
        ]
        cls.digital = cls._create_procedure(
            cls.agency, "1.000009", "Cấp giấy phép điện tử", step_ids=steps
        )
        cls.appraiser_certificate = cls._certificate("appraiser.p12", user_id=cls.appraiser.id)
        cls.approver_certificate = cls._certificate("approver.p12", user_id=cls.approver.id)
        cls.seal_certificate = cls._certificate(
            "seal.p12", purpose="agency", agency_id=cls.agency.id
        )
        cls.electronic_seal = cls._create_seal(
            cls.agency, cls.clerk, kind="electronic", certificate_id=cls.seal_certificate.id
        )
        cls.draft_pdf = render_pdf("<html><body><p>Giấy phép thử nghiệm</p></body></html>")

    @classmethod
    def _certificate(cls, token_file, issuer=None, **values):
        archive, pem = (issuer or cls.issuer).token(f"Người ký {token_file}")
        Path(cls.folder.name, token_file).write_bytes(archive)
        return cls.env["hcc.signing.certificate"].create(
            {
                "name": token_file,
                "provider": "software",
                "token_file": token_file,
                "certificate": base64.b64encode(pem),
                **values,
            }
        )

    def setUp(self):
        super().setUp()
        self.env.ref("hcc_base.policy_c").paper_for_digital = False

    def _submitted(self):
        dossier = self._processing(procedure=self.digital).with_user(self.appraiser)
        dossier.prepare_submission("Hồ sơ đủ điều kiện.")
        return dossier

    def _appraised(self):
        dossier = self._submitted()
        dossier.put_draft("giay-phep.pdf", base64.b64encode(self.draft_pdf).decode())
        self._sign(dossier, "submission", self.appraiser_certificate)
        dossier.complete_step()
        return dossier

    def _approved(self):
        dossier = self._appraised().with_user(self.approver)
        self._sign(dossier, "result", self.approver_certificate)
        dossier.complete_step()
        return dossier

    def _sign(self, dossier, kind, certificate, secret=PASSPHRASE):
        return dossier.sign(self._draft_of(dossier, kind), certificate.id, secret)

    def _draft_of(self, dossier, kind):
        return dossier.draft_ids.filtered(lambda one: one.is_current and one.kind == kind).id
