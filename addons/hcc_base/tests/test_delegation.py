from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .test_procedure import ProcedureCommon


class DelegationCommon(ProcedureCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.approver = cls._create_user("dlg_approver", "approver", agency=cls.agency)
        cls.deputy = cls._create_user("dlg_deputy", "official", agency=cls.other_agency)
        cls.third = cls._create_user("dlg_third", "approver", agency=cls.agency)
        cls.director = cls._create_user("dlg_director", "director")
        cls.oversight = cls._create_user("dlg_oversight", "oversight")

    @classmethod
    def _delegation(cls, **values):
        return (
            cls.env["hcc.delegation"]
            .with_user(cls.admin)
            .create(
                {
                    "principal_user_id": cls.approver.id,
                    "delegate_user_id": cls.deputy.id,
                    "agency_id": cls.agency.id,
                    "act_approve": True,
                    "decision_number": "12/QĐ-TN",
                    "decision_date": "2026-11-20",
                    "decision_signer": "Giám đốc Sở Thử nghiệm",
                    "date_from": "2026-11-23",
                    "date_to": "2026-11-27",
                    **values,
                }
            )
        )

    def _found(self, user, act="approve", procedure=None, agency=None):
        model = self.env["hcc.delegation"].with_user(user)
        procedure, agency = procedure or self.procedure, agency or self.agency
        return model._for_act([act], procedure, agency, self.centre)


@tagged("post_install", "-at_install")
class TestDelegation(DelegationCommon):
    def test_counts_from_its_first_to_its_last_day(self):
        delegation = self._delegation()
        self.assertFalse(self._found(self.deputy))
        delegation.activate()
        days = {"2026-11-22 23:59": False, "2026-11-23 00:00": True,
                "2026-11-27 23:59": True, "2026-11-28 00:00": False}  # fmt: skip
        for moment, counts in days.items():
            with self.subTest(moment), self.at(moment):
                self.assertEqual(bool(self._found(self.deputy)), counts)
        self.assertFalse(self._found(self.third))
        self.assertFalse(self._found(self.deputy, act="appraise"))

    def test_the_daily_job_begins_and_ends(self):
        delegation = self._delegation(date_from="2026-11-25")
        delegation.activate()
        self.assertFalse(delegation.is_current)
        with self.at("2026-11-25 00:01"):
            self.env["hcc.delegation"]._cron_refresh()
            self.assertTrue(delegation.is_current)
        with self.at("2026-11-27 00:01"):
            self.env["hcc.delegation"]._cron_refresh()
            self.assertEqual((delegation.state, delegation.is_current), ("active", True))
        with self.at("2026-11-28 00:01"):
            self.env["hcc.delegation"]._cron_refresh()
            self.assertEqual((delegation.state, delegation.is_current), ("ended", False))
        entry = self.env["hcc.journal.entry"].search(
            [("res_model", "=", "hcc.delegation"), ("res_id", "=", delegation.id)], limit=1
        )
        self.assertEqual((entry.verb, entry.facts["delegate"]), ("end", self.deputy.id))

    def test_revoking_ends_it_at_once(self):
        delegation = self._delegation()
        delegation.activate()
        self.assertTrue(self._found(self.deputy))
        delegation.revoke()
        self.assertFalse(self._found(self.deputy))
        self.assertFalse(delegation.is_current)
        self.assertEqual(str(delegation.closed_on), "2026-11-23")
        with self.assertRaises(UserError):
            delegation.activate()

    def test_scope_follows_agency_field_or_procedures(self):
        other_field = self.env["hcc.procedure.field"].create(
            {"name": "Khác", "code": "TN-KHAC", "agency_id": self.agency.id}
        )
        second = self.env["hcc.procedure"].create(
            {"code": "9.000201", "name": "Hai", "agency_id": self.agency.id,
             "field_id": other_field.id}
        )  # fmt: skip
        cases = [
            ({}, True, True),
            ({"scope": "fields", "field_ids": [Command.set(self.field.ids)]}, True, False),
            ({"scope": "procedures", "procedure_ids": [Command.set(second.ids)]}, False, True),
        ]
        for values, covers_first, covers_second in cases:
            with self.subTest(values):
                delegation = self._delegation(**values)
                delegation.activate()
                self.assertEqual(bool(self._found(self.deputy)), covers_first)
                self.assertEqual(bool(self._found(self.deputy, procedure=second)), covers_second)
                delegation.revoke()
        delegation = self._delegation()
        delegation.activate()
        third = second.copy({"code": "9.000202"})
        self.assertTrue(self._found(self.deputy, procedure=third))

    def test_what_it_covers_is_entered_at_no_other_side(self):
        delegation = self._delegation()
        delegation.activate()
        procedure = self.procedure.with_user(self.admin)
        for command in (Command.link(delegation.id), Command.clear()):
            with self.assertRaisesRegex(AccessError, "follows from other fields"):
                procedure.write({"delegation_ids": [command]})
        with self.assertRaisesRegex(AccessError, "follows from other fields"):
            procedure.create(
                {
                    "code": "9.000777",
                    "name": "Thủ tục khác",
                    "agency_id": self.agency.id,
                    "field_id": self.field.id,
                    "delegation_ids": [Command.link(delegation.id)],
                }
            )

    def test_nobody_is_represented_beyond_their_own_rights(self):
        with self.assertRaisesRegex(UserError, "Clerk"):
            self._delegation(act_number_seal=True).activate()
        delegation = self._delegation()
        delegation.activate()
        self.agency.member_ids -= self.approver
        self.assertFalse(self._found(self.deputy))
        self.agency.member_ids |= self.approver
        self.assertTrue(self._found(self.deputy))
        self.approver.group_ids -= self.env.ref("hcc_base.group_approver")
        self.assertFalse(self._found(self.deputy))

    def test_a_delegate_works_on_dossiers_at_all(self):
        cashier = self._create_user("dlg_cashier", "cashier")
        with self.assertRaisesRegex(UserError, "no role"):
            self._delegation(delegate_user_id=cashier.id).activate()

    def test_impossible_delegations(self):
        cases = [
            {"delegate_user_id": self.approver.id},
            {"date_to": "2026-11-22"},
            {"act_approve": False},
        ]
        for values in cases:
            with (
                self.subTest(values),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.cr.savepoint(),
            ):
                self._delegation(**values)
        past = self._delegation(date_from="2026-11-01", date_to="2026-11-22")
        with self.assertRaisesRegex(UserError, "already over"):
            past.activate()
        empty = self._delegation(scope="procedures")
        with self.assertRaisesRegex(UserError, "no procedure"):
            empty.activate()

    def test_the_same_act_has_one_delegate_at_a_time(self):
        self.approver.group_ids += self.env.ref("hcc_base.group_appraiser")
        self._delegation().activate()
        same = self._delegation(delegate_user_id=self.third.id, date_from="2026-11-27",
                                date_to="2026-12-05")  # fmt: skip
        with self.assertRaisesRegex(UserError, "already delegates the same act"):
            same.activate()
        self._delegation(delegate_user_id=self.third.id, act_approve=False,
                         act_appraise=True).activate()  # fmt: skip
        same.write({"date_from": "2026-11-28"})
        same.activate()

    def test_what_was_delegated_is_not_passed_on(self):
        self._delegation(delegate_user_id=self.third.id).activate()
        onward = self._delegation(principal_user_id=self.third.id)
        with self.assertRaisesRegex(UserError, "pass on"):
            onward.activate()
        self.env["hcc.delegation"].search([("state", "=", "active")]).with_user(self.admin).revoke()
        onward.activate()
        with self.assertRaisesRegex(UserError, "pass on"):
            self._delegation(delegate_user_id=self.third.id).activate()

    def test_who_may_read_and_who_may_decide(self):
        delegation = self._delegation()
        for user in (self.approver, self.deputy, self.director, self.oversight):
            with self.subTest(user.login):
                mine = delegation.with_user(user)
                self.assertTrue(mine.has_access("read"))
                with self.assertRaises(AccessError):
                    mine.activate()
                with self.assertRaises(AccessError):
                    mine.date_to = "2027-01-01"
        self.assertFalse(delegation.with_user(self.third).has_access("read"))
        delegation.activate()
        with self.assertRaises(AccessError):
            delegation.date_to = "2027-01-01"
        with self.assertRaises(AccessError):
            delegation.sudo().is_current = False
        with self.assertRaises(UserError):
            delegation.unlink()
