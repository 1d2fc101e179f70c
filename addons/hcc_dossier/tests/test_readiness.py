from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.hcc_base.tests.readiness import ReadinessCase

from ..models.following import hcc_sms_provider
from .common import HccDossierCommon


@tagged("post_install", "-at_install")
class TestReadiness(ReadinessCase, HccDossierCommon):
    """What dossiers need, line by line."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["hcc.agency"].search([("company_ids", "=", False)]).active = False

    def test_dossier_code(self):
        self.agency.identifier_code = False
        self.assertHolds("dossier_code")
        self.centre.identifier_code = False
        self.assertLacks("dossier_code")

    def test_dossier_way(self):
        self.assertLacks("dossier_way", self.other_agency.name)
        people = self.official | self.appraiser | self.approver | self.clerk
        self.other_agency.member_ids = people
        self.assertHolds("dossier_way")
        self.clerk.company_ids |= self.other_centre
        self.clerk.company_id = self.other_centre
        self.clerk.company_ids = self.other_centre
        self.assertLacks("dossier_way", self.agency.name)

    def test_dossier_seal(self):
        self.assertLacks("dossier_seal", self.other_agency.name)
        self._create_user("d_other_clerk", "clerk", agency=self.other_agency)
        self.assertHolds("dossier_seal")
        self.seal.retire("Nộp lại")
        self.assertLacks("dossier_seal", self.agency.name)

    def test_version_steps(self):
        self.assertHolds("version_steps")
        version = self.procedure.current_version_id
        self._lose_steps(version)
        self.assertLacks("version_steps", version.display_name)

    def _lose_steps(self, version):
        """As a database brought over from elsewhere may have it; here the database refuses."""
        self.env.flush_all()
        self.env.cr.execute("ALTER TABLE hcc_procedure_step DISABLE TRIGGER USER")
        self.env.cr.execute("DELETE FROM hcc_procedure_step WHERE version_id = %s", (version.id,))
        self.env.cr.execute("ALTER TABLE hcc_procedure_step ENABLE TRIGGER USER")
        self.env.invalidate_all()

    def test_slip_heading(self):
        self.assertLacks("slip_heading")
        self.centre.superior_name = "ỦY BAN NHÂN DÂN TỈNH"
        self.assertHolds("slip_heading")

    def test_slip_paper(self):
        self.assertHolds("slip_paper")
        self.env.ref("hcc_dossier.report_slip").paper_engine = False
        self.assertLacks("slip_paper", "engine")

    def test_notices_have_a_sender_and_a_way_out(self):
        self.assertLacks("notice_email")
        self.centre.email = "motcua@example.vn"
        self.assertHolds("notice_email")
        self.assertLacks("notice_sms", "list")
        self.centre.sms_provider_id = self.env["hcc.sms.provider"].create(
            {"name": "Cổng", "code": "cong", "kind": "http", "url": "https://sms.example/send"}
        )
        self.assertLacks("notice_sms", "cong")
        with patch.object(hcc_sms_provider, "sms_key", lambda code: "khóa"):
            self.centre.sms_provider_id.invalidate_recordset()
            self.assertHolds("notice_sms")

    def test_links_lead_to_the_site(self):
        parameters = self.env["ir.config_parameter"].sudo()
        parameters.set_param("web.base.url", "http://localhost:8069")
        self.assertLacks("notice_address")
        parameters.set_param("web.base.url", "https://dichvucong.example")
        self.assertHolds("notice_address")
