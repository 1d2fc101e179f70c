from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import OWNER, HccDossierCommon

CONTACT = ["applicant_address", "applicant_email", "applicant_phone"]


@tagged("post_install", "-at_install")
class TestDossierViewing(HccDossierCommon):
    """Addresses and phones on a dossier are opened with a trace, as the applicant's own are."""

    def setUp(self):
        super().setUp()
        self.dossier = self._received()

    def _views(self, record=None):
        record = record or self.dossier
        return self.env["hcc.journal.entry"].search(
            [("res_model", "=", record._name), ("res_id", "=", record.id), ("verb", "=", "view")]
        )

    def test_opening_the_dossier_is_recorded_once_an_hour(self):
        form = {"name": {}, **{name: {} for name in CONTACT}}
        dossier = self.dossier.with_user(self.appraiser)
        for _visit in range(2):
            self.assertEqual(dossier.web_read(form)[0]["applicant_phone"], OWNER["phone"])
        entry = self._views()
        self.assertEqual((entry.user_id, entry.facts), (self.appraiser, {"fields": CONTACT}))
        with self.at("2026-11-23 09:01"):
            dossier.web_read(form)
        self.assertEqual(len(self._views()), 2)

    def test_every_way_out_is_recorded(self):
        component = self.dossier.component_ids[:1]
        ways = (
            lambda d: d.read(["applicant_phone"]),
            lambda d: d.search_read([("id", "=", d.id)], ["applicant_email"]),
            lambda d: d.web_search_read([("id", "=", d.id)], {"applicant_address": {}}),
            lambda d: d.read(["submitter_phone", "return_address"]),
            lambda d: component.with_user(d.env.user).web_read(
                {"dossier_id": {"fields": {"applicant_phone": {}}}}
            ),
        )
        for number, way in enumerate(ways):
            with self.subTest(number), self.at(f"2026-11-2{3 + number} 15:00"):
                before = len(self._views())
                way(self.dossier.with_user(self.appraiser))
                self.assertEqual(len(self._views()), before + 1)

    def test_lists_show_a_masked_phone_and_leave_no_trace(self):
        specification = {"name": {}, "applicant_name": {}, "masked_phone": {}, "state": {}}
        shown = self.dossier.with_user(self.official).web_search_read(
            [("id", "=", self.dossier.id)], specification
        )
        self.assertEqual(shown["records"][0]["masked_phone"], "…5678")
        self.assertFalse(self._views())
        lists = self.env["ir.ui.view"].search(
            [("model", "=", "hcc.dossier"), ("type", "in", ("list", "kanban"))]
        )
        self.assertTrue(lists)
        for name in self.dossier._viewing_fields:
            self.assertFalse(lists.filtered(lambda v, name=name: f'"{name}"' in v.arch), name)

    def test_the_work_of_the_verbs_leaves_none(self):
        self.dossier.hand_over()
        self.dossier.with_user(self.appraiser).take()
        self.assertFalse(self._views())

    def test_groups_show_no_particulars(self):
        dossiers = self.dossier.with_user(self.official)
        for name in ("applicant_phone", "applicant_address", "return_address"):
            with self.subTest(name), self.assertRaises(AccessError):
                dossiers.formatted_read_group([], [name], ["__count"])
        self.assertTrue(dossiers.formatted_read_group([], ["state"], ["__count"]))

    def test_who_may_not_read_it_reads_no_masked_phone_either(self):
        for user in (self.cashier, self.director):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.dossier.with_user(user).read(["masked_phone"])
