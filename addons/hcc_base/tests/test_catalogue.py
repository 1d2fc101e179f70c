from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import ABOLITION
from .test_procedure import ProcedureCommon


@tagged("post_install", "-at_install")
class TestCatalogue(ProcedureCommon):
    """What stands around a version: other codes, life events, results, exemptions, types."""

    def test_a_procedure_is_found_by_its_other_codes_and_its_life_events(self):
        self.procedure.write(
            {
                "local_code": "TN-07",
                "alias_ids": [Command.create({"code": "T-LCH-123456-TT"})],
                "life_event_ids": [Command.link(self.env.ref("hcc_base.life_event_cd_con_nho").id)],
                "co_agency_ids": [Command.link(self.other_agency.id)],
            }
        )
        procedures = self.env["hcc.procedure"].with_user(self.official)
        for typed in ("tn-07", "t-lch-123456", "co con nho", "so khac cap moi"):
            with self.subTest(typed):
                found = [item[0] for item in procedures.name_search(typed)]
                self.assertIn(self.procedure.id, found)

    def test_an_alias_is_no_other_procedures_code(self):
        with self.assertRaises(ValidationError):
            self.procedure.alias_ids = [Command.create({"code": self.procedure.code})]

    @mute_logger("odoo.sql_db")
    def test_an_excluded_procedure_says_why_and_is_not_received(self):
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.procedure.reception = "excluded"
            self.procedure.flush_recordset()
        self.procedure.invalidate_recordset()
        self.procedure.write(
            {"reception": "excluded", "exclusion_reason": "Kiểm tra ngoài trụ sở."}
        )
        self.assertFalse(self.procedure._is_received_at(self.centre))
        self.procedure.reception = "own_premises"
        self.assertFalse(self.procedure._is_received_at(self.centre))

    def test_publication_needs_the_decision(self):
        for name in ("decision_number", "decision_date", "decision_signer"):
            version = self._create_version("2026-01-01", **{name: False})
            with self.subTest(name), self.assertRaisesRegex(UserError, "decision"):
                version.with_user(self.admin).with_context(lang="en_US").publish()

    def test_the_group_of_same_day_procedures_promises_a_result_on_the_day(self):
        group = self.env.ref("hcc_base.handling_group_same_day")
        self.version.write({"handling_group_ids": [Command.link(group.id)]})
        with self.assertRaisesRegex(UserError, "same-day"):
            self.version.with_context(lang="en_US").publish()
        self.version.step_ids.hours = 2
        self.version.write({"time_limit_value": 1, "is_same_day": True})
        self.version.publish()

    def test_a_service_of_an_enterprise_needs_no_decision(self):
        self.procedure.write({"kind": "service", "code": "DV-NUOC-09"})
        self.version.decision_number = False
        self.version.publish()
        self.assertEqual(self.version.state, "published")

    def test_the_phase_says_what_holds_today(self):
        self.version.publish()
        upcoming = self._create_version("2026-12-01")
        upcoming.publish()
        draft = self._create_version("2027-06-01")
        versions = self.version | upcoming | draft

        def phases():
            versions.invalidate_recordset(["phase"])
            return versions.mapped("phase")

        self.assertEqual(phases(), ["in_force", "upcoming", "draft"])
        with self.at("2026-11-30 23:59"):
            self.assertEqual(phases(), ["in_force", "upcoming", "draft"])
        with self.at("2026-12-01 00:00"):
            self.assertEqual(phases(), ["replaced", "in_force", "draft"])
            upcoming.abolish("2026-12-01", ABOLITION)
        with self.at("2026-12-02 00:00"):
            self.assertEqual(phases(), ["replaced", "abolished", "draft"])

    def test_the_phase_is_searched_and_grouped_as_it_is_shown(self):
        self.version.publish()
        upcoming = self._create_version("2026-12-01")
        upcoming.publish()
        self._create_version("2027-06-01")
        model, ours = self.env["hcc.procedure.version"], [("procedure_id", "=", self.procedure.id)]
        for day in ("2026-11-23 08:00", "2026-12-01 08:00"):
            with self.subTest(day), self.at(day):
                model.invalidate_model(["phase"])
                shown = model.search(ours).grouped("phase")
                for phase in dict(model._fields["phase"].selection):
                    found = model.search([*ours, ("phase", "=", phase)])
                    self.assertEqual(found, shown.get(phase, model.browse()), phase)
                counted = dict(model._read_group(ours, ["phase"], ["__count"]))
                self.assertEqual(counted, {phase: len(found) for phase, found in shown.items()})

    def test_solved_on_the_spot_means_all_but_the_seal(self):
        self.version.write({"spot_appraise": True})
        self.assertEqual((self.version.spot_count, self.version.is_on_the_spot), (3, False))
        self.version.write({"spot_approve": True})
        self.assertEqual((self.version.spot_count, self.version.is_on_the_spot), (4, True))
        self.version.write({"spot_seal": True, "spot_return": False})
        self.assertEqual((self.version.spot_count, self.version.is_on_the_spot), (4, False))

    def test_the_first_result_names_the_result(self):
        self.version.result_ids = [
            Command.create({"name": "Giấy phép", "result_code": "KQ.G17.000311"}),
            Command.create({"name": "Thông báo"}),
        ]
        self.assertEqual(self.version.result_name, "Giấy phép")
        with self.assertRaises(ValidationError):
            self.version.result_ids[0].result_code = "KQ17"

    def test_the_document_type_proposes_the_digitisation(self):
        component = self.version.component_ids
        self.assertEqual(component.digitise_class, "on_demand")
        self.assertFalse(component.must_be_digitised)
        component.document_type_id = self.env.ref("hcc_base.document_type_gt_hotich")
        self.assertEqual(component.digitise_class, "prior_result")
        self.assertTrue(component.must_be_digitised)
        component.digitise_class = "none"
        self.assertFalse(component.must_be_digitised)

    def test_a_document_type_lists_known_formats(self):
        with self.assertRaises(ValidationError):
            self.env.ref("hcc_base.document_type_gt_don").allowed_formats = "pdf, exe"

    @mute_logger("odoo.sql_db")
    def test_a_reduction_has_a_percentage_and_an_exemption_none(self):
        item = self.version.fee_item_ids
        for values in (
            {"kind": "reduce"},
            {"kind": "reduce", "percent": 100},
            {"kind": "exempt", "percent": 50},
        ):
            with self.subTest(values), self.assertRaises(IntegrityError), self.env.cr.savepoint():
                item.exemption_ids = [Command.create({"name": "Hộ nghèo", **values})]
                item.flush_recordset()

    def test_results_and_exemptions_are_fixed_once_published(self):
        item = self.version.fee_item_ids
        item.exemption_ids = [Command.create({"name": "Hộ nghèo"})]
        self.version.result_ids = [Command.create({"name": "Giấy phép"})]
        self.version.publish()
        draft = self._create_version("2027-01-01")
        draft.fee_item_ids.exemption_ids = [Command.create({"name": "Người có công"})]
        for user in (self.admin, self.env.ref("base.user_root")):
            version = self.version.with_user(user)
            exemption = version.fee_item_ids.exemption_ids
            changes = (
                lambda v: v.result_ids.write({"name": "Khác"}),
                lambda v: v.result_ids.unlink(),
                lambda v: v.fee_item_ids.write({"exemption_ids": [Command.clear()]}),
                lambda v, e=exemption: e.write({"evidence": "Sổ hộ nghèo"}),
                lambda v, e=exemption: e.unlink(),
                lambda v: v.env["hcc.fee.exemption"].create(
                    {"fee_item_id": v.fee_item_ids.id, "name": "Trẻ em"}
                ),
                lambda v: draft.with_env(v.env).fee_item_ids.exemption_ids.write(
                    {"fee_item_id": v.fee_item_ids.id}
                ),
            )
            for number, change in enumerate(changes):
                with self.subTest(user=user.login, change=number), self.assertRaises(AccessError):
                    change(version)
        self.assertEqual(item.exemption_ids.mapped("name"), ["Hộ nghèo"])

    def test_officials_read_but_do_not_edit(self):
        for model in (
            "hcc.handling.group",
            "hcc.life.event",
            "hcc.document.type",
            "hcc.procedure.alias",
            "hcc.procedure.result",
            "hcc.fee.exemption",
        ):
            with self.subTest(model):
                self.assertTrue(self.env[model].with_user(self.official).has_access("read"))
                self.assertFalse(self.env[model].with_user(self.official).has_access("write"))
                self.assertTrue(self.env[model].with_user(self.admin).has_access("create"))
