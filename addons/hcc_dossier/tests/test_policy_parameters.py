from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.hcc_base.tests.common import DECISION, centre_time

from .common import HccDossierCommon


class ParameterCommon(HccDossierCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls.env.ref("hcc_base.policy_c")

    def _own_policy(self, **values):
        """The centre's own policy from today on."""
        today = self.env["hcc.clock"]._today(self.centre)
        vals = {
            "name": "Riêng",
            "company_id": self.centre.id,
            "valid_from": today,
            "valid_to": False,
        }
        return self.policy.copy({**vals, **values})


@tagged("post_install", "-at_install")
class TestDossierCode(ParameterCommon):
    """The ordinal in the dossier code starts again every day or every year."""

    def _codes(self, *days, user=None):
        codes = []
        for day in days:
            with self.at(f"{day} 08:00"):
                codes.append(self._received(user=user).name.partition("-")[2])
        return codes

    def test_every_day(self):
        self.assertEqual(
            self._codes("2026-11-23", "2026-11-23", "2026-11-25"),
            ["261123-0001", "261123-0002", "261125-0001"],
        )

    def test_every_year(self):
        self.policy.dossier_code_reset = "year"
        self.assertEqual(
            self._codes("2026-11-23", "2026-11-25", "2026-12-31", "2027-01-04", "2027-01-05"),
            ["261123-0001", "261125-0002", "261231-0003", "270104-0001", "270105-0002"],
        )

    def test_a_change_on_the_day_never_repeats_a_code(self):
        before = self._codes("2026-11-23", "2026-11-23")
        own = self._own_policy(dossier_code_reset="year")
        yearly = self._codes("2026-11-23")
        # The other centre stays with the daily rule and shares the agency's identifier.
        here, there = self.env, dict(self.env.context, allowed_company_ids=self.other_centre.ids)
        self.env = self.env(context=there)
        daily = self._codes("2026-11-23", user=self.elsewhere)
        self.env = here
        yearly += self._codes("2026-11-23", "2026-11-25")
        self.assertEqual(before + yearly[:1] + daily + yearly[1:2], [
            f"261123-000{n}" for n in range(1, 6)
        ])  # fmt: skip
        self.assertEqual(yearly[2:], ["261125-0006"])
        with self.at("2026-11-26 08:00"):
            following = self.env["hcc.policy"].browse(own.action_prepare_next()["res_id"])
            following.dossier_code_reset = "day"
        self.assertEqual(self._codes("2026-11-26", "2026-11-27"), ["261126-0007", "261127-0001"])

    def test_the_shipped_policies_count_by_the_day(self):
        for regime in "abc":
            policy = self.env.ref(f"hcc_base.policy_{regime}")
            self.assertEqual(policy.dossier_code_reset, "day")


@tagged("post_install", "-at_install")
class TestSlipOnRequest(ParameterCommon):
    """A result that is given at once needs no slip, where the policy says so."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._publish_version(
            cls.procedure,
            valid_from="2026-11-01",
            time_limit_value=4,
            time_limit_unit="working_hour",
            is_same_day=True,
            step_ids=[Command.create({"name": "Giải quyết", "kind": "approve", "hours": 1})],
        )

    def test_the_slip_is_printed_on_request_only(self):
        self.policy.immediate_without_slip = True
        dossier = self._draft()
        self.assertTrue(dossier.slip_on_request)
        action = dossier.action_receive()
        self.assertEqual(action["tag"], "display_notification")
        self.assertIn(dossier.name, action["params"]["title"])
        self.assertEqual(dossier.state, "received")
        self.assertTrue(dossier.name)
        reports = self.env["ir.actions.report"].with_user(self.official)
        self.assertTrue(reports._render_qweb_pdf("hcc_dossier.slip", dossier.ids)[0])

    def test_where_the_law_was_not_found_the_slip_comes_by_itself(self):
        expected = {"a": True, "b": False, "c": False}
        for regime, without in expected.items():
            policy = self.env.ref(f"hcc_base.policy_{regime}")
            self.assertEqual(policy.immediate_without_slip, without)
        dossier = self._draft()
        self.assertFalse(dossier.slip_on_request)
        self.assertEqual(dossier.action_receive()["type"], "ir.actions.report")

    def test_who_does_not_wait_at_the_counter_gets_a_slip(self):
        self.policy.immediate_without_slip = True
        ways = (
            {"channel": "postal", "arrived_at": centre_time("2026-11-20 09:00")},
            {"channel": "online"},
            {"return_channel": "postal"},
            {"return_channel": "online"},
        )
        for values in ways:
            with self.subTest(values=values):
                dossier = self._draft(beside_open=True, **values)
                self.assertFalse(dossier.slip_on_request)
                self.assertEqual(dossier.action_receive()["type"], "ir.actions.report")
        self.assertTrue(self._draft(channel="home").slip_on_request)
        later = self._draft(user=self.other_official, procedure=self.other_procedure)
        self.assertFalse(later.slip_on_request, "its result is not given on the day")

    def test_days_added_for_a_difficult_area_are_no_result_at_once(self):
        self.policy.immediate_without_slip = True
        version = self.procedure._version_on(self.env["hcc.clock"]._today(self.centre))
        following = version.copy({"valid_from": "2026-11-20", "area_extension_days": 1, **DECISION})
        following.publish()
        self.assertTrue(self._draft().slip_on_request)
        self.assertFalse(self._draft(is_difficult_area=True).slip_on_request)

    def test_a_dossier_keeps_the_rule_of_its_day(self):
        dossier = self._received()
        self.assertFalse(dossier.slip_on_request)
        with self.at("2026-11-25 08:00"):
            following = self.env["hcc.policy"].browse(self.policy.action_prepare_next()["res_id"])
            following.immediate_without_slip = True
        with self.at("2026-11-26 08:00"):
            self.assertTrue(self._draft().slip_on_request)
            self.assertFalse(dossier.slip_on_request)


@tagged("post_install", "-at_install")
class TestReceptionScope(ParameterCommon):
    """A centre that the agency is not at refuses or accepts its dossiers, as the policy says."""

    def test_territorial(self):
        self.policy.reception_scope = "territorial"
        self.assertEqual(self._received().state, "received")
        self.agency.company_ids = self.other_centre
        with self.assertRaisesRegex(ValidationError, "receives: Trung tâm khác"):
            self._draft()

    def test_a_draft_is_judged_again_when_it_is_accepted(self):
        self.policy.reception_scope = "territorial"
        dossier = self._draft()
        self.agency.company_ids = self.other_centre
        with self.assertRaisesRegex(ValidationError, "receives: Trung tâm khác"):
            dossier.receive()

    def test_territorial_but_received_anywhere(self):
        self.policy.reception_scope = "territorial"
        self.agency.company_ids = self.other_centre
        self._publish_version(self.procedure, valid_from="2026-11-01", is_non_territorial=True)
        self.assertEqual(self._received().state, "received")

    def test_all_over_the_province(self):
        self.agency.company_ids = self.other_centre
        self.assertEqual(self._received().state, "received")


@tagged("post_install", "-at_install")
class TestDifficultArea(ParameterCommon):
    """Working days added to the time limit of dossiers from areas of difficult conditions."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._publish_version(cls.procedure, valid_from="2026-11-01", area_extension_days=2)

    def test_the_days_are_added_and_explained(self):
        plain, extended = self._received(), self._received(is_difficult_area=True)
        self.assertEqual(plain.due_at, centre_time("2026-11-27 08:00"))
        for name in ("due_at", "first_due_at", "appointment_at"):
            self.assertEqual(extended[name], centre_time("2026-12-01 08:00"))
        self.assertIn("Địa bàn khó khăn: cộng thêm 2 ngày làm việc", extended.due_explanation)
        slip = extended._get_slip()
        self.assertEqual(
            slip["term"], "03 ngày làm việc, cộng thêm 02 ngày làm việc (địa bàn khó khăn)"
        )
        self.assertIn("Địa bàn khó khăn: cộng thêm 2 ngày làm việc", slip["explanation"])
        self.assertEqual(plain._get_slip()["term"], "03 ngày làm việc")

    def test_the_policy_may_not_count_them(self):
        self.policy.area_extension_rule = "none"
        dossier = self._received(is_difficult_area=True)
        self.assertEqual(dossier.due_at, centre_time("2026-11-27 08:00"))
        self.assertNotIn("khó khăn", dossier.due_explanation)
        self.assertEqual(dossier._get_slip()["term"], "03 ngày làm việc")

    def test_a_supplement_counts_them_again(self):
        dossier = self._processing(is_difficult_area=True)
        with self.at("2026-11-25 09:00"):
            dossier.with_user(self.appraiser).request_supplement("Thiếu.")
        with self.at("2026-11-26 09:00"):
            dossier.accept_supplement()
        self.assertEqual(dossier.due_at, centre_time("2026-12-03 09:00"))

    def test_the_mark_of_centre_or_agency_is_proposed(self):
        self.assertFalse(self._draft().is_difficult_area)
        for place in (self.centre, self.agency):
            place.is_difficult_area = True
            with self.subTest(place=place):
                self.assertTrue(self._draft().is_difficult_area)
                self.assertFalse(self._draft(is_difficult_area=False).is_difficult_area)
            place.is_difficult_area = False
        self.agency.is_difficult_area = True
        form = Form(self.env["hcc.dossier"].with_user(self.official))
        form.procedure_id = self.procedure
        self.assertTrue(form.is_difficult_area)

    def test_it_is_fixed_with_the_acceptance_and_journalled(self):
        dossier = self._received(is_difficult_area=True)
        with self.assertRaises(AccessError):
            dossier.is_difficult_area = False
        entries = self.env["hcc.journal.entry"].search(
            [("res_model", "=", "hcc.dossier"), ("verb", "=", "receive")], order="id"
        )
        entry = entries.filtered(lambda e: e.res_id == dossier.id)
        self.assertEqual((entry.facts["difficult_area"], entry.facts["extension_days"]), (True, 2))
        plain = self._received()
        entry = self.env["hcc.journal.entry"].search(
            [("res_model", "=", "hcc.dossier"), ("res_id", "=", plain.id), ("verb", "=", "receive")]
        )
        self.assertNotIn("difficult_area", entry.facts)

    def test_a_mark_given_later_moves_no_accepted_dossier(self):
        dossier = self._processing()
        self.centre.is_difficult_area = self.agency.is_difficult_area = True
        self.env.flush_all()
        self.assertFalse(dossier.is_difficult_area)
        self.assertEqual(dossier._due_values()["due_at"], centre_time("2026-11-27 08:00"))
