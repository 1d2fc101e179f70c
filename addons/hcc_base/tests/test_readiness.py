from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from ..models import hcc_readiness_base
from .common import HccCommon
from .readiness import ReadinessCase


@tagged("post_install", "-at_install")
class TestReadiness(ReadinessCase, HccCommon):
    """Each line fails for what is missing and holds once it is there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls._create_user("ready_admin", "administrator")
        cls.director = cls._create_user("ready_director", "director")
        cls.official = cls._create_user("ready_official", "official")
        # A centre of its own: other addons' data and the demonstration's stay out of sight.
        cls.agencies = cls.agency | cls.other_agency
        cls.env["hcc.agency"].search([("company_ids", "=", False)]).active = False

    def _counter(self, **values):
        return self.env["hcc.counter"].create(
            {"name": "Quầy", "number": 1, "company_id": self.centre.id} | values
        )

    def _procedure(self, agency, number, **values):
        field = self.env["hcc.procedure.field"].create(
            {"name": "Lĩnh vực", "code": f"LV-{number}", "agency_id": agency.id}
        )
        procedure = self.env["hcc.procedure"].create(
            {
                "code": f"1.90000{number}",
                "name": "Thử",
                "agency_id": agency.id,
                "field_id": field.id,
            }
        )
        version = self.env["hcc.procedure.version"].create(
            {
                "procedure_id": procedure.id,
                "valid_from": "2026-01-01",
                "time_limit_value": 3,
                "time_limit_unit": "working_day",
                "result_name": "Giấy phép",
                "decision_number": "01/QĐ-UBND",
                "decision_date": "2025-12-01",
                "decision_signer": "Chủ tịch",
                "component_ids": [Command.create({"name": "Đơn", "originals": 1})],
                "step_ids": [Command.create({"name": "Duyệt", "kind": "approve", "hours": 8})],
                **values,
            }
        )
        version.publish()
        return version

    # -- Who sees it ----------------------------------------------------------

    def test_administrators_and_directors_see_their_centre(self):
        for user in (self.admin, self.director):
            answer = self.env["hcc.readiness"].with_user(user).load_page(self.centre.id)
            self.assertEqual(answer["centre"]["id"], self.centre.id)
            lines = [line for section in answer["sections"] for line in section["lines"]]
            needed = [line for line in lines if line["needed"]]
            self.assertEqual(answer["total"], len(needed))
            self.assertEqual(answer["ready"], len([line for line in needed if line["ok"]]))
            self.assertTrue(all(line["detail"] for line in lines if not line["ok"]))
            self.assertEqual(len({line["key"] for line in lines}), len(lines))

    def test_others_do_not(self):
        for role in ("official", "cashier", "oversight", "hr", "hall_manager"):
            user = self._create_user(f"ready_{role}_x", role)
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.env["hcc.readiness"].with_user(user).load_page(self.centre.id)

    def test_another_centre_is_not_shown(self):
        answer = self.env["hcc.readiness"].with_user(self.admin).load_page(self.other_centre.id)
        self.assertEqual(answer["centre"]["id"], self.centre.id)
        self.assertEqual([centre["id"] for centre in answer["centres"]], self.centre.ids)

    def test_every_way_to_mend_opens(self):
        answer = self.env["hcc.readiness"].with_user(self.admin).load_page(self.centre.id)
        for section in answer["sections"]:
            for line in section["lines"]:
                if isinstance(line["action"], str):
                    self.assertTrue(self.env.ref(line["action"]), line["key"])
                elif line["action"]:
                    self.assertIn(line["action"]["res_model"], self.env)

    # -- Centre ---------------------------------------------------------------

    def test_identifier(self):
        self.assertHolds("identifier")
        self.centre.identifier_code = False
        self.assertLacks("identifier")

    def test_level(self):
        self.assertLacks("level", "no level")
        self.centre.centre_level = "commune"
        self.assertLacks("level", "reports")
        self.other_centre.centre_level = "province"
        self.centre.parent_centre_id = self.other_centre
        self.assertHolds("level")
        self.centre.centre_level = "district"
        self.assertLacks("level", "district")

    def test_address(self):
        self.assertLacks("address")
        self.centre.write({"street": "Số 1", "hotline": "0213"})
        self.assertHolds("address")

    # -- Time -----------------------------------------------------------------

    def test_hours(self):
        self.assertHolds("hours")
        # As a database has it whose calendar was emptied before the centre was entered.
        self.env.cr.execute("DELETE FROM resource_calendar_attendance")
        self.env.invalidate_all()
        self.assertLacks("hours")

    def test_time_zone(self):
        self.assertHolds("time_zone")
        self.calendar.tz = "UTC"
        self.assertLacks("time_zone", "UTC")

    def test_holidays(self):
        days = self.env["hcc.calendar.day"]
        days.search([("date", ">=", "2026-01-01"), ("date", "<=", "2027-12-31")]).unlink()
        for key, year in (("holidays_0", 2026), ("holidays_1", 2027)):
            self.assertLacks(key, str(year))
            entered = days.create(
                [{"date": f"{year}-{day}", "name": "Lễ"} for day in self._fixed_days()]
            )
            self.assertHolds(key)
            entered[0].certainty = "unsure"
            self.assertLacks(key, "1 days")

    def _fixed_days(self):
        return hcc_readiness_base.FIXED_HOLIDAYS

    # -- Law ------------------------------------------------------------------

    def test_policy(self):
        self.assertHolds("policy")
        self.env["hcc.policy"].search([]).active = False
        self.assertLacks("policy")

    def test_policy_sources(self):
        self.assertLacks("policy_sources", "parameters")
        self.env.ref("hcc_base.policy_c").source_ids.certainty = "certain"
        self.assertHolds("policy_sources")

    # -- Agencies and counters ------------------------------------------------

    def test_agencies(self):
        self.assertHolds("agencies")
        self.agencies.reception_mode = "none"
        self.assertLacks("agencies")

    def test_agency_members(self):
        self.agency.member_ids = self.official
        self.assertLacks("agency_members", self.other_agency.name)
        self.other_agency.member_ids = self.official
        self.assertHolds("agency_members")

    def test_agency_codes(self):
        self.assertHolds("agency_codes")
        self.agency.identifier_code = False
        self.assertLacks("agency_codes", self.agency.name)

    def test_counters(self):
        self.assertLacks("counters")
        self._counter()
        self.assertHolds("counters")

    def test_agency_counters(self):
        self._counter(agency_ids=[Command.set(self.agency.ids)])
        self.assertLacks("agency_counters", self.other_agency.name)
        self.other_agency.write({"premises_address": "Số 1", "reception_mode": "own_premises"})
        self.assertHolds("agency_counters")

    def test_counter_staff(self):
        counter = self._counter()
        self.assertLacks("counter_staff", counter.display_name)
        counter.user_ids = self.official
        self.assertHolds("counter_staff")

    def test_accessible(self):
        counter = self._counter()
        self.assertLacks("accessible")
        counter.is_accessible = True
        self.assertHolds("accessible")

    # -- Catalogue ------------------------------------------------------------

    def test_procedures(self):
        self.assertLacks("procedures")
        self._procedure(self.agency, 1)
        self.assertHolds("procedures")
        self.assertLacks("agency_procedures", self.other_agency.name)
        self._procedure(self.other_agency, 2)
        self.assertHolds("agency_procedures")

    def test_on_the_spot(self):
        self.centre.centre_level = "province"
        self._procedure(self.agency, 1)
        line = self.assertLacks("on_the_spot", "0 of 1")
        self.assertFalse(line["needed"])
        spot = {"spot_appraise": True, "spot_approve": True}
        self._procedure(self.agency, 2, **spot)
        self.assertHolds("on_the_spot")
        self.env.ref("hcc_base.policy_c").on_the_spot_steps = "five"
        self.assertLacks("on_the_spot", "0 of 2")

    # -- People and system ----------------------------------------------------

    def test_people(self):
        for key, user in (("administrators", self.admin), ("directors", self.director)):
            self.assertHolds(key)
            user.active = False
            self.assertLacks(key)

    def test_journal_key(self):
        self.assertHolds("journal_key")
        with patch.object(hcc_readiness_base, "check_key", side_effect=RuntimeError):
            self.assertLacks("journal_key", "sealed with")

    def test_outbox(self):
        self.assertHolds("outbox")
        self.env["hcc.outbox"].sudo().create(
            {
                "company_id": self.centre.id,
                "kind": "test",
                "res_model": "res.company",
                "res_id": self.centre.id,
                "state": "failed",
            }
        )
        self.assertLacks("outbox", "1 messages")
