from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import errors

from .common import CHARGES, HccFeesCommon


@tagged("post_install", "-at_install")
class TestDue(HccFeesCommon):
    def test_reception_charges_by_the_days_tariff(self):
        dossier = self._owing()
        dues = {due.fee_id.code: due for due in dossier.due_ids}
        self.assertEqual(set(dues), set(CHARGES))
        for code, (kind, amount, collect_at) in CHARGES.items():
            due = dues[code]
            self.assertEqual((due.kind, due.amount, due.collect_at), (kind, amount, collect_at))
            self.assertEqual(due.state, "open")
            self.assertEqual(due.dossier_code, dossier.name)
            self.assertEqual(due.payer_name, dossier.applicant_name)
            self.assertEqual(due.procedure_name, dossier.version_id.name)
            self.assertEqual(due.agency_id, self.agency)
            self.assertEqual(due.display_name, f"{dossier.name} · {code}")

    def test_a_later_tariff_changes_nothing(self):
        dossier = self._owing()
        tariff = self.fees["LP-TN"].tariff_ids
        with self.at("2026-11-25 08:00"):
            tariff.valid_to = "2026-11-25"
            self.env["hcc.tariff"].create(
                {"fee_id": tariff.fee_id.id, "valid_from": "2026-11-26", "amount": 999_000}
            )
        with self.at("2026-11-26 08:00"):
            due = dossier.due_ids.filtered(lambda d: d.fee_id == tariff.fee_id)
            self.assertEqual(due.amount, 150_000)
            later = self._owing().due_ids.filtered(lambda d: d.fee_id == tariff.fee_id)
            self.assertEqual(later.amount, 999_000)

    def test_a_free_service_makes_no_due(self):
        free = self._create_fee("LP-0", "fee", 0, self.agency)
        procedure = self._create_procedure(
            self.agency, "1.000010", "Miễn phí", fee_item_ids=[Command.create({"fee_id": free.id})]
        )
        self.assertFalse(self._owing(procedure).due_ids)

    def test_without_tariff_the_citizen_is_received_and_the_administrator_told(self):
        fee = self._create_fee("LP-?", "fee", None, self.agency)
        procedure = self._create_procedure(
            self.agency,
            "1.000011",
            "Chưa có mức",
            fee_item_ids=[Command.create({"fee_id": fee.id})],
        )
        due = self._owing(procedure).due_ids
        self.assertEqual((due.state, due.amount), ("unpriced", 0))
        [blocker] = due.dossier_id._get_return_blockers()
        self.assertIn("tariff", blocker)
        shift = self._open_shift()
        with self.assertRaises(UserError):
            self._collect(due, shift)
        with self.assertRaises(UserError, msg="there is still no tariff"):
            due.with_user(self.administrator).price()
        self.env["hcc.tariff"].create(
            {"fee_id": fee.id, "valid_from": "2026-11-23", "amount": 40_000}
        )
        with self.assertRaises(AccessError):
            due.with_user(self.cashier).price()
        due.with_user(self.administrator).price()
        self.assertEqual((due.state, due.amount), ("open", 40_000))
        self._collect(due, shift)
        self.assertEqual(due.state, "settled")

    def test_a_conditional_fee_is_charged_by_the_official(self):
        fee = self._create_fee("P-ĐK", "charge", 70_000, self.agency)
        procedure = self._create_procedure(
            self.agency,
            "1.000012",
            "Có điều kiện",
            fee_item_ids=[Command.create({"fee_id": fee.id, "condition": "cấp lại"})],
        )
        dossier = self._owing(procedure)
        self.assertFalse(dossier.due_ids)
        item = procedure.current_version_id.fee_item_ids
        with self.assertRaises(AccessError):
            dossier.with_user(self.appraiser).charge(item.id)
        dossier.charge(item.id)
        self.assertEqual(dossier.due_ids.amount, 70_000)
        with self.assertRaises(UserError, msg="charged twice"):
            dossier.charge(item.id)

    def test_unpaid_dues_block_steps_and_return(self):
        dossier = self._owing()
        early, late = dossier.due_ids.sorted("amount")
        self.assertEqual(len(dossier._get_step_blockers(dossier.current_step_id)), 1)
        self.assertEqual(len(dossier._get_return_blockers()), 2)
        shift = self._open_shift()
        self._collect(early, shift)
        self.assertFalse(dossier._get_step_blockers(dossier.current_step_id))
        self.assertEqual(len(dossier._get_return_blockers()), 1)
        self._collect(late, shift)
        self.assertFalse(dossier._get_return_blockers())

    def test_the_slip_says_what_is_to_pay(self):
        [line] = self._owing()._get_slip_extra()
        self.assertEqual(line["value"], "1.151.001 đ")

    def test_the_end_of_a_dossier_cancels_what_is_unpaid(self):
        dossier = self._owing()
        early, late = dossier.due_ids.sorted("amount")
        self._collect(early, self._open_shift())
        dossier.withdraw("Người nộp xin rút hồ sơ")
        self.assertEqual((early.state, late.state), ("settled", "cancelled"))

    def test_waive_needs_role_and_ground(self):
        due = self._owing().due_ids[:1]
        with self.assertRaises(AccessError):
            due.with_user(self.cashier).waive("Hộ nghèo")
        with self.assertRaises(UserError):
            due.with_user(self.accountant).waive("  ")
        due.with_user(self.accountant).waive("Hộ nghèo, Điều 5 TT 244/2016/TT-BTC")
        self.assertEqual(due.state, "waived")
        self.assertNotIn(due._blocker(), due.dossier_id._get_return_blockers())
        with self.assertRaises(UserError, msg="wrong state"):
            due.with_user(self.accountant).waive("Lần nữa")
        self.assertEqual(self._journal(due), ["waive"])

    def test_nobody_writes_or_deletes_a_due(self):
        due = self._owing().due_ids[:1]
        for user in (self.cashier, self.official, self.accountant, self.env.user):
            with self.assertRaises(AccessError):
                due.with_user(user).sudo(user == self.env.user).write({"amount": 1})
        with self.assertRaises(AccessError):
            self.env["hcc.due"].with_user(self.official).create({"amount": 1})
        with self.assertRaises(UserError):
            due.unlink()
        for statement in (
            "UPDATE hcc_due SET amount = 1 WHERE id = %s",
            "DELETE FROM hcc_due WHERE id = %s",
        ):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(errors.InsufficientPrivilege),
                self.cr.savepoint(flush=False),
            ):
                self.cr.execute(statement, [due.id])

    def test_who_sees_dues(self):
        dossier = self._owing()
        dues = self.env["hcc.due"]
        for user in (self.official, self.appraiser, self.cashier, self.accountant, self.director):
            seen = dues.with_user(user).search([])
            self.assertEqual(dossier.due_ids & seen, dossier.due_ids, user.login)
        self.assertFalse(dues.with_user(self.other_official).search([]))
        with self.assertRaises(AccessError, msg="cashiers see dues, not papers"):
            dossier.with_user(self.cashier).read(["state"])
        self.agency.member_ids -= self.official
        self.assertFalse(dues.with_user(self.official).search([]), "left the agency")
        room = self.env["hcc.agency"].create(
            {"name": "Phòng", "code": "TN-P1", "kind": "unit", "parent_id": self.agency.id}
        )
        room.member_ids += self.official
        self.assertTrue(dues.with_user(self.official).search([]), "works in a room of it")

    def test_desk_finds_by_code_and_by_slip(self):
        dossier = self._owing()
        desk = self.env["hcc.due"].with_user(self.cashier)
        by_code = desk.find_for_desk(f" {dossier.name.lower()} ")
        self.assertEqual(by_code["payer_name"], dossier.applicant_name)
        self.assertEqual(sorted(d["amount"] for d in by_code["dues"]), [150_000, 1_001_001])
        scanned = desk.find_for_desk(dossier._statutory_qr("Giấy tiếp nhận"))
        self.assertEqual(scanned, by_code)
        self.assertEqual(desk.find_for_desk(dossier._status_url()), by_code)
        for nothing in ("", "%", "HCC1|x", "H99.11-261123-9999", None):
            self.assertFalse(desk.find_for_desk(nothing)["dues"])
