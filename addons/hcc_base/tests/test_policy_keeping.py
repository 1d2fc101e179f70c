from datetime import date
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..models.hcc_policy_use import HccPolicy as PolicyUse
from .common import HccCommon


@tagged("post_install", "-at_install")
class TestPolicyKeeping(HccCommon):
    """Sources, policies in use, the next one, local profiles, comparison."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls._create_user("policy_admin", "administrator")
        cls.official = cls._create_user("policy_official", "official", agency=cls.agency)
        cls.policy = cls.env.ref("hcc_base.policy_c")

    def _used_on(self, day):
        """Pretend that something was done by the policy of ``day``."""

        def count(records, company, first, last):
            return {"things done": 3} if first <= day and not (last and last < day) else {}

        return patch.object(PolicyUse, "_count_uses", count)

    def _own(self, valid_from, **values):
        vals = {"name": "Riêng", "regime": "c", "company_id": self.centre.id}
        return self.env["hcc.policy"].create({**vals, "valid_from": valid_from, **values})

    def _entries(self, policy):
        return self.env["hcc.journal.entry"].search(
            [("res_model", "=", "hcc.policy"), ("res_id", "=", policy.id)], order="id"
        )

    # -- The past ---------------------------------------------------------------

    def test_a_policy_to_come_cannot_be_moved_back_over_days_in_use(self):
        policy = self._own("2026-12-01")
        with self._used_on(date(2026, 10, 1)):
            for values in ({"valid_from": "2026-09-01"}, {"valid_from": "2026-10-01"}):
                with self.subTest(values), self.assertRaises(UserError):
                    policy.write(values)
            policy.valid_from = "2026-11-01"

    def test_an_own_policy_in_use_is_not_ended_in_favour_of_the_common_one(self):
        policy = self._own("2026-09-01")
        with self._used_on(date(2026, 10, 1)):
            with self.assertRaises(UserError):
                policy.valid_to = "2026-09-15"
            policy.valid_to = "2026-10-31"

    def test_a_client_does_not_pass_for_an_installation(self):
        """``install_mode`` may be sent with any call: it hides no act and spares no source."""
        model = self.env["hcc.policy"].with_user(self.admin).with_context(install_mode=True)
        policy = model.create({"name": "Kín", "regime": "c", "valid_from": "2027-03-01"})
        self.assertEqual(set(policy.source_ids.mapped("field_name")), set(model._parameter_names()))
        policy.day_hours = 7
        self.assertEqual(self._entries(policy).mapped("verb"), ["create", "change"])
        policy.unlink()
        self.assertEqual(self._entries(policy).mapped("verb"), ["create", "change", "delete"])

    # -- Sources --------------------------------------------------------------

    def test_every_parameter_has_its_source_in_every_shipped_policy(self):
        names = set(self.env["hcc.policy"]._parameter_names())
        self.assertIn("handover_cutoff_minutes", names)
        self.assertNotIn("valid_from", names)
        for regime in "abc":
            policy = self.env.ref(f"hcc_base.policy_{regime}")
            with self.subTest(regime=regime):
                self.assertEqual(set(policy.source_ids.mapped("field_name")), names)
                self.assertFalse(
                    policy.source_ids.filtered(
                        lambda s: s.certainty == "certain" and not s.legal_source
                    ),
                    "certain without saying by what",
                )

    def test_help_names_source_and_certainty(self):
        for name, field in self.env["hcc.policy"].fields_get(attributes=["help"]).items():
            if name in self.env["hcc.policy"]._parameter_names():
                with self.subTest(name=name):
                    self.assertIn("Source (regime", field["help"])
                    self.assertIn("Certainty: ", field["help"])

    def test_a_new_policy_has_its_sources_too(self):
        own = self._own("2026-12-01")
        self.assertEqual(
            set(own.source_ids.mapped("field_name")),
            set(self.env["hcc.policy"]._parameter_names()),
        )
        self.assertGreater(own.unchecked_count, 0)

    def test_confirming_a_source_is_journalled_and_possible_in_use(self):
        source = self.policy.source_ids.filtered(lambda s: s.field_name == "day_hours")
        with self._used_on(date(2026, 11, 23)):
            source.with_user(self.admin).certainty = "certain"
        self.assertFalse(source.is_unchecked)
        self.assertEqual(
            self._entries(self.policy)[-1].facts, {"field": "day_hours", "certainty": "certain"}
        )
        with self.assertRaises(AccessError):
            source.with_user(self.official).certainty = "unsure"

    def test_a_source_names_a_parameter(self):
        with self.assertRaises(ValidationError):
            self.env["hcc.policy.source"].create(
                {"policy_id": self.policy.id, "field_name": "valid_from"}
            )

    def test_a_source_stays_with_its_policy_and_parameter(self):
        source = self._own("2026-12-01").source_ids.filtered(lambda s: s.field_name == "day_hours")
        other = self._own("2026-12-02")
        for values in ({"policy_id": other.id}, {"field_name": "half_day_hours"}):
            with self.subTest(values=values), self.assertRaisesRegex(UserError, "stays with Riêng"):
                source.with_user(self.admin).write(values)
        commands = [Command.update(source.id, {"policy_id": other.id})]
        with self.assertRaisesRegex(UserError, "stays with Riêng"):
            source.policy_id.with_user(self.admin).source_ids = commands
        source.with_user(self.admin).write(
            {"policy_id": source.policy_id.id, "field_name": "day_hours", "note": "Đã hỏi"}
        )

    def test_a_refusal_names_no_source_of_another_centre(self):
        elsewhere = self._own("2026-12-03", company_id=self.other_centre.id, name="Ở xa")
        source = elsewhere.source_ids[:1]
        mine = self._own("2026-12-01").with_user(self.admin)
        transaction = self.env.transaction
        self.addCleanup(setattr, transaction, "default_env", transaction.default_env)
        transaction.default_env = mine.env  # as in a request: commands are its user's
        with self.assertRaises(AccessError) as refusal:
            mine.source_ids = [Command.update(source.id, {"field_name": "x"})]
        for word in (source.sudo().parameter, "Ở xa"):
            self.assertNotIn(word, str(refusal.exception))

    def test_a_source_of_a_policy_in_use_is_not_deleted(self):
        source = self.policy.source_ids.filtered(lambda s: s.field_name == "day_hours")
        with self._used_on(date(2026, 11, 23)):
            with self.assertRaisesRegex(UserError, "keeps the source"):
                source.with_user(self.admin).unlink()
            with self.assertRaisesRegex(UserError, "keeps the source"):
                self.policy.with_user(self.admin).source_ids = [Command.delete(source.id)]
        self.assertTrue(source.exists())

    def test_a_deleted_source_leaves_its_trace(self):
        own = self._own("2026-12-01")
        source = own.source_ids.filtered(lambda s: s.field_name == "day_hours")
        with self._used_on(date(2026, 11, 23)):
            source.with_user(self.admin).unlink()
        entry = self._entries(own)[-1]
        self.assertEqual((entry.verb, entry.facts), ("delete_source", {"field": "day_hours"}))
        self.assertEqual(entry.user_id, self.admin)

    # -- In use ---------------------------------------------------------------

    def test_a_policy_in_use_keeps_its_content(self):
        with self._used_on(date(2026, 11, 23)):
            self.assertTrue(self.policy.is_in_use)
            for values in (
                {"day_hours": 7},
                {"valid_from": "2026-07-02"},
                {"company_id": self.centre.id},
                {"active": False},
            ):
                with self.subTest(values=values), self.assertRaisesRegex(UserError, "3 things"):
                    self.policy.with_user(self.admin).write(values)
            with self.assertRaises(UserError):
                self.policy.unlink()
            self.policy.write({"day_hours": 8, "unverified_note": "Ghi chú"})

    def test_a_policy_not_applied_yet_can_be_changed(self):
        with self._used_on(date(2026, 6, 30)):
            self.policy.with_user(self.admin).day_hours = 7
        self.assertEqual(self.policy.day_hours, 7)

    def test_a_policy_that_begins_later_can_be_changed(self):
        with self._used_on(date(2026, 11, 23)):
            own = self._own("2026-12-01")
            own.day_hours = 7
            own.unlink()
            self.assertFalse(own.exists())

    def test_a_policy_in_use_ends_where_nothing_is_left_without_rules(self):
        with self._used_on(date(2026, 11, 20)):
            with self.assertRaisesRegex(UserError, "still applied"):
                self.policy.valid_to = "2026-11-10"
            self.policy.valid_to = "2026-12-31"
            self.assertEqual(self.policy.valid_to, date(2026, 12, 31))

    def test_no_policy_reaches_back_over_days_already_used(self):
        with self._used_on(date(2026, 11, 20)):
            with self.assertRaisesRegex(UserError, "other rules"):
                self._own("2026-11-01")
            self.assertTrue(self._own("2026-11-23"), "today is open")

    def test_officials_neither_change_nor_delete(self):
        policy = self.policy.with_user(self.official)
        for refused in (policy.unlink, lambda: policy.write({"day_hours": 7})):
            with self.assertRaises(AccessError):
                refused()

    # -- The next one ---------------------------------------------------------

    def test_the_next_policy_is_a_copy_from_tomorrow(self):
        self.policy.source_ids.filtered(lambda s: s.field_name == "day_hours").note = "Đã hỏi"
        action = self.policy.with_user(self.admin).action_prepare_next()
        following = self.env["hcc.policy"].browse(action["res_id"])
        self.assertEqual(following.valid_from, date(2026, 11, 24))
        self.assertEqual(len(following.source_ids), len(self.policy.source_ids))
        self.assertIn("Đã hỏi", following.source_ids.mapped("note"))
        following.day_hours = 7
        get = self.env["hcc.policy"]._get
        self.assertEqual(get(self.centre, date(2026, 11, 23)), self.policy)
        self.assertEqual(get(self.centre, date(2026, 11, 24)), following)
        again = self.policy.action_prepare_next()
        self.assertEqual(
            self.env["hcc.policy"].browse(again["res_id"]).valid_from, date(2026, 11, 25)
        )

    def test_what_changed_is_journalled(self):
        own = self._own("2026-12-01")
        own.with_user(self.admin).write({"day_hours": 7, "name": "Tên khác", "valid_to": False})
        created, changed = self._entries(own)
        self.assertEqual(created.facts, {"valid_from": "2026-12-01", "regime": "c"})
        self.assertEqual((changed.verb, changed.facts), ("change", {"day_hours": 7}))
        self.assertEqual(changed.company_id, self.centre)

    # -- Profiles -------------------------------------------------------------

    def test_a_profile_becomes_the_centres_policy(self):
        profile = self.env.ref("hcc_base.policy_profile_bac_ninh")
        wizard = self.env["hcc.policy.apply"].with_user(self.admin)
        wizard = wizard.create({"profile_id": profile.id, "valid_from": "2026-12-01"})
        own = self.env["hcc.policy"].browse(wizard.action_apply()["res_id"])
        self.assertEqual((own.company_id, own.valid_from), (self.centre, date(2026, 12, 1)))
        self.assertEqual(own.on_the_spot_steps, "five")
        self.assertEqual(own.day_hours, self.policy.day_hours)
        source = own.source_ids.filtered(lambda s: s.field_name == "on_the_spot_steps")
        self.assertEqual(source.certainty, "certain")
        self.assertIn("Bắc Ninh", source.legal_source)
        get = self.env["hcc.policy"]._get
        self.assertEqual(get(self.centre, date(2026, 12, 1)), own)
        self.assertEqual(get(self.other_centre, date(2026, 12, 1)), self.policy)

    def test_a_profile_is_applied_by_administrators_to_their_own_centre(self):
        profile = self.env.ref("hcc_base.policy_profile_bac_ninh")
        with self.assertRaises(AccessError):
            profile.with_user(self.official)._apply(self.centre, date(2026, 12, 1))
        with self.assertRaises(AccessError):
            profile.with_user(self.admin)._apply(self.other_centre, date(2026, 12, 1))

    def test_a_profile_takes_only_values_of_the_parameter(self):
        profile = self.env.ref("hcc_base.policy_profile_thanh_hoa")
        for name, value in (
            ("day_hours", "tám"), ("on_the_spot_steps", "six"), ("valid_from", "2026-01-01"),
        ):  # fmt: skip
            with self.subTest(name=name), self.assertRaises(ValidationError):
                self.env["hcc.policy.profile.line"].create(
                    {"profile_id": profile.id, "field_name": name, "value": value}
                )

    # -- Comparison -----------------------------------------------------------

    def test_only_what_differs_is_shown(self):
        own = self._own("2026-12-01", day_hours=7)
        same = self.policy.copy({"valid_from": "2027-01-01"})
        compare = self.env["hcc.policy.compare"].with_user(self.admin)
        lines = compare.create({"left_id": self.policy.id, "right_id": same.id}).line_ids
        self.assertFalse(lines)
        action = (same | own).with_user(self.admin).action_compare()
        lines = compare.browse(action["res_id"]).line_ids
        self.assertIn(("7", "8"), lines.mapped(lambda line: (line.left_text, line.right_text)))

    def test_one_policy_is_compared_with_the_one_before(self):
        action = self.policy.with_user(self.admin).action_compare()
        compared = self.env["hcc.policy.compare"].browse(action["res_id"])
        self.assertEqual(compared.left_id, self.env.ref("hcc_base.policy_b"))

    # -- What the parameters do -----------------------------------------------

    def test_a_district_centre_is_set_up_only_where_there_is_the_level(self):
        self.centre.centre_level = "province"
        setup = self.env["hcc.centre.setup"].create(
            {
                "parent_id": self.centre.id,
                "calendar_id": self.calendar.id,
                "centre_level": "district",
                "pasted": "Huyện\tH99.41",
            }
        )
        setup.action_preview()
        self.assertIn("district", setup.line_ids.problem)
        self.policy.has_district_level = True
        setup.action_preview()
        self.assertFalse(setup.line_ids.problem)
