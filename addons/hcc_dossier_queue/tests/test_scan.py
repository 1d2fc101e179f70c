from odoo.tests import tagged

from odoo.addons.hcc_dossier.models.reception.hcc_dossier_reception import STATUS_TOKEN
from odoo.addons.hcc_dossier.tests.common import HccDossierCommon


@tagged("post_install", "-at_install")
class TestScan(HccDossierCommon):
    """An acceptance slip that is scanned at the kiosk."""

    def scan(self, code, language="vi"):
        hall = self.env["hcc.hall"].with_user(self.env.ref("hcc_base.user_public_page"))
        return hall._scanned(self.centre, code, language)

    def test_the_slip_says_where_the_dossier_stands(self):
        dossier = self._received()
        address = "https://tt.example/hcc/s/" + self.env["hcc.token"]._issue(dossier, STATUS_TOKEN)
        found = self.scan(address)
        self.assertEqual((found["kind"], found["title"]), ("dossier", dossier.display_name))
        rows = dict(found["rows"])
        self.assertEqual(rows["procedure"], dossier.version_id.name or dossier.procedure_id.name)
        self.assertTrue(rows["appointment"])
        self.assertNotEqual(dict(self.scan(address, "en")["rows"])["status"], rows["status"])

    def test_nobody_around_reads_whose_it_is(self):
        dossier = self._received()
        text = str(self.scan("/hcc/s/" + self.env["hcc.token"]._issue(dossier, STATUS_TOKEN)))
        for secret in (dossier.applicant_name, dossier.applicant_id.identity_number):
            self.assertTrue(secret)
            self.assertNotIn(secret, text)

    def test_a_void_slip_and_strange_codes_say_nothing(self):
        dossier = self._received()
        token = self.env["hcc.token"]._issue(dossier, STATUS_TOKEN)
        self.env["hcc.token"]._revoke(dossier, STATUS_TOKEN)
        for code in ("/hcc/s/" + token, "/hcc/s/" + "x" * 26, dossier.display_name, ""):
            with self.subTest(code=code[:12]):
                self.assertIsNone(self.scan(code))
