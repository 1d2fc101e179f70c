from unittest.mock import patch

from .common import HccDossierCommon

EMAIL = "nguoinop@example.vn"


class MessageCommon(HccDossierCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.centre.write({"email": "motcua@example.vn", "short_name": "TTPVHCC"})

    def setUp(self):
        super().setUp()
        cron = type(self.env["ir.cron"])
        self.enterContext(patch.object(cron, "_commit_progress", lambda *a, **k: float("inf")))

    def _agreeing(self, **contact):
        """A draft whose applicant has agreed to be written to."""
        draft = self._draft()
        draft.applicant_id.sudo().write(
            {"consent_at": "2026-11-01 00:00:00", "email": EMAIL, **contact}
        )
        return draft

    def _send_all(self):
        self.env["hcc.dossier.message"]._cron_deliver()

    def _switch(self, event, **channels):
        for channel, is_sent in channels.items():
            self.env.ref(f"hcc_dossier.message_{event}_{channel}").is_sent = is_sent
