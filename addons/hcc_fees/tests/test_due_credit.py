from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import SQL

from .common import HccFeesCommon


@tagged("post_install", "-at_install")
class TestDueCredit(HccFeesCommon):
    """Nobody pays twice for a wrong acceptance, and nothing is credited or refunded twice."""

    def setUp(self):
        super().setUp()
        self.shift = self._open_shift()

    def _paid(self, procedure=None):
        """A dossier whose fee of the reception is paid; the due."""
        dossier = self._owing(procedure)
        due = dossier.due_ids.filtered(lambda one: one.fee_id == self.fees["LP-TN"])
        self._collect(due, self.shift)
        return dossier, due

    def _draft_of(self, dossier, user=None):
        reason = self.env.ref("hcc_dossier.reason_correct_1")
        answer = dossier.with_user(user or self.official).correct(reason_id=reason.id)
        return self.env["hcc.dossier"].with_user(self.official).browse(answer["dossier_id"])

    def _again(self, dossier):
        draft = self._draft_of(dossier)
        draft.receive()
        return draft

    def _fee(self, dossier):
        return dossier.sudo().due_ids.filtered(
            lambda one: one.fee_id == self.fees["LP-TN"] and one.state != "cancelled"
        )

    def _end_tariff(self, last_day="2026-11-23"):
        fee = self.fees["LP-TN"]
        self.env["hcc.tariff"].search(
            [("fee_id", "=", fee.id), ("valid_to", "=", False)]
        ).valid_to = last_day

    def _tariff(self, amount, first_day="2026-11-24"):
        fee, first = self.fees["LP-TN"], fields.Date.to_date(first_day)
        self._end_tariff(first - timedelta(days=1))
        self.env["hcc.tariff"].create({"fee_id": fee.id, "valid_from": first, "amount": amount})

    def _disagreeing(self):
        self.env["hcc.truth.run"].sudo()._run(self.centre, "demand")
        findings = self.env["hcc.truth.finding"].search(
            [("company_id", "=", self.centre.id), ("check_code", "=", "due_receipt"),
             ("state", "!=", "mended")]
        )  # fmt: skip
        return set(findings.mapped("res_id"))

    def test_what_was_paid_counts_for_the_next(self):
        dossier, paid = self._paid()
        again = self._again(dossier)
        due = self._fee(again)
        self.assertEqual((due.state, due.amount, due.credited_due_id), ("settled", 150_000, paid))
        self.assertEqual((paid.state, paid.refund_state), ("settled", False))
        again.hand_over()
        again.with_user(self.appraiser).take()
        again.with_user(self.appraiser).complete_step()
        with self.assertRaisesRegex(UserError, "cannot be collected"):
            self._collect(due, self.shift)
        self.assertIn("credit", self._journal(again))
        self.assertFalse(self._disagreeing())
        labels = {line["label"]: line["value"] for line in again._get_slip_extra()}
        self.assertIn(f"Đã nộp với hồ sơ {dossier.name}", labels)

    def test_nothing_goes_back_before_it_is_known_what_it_counts_for(self):
        dossier, paid = self._paid()
        draft = self._draft_of(dossier)
        self.assertFalse(paid.refund_state)
        self.assertEqual(set(dossier.due_ids.mapped("state")), {"settled", "cancelled"})
        draft.with_user(self.approver).refuse("Không thuộc thẩm quyền.")
        self.assertEqual((paid.refund_state, paid.refund_amount), ("asked", 150_000))

    def test_a_discard_refunds_too(self):
        dossier, paid = self._paid()
        self._draft_of(dossier).with_user(self.approver).cancel("Nhập nhầm.")
        self.assertEqual(paid.refund_state, "asked")

    def test_another_procedure_without_the_fee_refunds_it(self):
        dossier, paid = self._paid()
        draft = self._draft_of(dossier)
        draft.procedure_id = self.procedure
        draft.component_ids.filtered("is_required").write({"is_received": True})
        draft.receive()
        self.assertFalse(draft.due_ids)
        self.assertEqual((paid.refund_state, paid.refund_amount), ("asked", 150_000))

    def test_a_reason_that_refunds_nothing_keeps_the_rest(self):
        self.env.ref("hcc_dossier.reason_correct_1").fee_effect = "void"
        dossier, paid = self._paid()
        self._draft_of(dossier).with_user(self.approver).cancel("Nhập nhầm.")
        self.assertFalse(paid.refund_state)

    def test_only_a_difference_is_owed(self):
        dossier, paid = self._paid()
        self._tariff(200_000)
        with self.at("2026-11-25 08:00"):
            draft = self._draft_of(dossier, self.approver)
            draft.receive()
            counted, rest = self._fee(draft).sorted("amount", reverse=True)
            self.assertEqual((counted.amount, counted.credited_due_id), (150_000, paid))
            self.assertEqual((rest.amount, rest.state), (50_000, "open"))
            self.assertFalse(paid.refund_state)

    def test_only_a_difference_is_refunded(self):
        dossier, paid = self._paid()
        self._tariff(100_000)
        with self.at("2026-11-25 08:00"):
            draft = self._draft_of(dossier, self.approver)
            draft.receive()
            self.assertEqual(self._fee(draft).amount, 100_000)
            self.assertEqual((paid.refund_state, paid.refund_amount), ("asked", 50_000))
            paid.with_user(self.accountant).refund("PC 12/2026")
            draft.with_user(self.official).give_back(
                reason_id=self.env.ref("hcc_dossier.reason_give_back_1").id
            )
            self.assertEqual(self._fee(draft).refund_amount, 100_000, "the rest, and no more")
            self.assertEqual(paid.refund_state, "done")

    def _corrected_down(self, dossier):
        """The dossier that continues ``dossier`` for 100,000; the 50,000 paid too much are back."""
        self._tariff(100_000)
        with self.at("2026-11-25 08:00"):
            second = self._draft_of(dossier, self.approver)
            second.receive()
            self._refund(dossier, "PC 12/2026", self.accountant)
        return second

    def _refund(self, dossier, paper, user):
        due = self._fee(dossier).with_user(user)
        self._forget()
        due.refund(paper)

    def _refunds(self, due):
        return (due.refund_state, due.refund_amount, due.refunded_amount)

    def test_what_went_back_does_not_go_back_again(self):
        dossier, paid = self._paid()
        second = self._corrected_down(dossier)
        self.assertEqual(self._refunds(paid), ("done", 0, 50_000))
        self._tariff(80_000, "2026-11-26")
        with self.at("2026-11-27 08:00"):
            third = self._draft_of(second, self.approver)
            third.receive()
            self.assertEqual((self._fee(third).amount, paid._left()), (80_000, 0))
            self.assertEqual(self._refunds(paid), ("asked", 20_000, 50_000))
            self._refund(dossier, "PC 15/2026", self.accountant_2)
        self.assertEqual(self._refunds(paid), ("done", 0, 70_000))
        self.assertEqual(paid.refund_paper, "PC 12/2026; PC 15/2026", "neither paper is lost")
        self.assertEqual(
            [(entry.facts["amount"], entry.facts["paper"]) for entry in self._refund_entries(paid)],
            [(50_000, "PC 12/2026"), (20_000, "PC 15/2026")],
        )

    def _refund_entries(self, due):
        return self.env["hcc.journal.entry"].search(
            [("res_model", "=", "hcc.due"), ("res_id", "=", due.id), ("verb", "=", "refund")],
            order="id",
        )

    def test_a_refusal_after_a_refund_gives_the_rest_back(self):
        dossier, paid = self._paid()
        second = self._corrected_down(dossier)
        with self.at("2026-11-27 08:00"):
            draft = self._draft_of(second, self.approver)
            draft.with_user(self.approver).refuse("Không thuộc thẩm quyền.")
        self.assertEqual(self._refunds(paid), ("asked", 100_000, 50_000))

    def test_what_is_asked_back_twice_goes_back_in_one_sum(self):
        dossier, paid = self._paid()
        self._tariff(100_000)
        with self.at("2026-11-25 08:00"):
            second = self._draft_of(dossier, self.approver)
            second.receive()
            draft = self._draft_of(second, self.approver)
            draft.with_user(self.approver).refuse("Không thuộc thẩm quyền.")
        self.assertEqual(self._refunds(paid), ("asked", 150_000, 0))

    def test_corrected_twice_it_counts_once(self):
        dossier, paid = self._paid()
        second = self._again(dossier)
        third = self._again(second)
        self.assertFalse(self._fee(second))
        self.assertEqual(self._fee(third).credited_due_id, paid)
        self.assertFalse(paid.refund_state)
        self.assertFalse(self._disagreeing())

    def test_the_dossier_that_continues_ends_and_refunds_once(self):
        dossier, paid = self._paid()
        again = self._again(dossier)
        again.give_back(reason_id=self.env.ref("hcc_dossier.reason_give_back_1").id)
        self.assertEqual(self._fee(again).refund_state, "asked")
        self.assertFalse(paid.refund_state)

    def test_a_voided_receipt_is_owed_where_it_counted(self):
        dossier, paid = self._paid()
        again = self._again(dossier)
        paid.with_user(self.accountant).payment_ids.receipt_id.void("Ghi sai")
        self.assertEqual((paid.state, self._fee(again).state), ("cancelled", "open"))
        self._collect(self._fee(again), self.shift)
        self.assertEqual(self._fee(again).state, "settled")
        self.assertFalse(self._disagreeing())
        labels = {line["label"] for line in again._get_slip_extra()}
        self.assertNotIn(f"Đã nộp với hồ sơ {dossier.name}", labels, "it was given back there")
        third = self._again(again)
        self.assertEqual(self._fee(third).state, "settled")

    def test_a_receipt_of_which_a_part_went_back_is_not_voided(self):
        dossier, paid = self._paid()
        again = self._again(dossier)
        again.give_back(reason_id=self.env.ref("hcc_dossier.reason_give_back_1").id)
        self._refund(again, "PC 12/2026", self.accountant_2)
        receipt = paid.with_user(self.accountant).payment_ids.receipt_id
        with self.assertRaisesRegex(UserError, "PC 12/2026"):
            receipt.void("Ghi sai")
        self.assertEqual((receipt.state, paid.state), ("issued", "settled"))

    def test_a_receipt_voided_before_the_next_acceptance_leaves_all_owed(self):
        dossier, paid = self._paid()
        draft = self._draft_of(dossier)
        paid.with_user(self.accountant).payment_ids.receipt_id.void("Ghi sai")
        self.assertEqual(paid.state, "cancelled")
        draft.receive()
        self.assertEqual(self._fee(draft).state, "open")

    def test_a_fee_without_a_tariff_yet_takes_it_when_priced(self):
        dossier, paid = self._paid()
        self._end_tariff()
        with self.at("2026-11-25 08:00"):
            draft = self._draft_of(dossier, self.approver)
            draft.receive()
            self.assertEqual((self._fee(draft).state, paid.refund_state), ("unpriced", False))
            self.env["hcc.tariff"].create(
                {"fee_id": self.fees["LP-TN"].id, "valid_from": "2026-11-24", "amount": 150_000}
            )
            due = self._fee(draft).with_user(self.accountant)
            self._forget()
            due.price()
            due = self._fee(draft)
            self.assertEqual((due.state, due.credited_due_id), ("settled", paid))
            self.assertFalse(paid.refund_state)

    def _sow(self, table, query, *params):
        self.env.flush_all()
        self.env.cr.execute(SQL("ALTER TABLE %s DISABLE TRIGGER USER", SQL.identifier(table)))
        self.env.cr.execute(query, params)
        self.env.cr.execute(SQL("ALTER TABLE %s ENABLE TRIGGER USER", SQL.identifier(table)))
        self.env.invalidate_all()

    def test_an_unfound_payment_is_found(self):
        dossier, paid = self._paid()
        due = self._fee(self._again(dossier))
        query = "UPDATE hcc_payment SET state = 'reversed' WHERE due_id = %s"
        self._sow("hcc_payment", query, paid.id)
        self.assertIn(due.id, self._disagreeing())

    def test_what_is_owed_though_it_was_paid_before_is_found(self):
        dossier, __ = self._paid()
        due = self._fee(self._again(dossier))
        self._sow("hcc_due", "UPDATE hcc_due SET state = 'open' WHERE id = %s", due.id)
        self.assertEqual(self._disagreeing(), {due.id})

    def test_what_is_owed_though_its_own_receipt_is_live_is_found(self):
        dossier, paid = self._paid()
        due = self._fee(self._again(dossier))
        paid.with_user(self.accountant).payment_ids.receipt_id.void("Ghi sai")
        self.assertFalse(self._disagreeing(), "owed, and paid by nothing")
        self._collect(due, self.shift)
        self.assertFalse(self._disagreeing(), "paid by its own receipt")
        self._sow("hcc_due", "UPDATE hcc_due SET state = 'open' WHERE id = %s", due.id)
        self.assertEqual(self._disagreeing(), {due.id})
