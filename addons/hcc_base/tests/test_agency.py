from datetime import date

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import HccCommon


@tagged("post_install", "-at_install")
class TestAgency(HccCommon):
    """Where an agency receives, its codes, and its end."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls._create_user("agency_admin", "administrator")
        cls.room = cls.env["hcc.agency"].create(
            {"name": "Phòng Hộ tịch", "code": "TN-HT", "kind": "unit", "parent_id": cls.agency.id}
        )

    def _alias(self, agency, code, **values):
        return self.env["hcc.agency.alias"].create({"agency_id": agency.id, "code": code} | values)

    def _in_hall(self, agency):
        served = self.env["hcc.agency"]._receiving_domain(self.centre, in_hall=True)
        return bool(agency.filtered_domain(served))

    # -- Where it receives ----------------------------------------------------

    def test_an_agency_at_the_centre_is_received_and_in_the_hall(self):
        self.assertEqual(self.agency.reception_mode, "centre")
        self.assertTrue(self.agency._works_at(self.centre))
        self.assertTrue(self._in_hall(self.agency))

    def test_own_premises_are_received_but_not_in_the_hall(self):
        self.agency.with_user(self.admin).write(
            {"reception_mode": "own_premises", "premises_address": "Số 1 phố Thử"}
        )
        self.assertTrue(self.agency._works_at(self.centre))
        self.assertFalse(self._in_hall(self.agency))

    def test_an_agency_outside_the_mechanism_is_not_received(self):
        self.agency.reception_mode = "none"
        self.assertFalse(self.agency._works_at(self.centre))
        self.assertFalse(self._in_hall(self.agency))

    def test_own_premises_need_their_address(self):
        with self.assertRaises(ValidationError):
            self.agency.reception_mode = "own_premises"

    def test_a_room_follows_its_agency(self):
        self.agency.write({"premises_address": "Số 1", "reception_mode": "own_premises"})
        self.assertEqual(self.room.reception_mode, "own_premises")

    def test_the_domain_and_the_question_agree(self):
        self.other_agency.company_ids = [Command.set(self.other_centre.ids)]
        received = self.env["hcc.agency"].search(
            self.env["hcc.agency"]._receiving_domain(self.centre)
        )
        for agency in self.agency | self.other_agency | self.room:
            with self.subTest(agency=agency.code):
                self.assertEqual(agency in received, agency._works_at(self.centre))

    # -- Codes ----------------------------------------------------------------

    def test_a_code_is_known_under_both_schemes(self):
        self._alias(self.agency, "000.00.11.H99", valid_to="2025-06-30")
        self.assertEqual(self.agency.alias_ids.scheme, "qcvn_102")
        under = self.agency._code_under
        self.assertEqual(under("qcvn_102", date(2020, 1, 1)), "000.00.11.H99")
        self.assertEqual(under("qd_20", date(2020, 1, 1)), "H99.11")
        self.assertEqual(under("qcvn_102", date(2026, 1, 1)), "H99.11", "none other holds then")

    def test_a_former_code_leads_to_the_agency_of_its_days(self):
        alias = self.env["hcc.agency.alias"]
        self._alias(self.agency, "H99.77", valid_to="2025-06-30")
        self._alias(self.other_agency, "H99.77", valid_from="2025-07-01")
        self.assertEqual(alias._agency_for("H99.77", date(2025, 6, 30)), self.agency)
        self.assertEqual(alias._agency_for("H99.77", date(2025, 7, 1)), self.other_agency)
        self.assertEqual(alias._agency_for("H99.11", date(2025, 7, 1)), self.agency)
        self.assertFalse(alias._agency_for("H99.78", date(2025, 7, 1)))

    def test_one_code_names_one_agency_a_day(self):
        self._alias(self.agency, "H99.77", valid_to="2025-06-30")
        with self.assertRaises(ValidationError):
            self._alias(self.other_agency, "H99.77", valid_from="2025-06-30")

    def test_a_malformed_other_code_is_refused(self):
        with self.assertRaises(ValidationError):
            self._alias(self.agency, "35-12")

    def test_an_agency_is_found_by_a_former_code(self):
        self._alias(self.agency, "000.00.11.H99")
        found = self.env["hcc.agency"].name_search("000.00.11.H99")
        self.assertEqual([item[0] for item in found], self.agency.ids)

    # -- The end --------------------------------------------------------------

    def test_the_successor_acts_from_the_day_after(self):
        self.agency.write({"ended_on": "2026-11-30", "successor_id": self.other_agency.id})
        self.assertEqual(self.agency._acting_on(date(2026, 11, 30)), self.agency)
        self.assertEqual(self.agency._acting_on(date(2026, 12, 1)), self.other_agency)
        self.assertTrue(self.agency.active, "it still exists today")

    def test_an_ended_agency_is_archived_by_the_job_and_journalled(self):
        self.agency.write({"ended_on": "2026-11-30", "successor_id": self.other_agency.id})
        with self.at("2026-12-01 00:30"):
            self.env["hcc.agency"]._cron_close_ended()
        self.assertFalse(self.agency.active)
        entry = self.env["hcc.journal.entry"].search(
            [("res_model", "=", "hcc.agency"), ("res_id", "=", self.agency.id)], limit=1
        )
        self.assertEqual(entry.verb, "end")
        self.assertEqual(entry.facts["successor"], self.other_agency.id)

    def test_an_ended_agency_without_successor_receives_nothing(self):
        procedure = self._procedure(self.agency)
        self.assertTrue(procedure._is_received_at(self.centre))
        self.agency.ended_on = "2026-11-20"
        self.assertFalse(self.agency.active)
        self.assertFalse(procedure._is_received_at(self.centre))

    def test_the_procedures_of_a_merged_agency_are_received_by_its_successor(self):
        procedure = self._procedure(self.agency)
        self.agency.write({"ended_on": "2026-11-20", "successor_id": self.other_agency.id})
        self.assertTrue(procedure._is_received_at(self.centre))
        self.other_agency.reception_mode = "none"
        self.assertFalse(procedure._is_received_at(self.centre))

    def test_an_archived_agency_gets_no_new_procedure(self):
        self.agency.active = False
        with self.assertRaisesRegex(ValidationError, "successor"):
            self._procedure(self.agency)

    def test_successors_do_not_run_in_a_circle(self):
        self.agency.write({"ended_on": "2026-12-31", "successor_id": self.other_agency.id})
        with self.assertRaises(ValidationError):
            self.other_agency.write({"ended_on": "2026-12-31", "successor_id": self.agency.id})

    def test_a_successor_needs_the_last_day(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.agency.successor_id = self.other_agency
            self.env.flush_all()

    def _procedure(self, agency):
        field = self.env["hcc.procedure.field"].create(
            {"name": "Lĩnh vực", "code": "LV-T", "agency_id": agency.id}
        )
        return self.env["hcc.procedure"].create(
            {"code": "1.900001", "name": "Thử", "agency_id": agency.id, "field_id": field.id}
        )
