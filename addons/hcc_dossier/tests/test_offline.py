import re

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from odoo.addons.hcc_base.tests.common import centre_time

from .test_on_the_spot import spot_steps
from .test_paper import PaperCommon


@tagged("post_install", "-at_install")
class TestOffline(PaperCommon):
    """Without a server from Friday 20 November 2026, 14:00 to 16:30; entered on Monday."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hall_manager = cls._create_user("o_hall", "hall_manager")
        cls.colleague = cls._create_user("o_colleague", "official", agency=cls.agency)
        cls.forms = cls.env["hcc.offline.form"].browse(cls._print_forms(3))
        cls.outage = (
            cls.env["hcc.outage"]
            .with_user(cls.director)
            .create(
                {
                    "started_at": centre_time("2026-11-20 14:00"),
                    "ended_at": centre_time("2026-11-20 16:30"),
                    "reason": "Mất điện",
                }
            )
        )

    @classmethod
    def _print_forms(cls, quantity, user=None):
        dialog = (
            cls.env["hcc.offline.print"]
            .with_user(user or cls.hall_manager)
            .create({"quantity": quantity})
        )
        return dialog.action_confirm()["context"]["active_ids"]

    def _entered(self, at="2026-11-20 15:10", form=None, **values):
        """A draft of the official from paper, not yet given away."""
        form = form or self.forms[0]
        return self._draft(offline_form_id=form.id, paper_received_at=centre_time(at), **values)

    def _entry(self, dossier, verb):
        domain = [
            ("res_model", "=", dossier._name),
            ("res_id", "=", dossier.id),
            ("verb", "=", verb),
        ]
        return self.env["hcc.journal.entry"].search(domain)

    # -------------------------------------------------------------------------

    def test_numbers_are_printed_once(self):
        numbers = [int(form.name[-5:]) for form in self.forms.sorted("id")]
        self.assertEqual(numbers, list(range(numbers[0], numbers[0] + 3)))
        more = self.env["hcc.offline.form"].browse(self._print_forms(2))
        self.assertFalse(set(more.mapped("name")) & set(self.forms.mapped("name")))
        for user in (self.official, self.director, self.cashier):
            with self.assertRaises(AccessError):
                self._print_forms(1, user)
        for quantity in (0, 201):
            with self.assertRaisesRegex(UserError, "at once"):
                self._print_forms(quantity)

    def test_blank_slips_as_paper(self):
        pdf = self._print("hcc_dossier.report_offline_form", self.forms[:1], self.hall_manager)
        text = self._text(pdf)
        self.assertIn(self.forms[0].name, text)
        self.assertIn("Liên 1", text)
        self.assertIn("Liên 2", text)
        pictures = self._pictures(pdf, "offline")
        self.assertEqual(len(pictures), 2, "each copy on one page")
        self.assertIn(self.forms[0].name, self._codes(pictures))

    def test_the_paper_counts_from_its_own_time(self):
        dossier = self._entered()
        dossier.submit_paper()
        confirming = dossier.with_user(self.colleague)
        answer = confirming.confirm_paper()
        self.assertEqual(dossier.state, "received")
        self.assertEqual(dossier.received_at, centre_time("2026-11-20 15:10"))
        self.assertEqual(str(dossier.received_on), "2026-11-20")
        # three working days from Friday 15:10; Tuesday the 24th is a holiday
        self.assertEqual(dossier.due_at, centre_time("2026-11-26 15:10"))
        self.assertTrue(re.search(r"-261120-\d{4}$", answer["code"]), answer["code"])
        self.assertEqual(
            (dossier.official_user_id, dossier.confirmed_by_id), (self.official, self.colleague)
        )
        entry = self._entry(dossier, "confirm_paper")
        self.assertEqual(entry.occurred_at, centre_time("2026-11-23 08:00"))
        self.assertEqual(entry.facts["paper_received_at"], "2026-11-20 08:10:00")
        self.assertEqual(entry.facts["entered_by"], self.official.id)
        self.assertEqual(self.forms[0].state, "used")
        self.assertEqual(self.forms[0].dossier_ids, dossier)

    def test_the_version_is_that_of_the_day_on_the_slip(self):
        friday = self.procedure.version_ids
        monday = self._publish_version(self.procedure, valid_from="2026-11-23")
        dossier = self._entered()
        self.assertEqual(dossier.version_id, monday, "not known yet that it is from paper")
        with self.assertRaisesRegex(UserError, "has changed"):
            dossier.submit_paper()
        dossier.action_reload_version()
        self.assertEqual(dossier.version_id, friday)
        self.assertEqual(dossier.component_ids.component_id, friday.component_ids)
        dossier.action_tick_all()
        dossier.submit_paper()
        dossier.with_user(self.colleague).confirm_paper()
        self.assertEqual((dossier.state, dossier.version_id), ("received", friday))

    def test_a_second_person_confirms(self):
        dossier = self._entered()
        with self.assertRaisesRegex(UserError, "not given to a second person"):
            dossier.with_user(self.colleague).confirm_paper()
        dossier.submit_paper()
        self.assertFalse(dossier.can_confirm_paper)
        with self.assertRaisesRegex(AccessError, "entered by you"):
            dossier.confirm_paper()
        for user in (self.appraiser, self.director, self.hall_manager, self.other_official):
            with self.assertRaises(AccessError):
                dossier.with_user(user).confirm_paper()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.env.cr.execute(
                "UPDATE hcc_dossier SET confirmed_by_id = entered_by_id WHERE id = %s", [dossier.id]
            )

    def test_it_is_not_accepted_as_any_other(self):
        dossier = self._entered()
        with self.assertRaisesRegex(UserError, "second person confirms"):
            dossier.receive()
        self.assertEqual(dossier.state, "draft")

    def test_what_is_compared_stays_as_it_is(self):
        dossier = self._entered()
        dossier.submit_paper()
        with self.assertRaisesRegex(AccessError, "Go on entering"):
            dossier.subject = "Khác"
        with self.assertRaises(AccessError):
            dossier.write({"entered_by_id": False})
        dossier.with_user(self.colleague).reopen_paper()
        dossier.subject = "Khác"
        dossier.submit_paper()

    def test_only_times_without_a_server(self):
        times = ("2026-11-20 13:59", "2026-11-20 16:31", "2026-11-23 07:30")
        for at, form in zip(times, self.forms, strict=True):
            dossier = self._entered(at, form=form)
            with self.assertRaisesRegex(UserError, "no time without a server"):
                dossier.submit_paper()

    def test_a_number_is_used_once(self):
        self._entered().submit_paper()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._entered(subject="Lần hai").flush_recordset()

    def test_spoiled_numbers_are_recorded(self):
        form = self.forms[2].with_user(self.official)
        with self.assertRaises(UserError):
            form.spoil(" ")
        with self.assertRaises(AccessError):
            form.with_user(self.director).spoil("Rách")
        form.spoil("Ghi nhầm, gạch bỏ")
        self.assertEqual(form.state, "spoiled")
        with self.assertRaisesRegex(UserError, "used once"):
            self._entered(form=form).submit_paper()
        with self.assertRaises(UserError):
            form.spoil("Lần nữa")
        with self.assertRaises(AccessError):
            form.write({"state": "blank"})

    def test_the_director_declares_what_is_over(self):
        values = {"reason": "Mất mạng", "started_at": centre_time("2026-11-23 07:00")}
        outages = self.env["hcc.outage"]
        for user in (self.official, self.hall_manager, self.oversight):
            with self.assertRaises(AccessError):
                outages.with_user(user).create(
                    {**values, "ended_at": centre_time("2026-11-23 07:30")}
                )
        for end in ("2026-11-23 09:00", "2026-11-23 06:00"):
            with self.assertRaisesRegex(ValidationError, "when it is"):
                outages.with_user(self.director).create({**values, "ended_at": centre_time(end)})
        with self.assertRaises(AccessError):
            self.outage.ended_at = centre_time("2026-11-20 17:00")

    # -- the number of what ends before its acceptance -------------------------

    def test_a_slip_that_promises_an_acceptance_is_not_refused(self):
        dossier = self._entered()
        for given_away in (False, True):
            if given_away:
                dossier.submit_paper()
            self.assertFalse(dossier.can_refuse)
            with self.assertRaisesRegex(UserError, self.forms[0].name):
                dossier.refuse("Không đúng thẩm quyền.")
        dossier.reopen_paper()
        dossier.offline_form_id = False
        self.forms[0].with_user(self.official).spoil("Hồ sơ không được tiếp nhận.")
        dossier.refuse("Không đúng thẩm quyền.")
        self.assertEqual((dossier.state, self.forms[0].state), ("refused", "spoiled"))

    def test_what_is_cancelled_or_withdrawn_spoils_its_number(self):
        cancelled = self._entered()
        cancelled.submit_paper()
        cancelled.cancel("Nhập trùng.")
        with self.at("2026-11-19 09:00"):
            withdrawn = self._draft(complete=False)
            withdrawn.guide("Thiếu giấy tờ.")
        withdrawn.offline_form_id = self.forms[1]
        withdrawn.withdraw("Rút hồ sơ.")
        for form, dossier in zip(self.forms, cancelled | withdrawn, strict=False):
            self.assertEqual(form.state, "spoiled")
            self.assertTrue(form.spoil_reason)
            self.assertEqual(self._entry(form, "spoil").facts, {"dossier": dossier.id})

    def test_an_acceptance_cancelled_later_keeps_its_number_used(self):
        dossier = self._confirmed()
        dossier.with_user(self.director).cancel("Nhập nhầm.")
        self.assertEqual(self.forms[0].state, "used")

    def test_a_number_in_a_dossier_is_not_spoiled(self):
        dossier = self._entered()
        form = self.forms[0].with_user(self.official)
        for given_away in (False, True):
            if given_away:
                dossier.submit_paper()
            with self.assertRaisesRegex(UserError, "Remove it from the dossier"):
                form.spoil("Rách.")
        self.assertEqual(form.state, "blank")
        dossier.with_user(self.colleague).confirm_paper()

    # -- papers are missing ---------------------------------------------------

    def test_incomplete_papers_are_no_dead_end(self):
        dossier = self._entered(complete=False)
        with self.assertRaisesRegex(UserError, "is not complete"):
            dossier.submit_paper()
        self.assertFalse(dossier.can_guide)
        with self.assertRaisesRegex(UserError, self.forms[0].name):
            dossier.guide("Thiếu giấy tờ.")
        dossier.offline_form_id = False
        self.forms[0].with_user(self.official).spoil("Hồ sơ thiếu giấy tờ.")
        dossier.guide("Thiếu giấy tờ.")
        dossier.action_tick_all()
        dossier.receive()
        self.assertEqual(dossier.received_at, centre_time("2026-11-23 08:00"))

    def test_guided_before_and_completed_on_paper(self):
        """Who came back with the missing papers while there was no server."""
        with self.at("2026-11-19 09:00"):
            dossier = self._draft(complete=False)
            dossier.guide("Thiếu giấy tờ.")
        dossier.write(
            {
                "offline_form_id": self.forms[0].id,
                "paper_received_at": centre_time("2026-11-20 15:10"),
            }
        )
        dossier.action_tick_all()
        dossier.submit_paper()
        with self.assertRaisesRegex(AccessError, "Go on entering"):
            dossier.offline_form_id = False
        dossier.with_user(self.colleague).confirm_paper()
        self.assertEqual(dossier.received_at, centre_time("2026-11-20 15:10"))

    # -- what follows ---------------------------------------------------------

    def _confirmed(self, **values):
        dossier = self._entered(**values)
        dossier.submit_paper()
        dossier.with_user(self.colleague).confirm_paper()
        return dossier

    def test_the_applicant_is_told_as_of_any_acceptance(self):
        dossier = self._entered()
        dossier.applicant_id.sudo().write(
            {"consent_at": "2026-11-01 00:00:00", "email": "nguoinop@example.vn"}
        )
        dossier.submit_paper()
        self.assertFalse(dossier.sudo().sent_ids)
        dossier.with_user(self.colleague).confirm_paper()
        self.assertEqual(dossier.sudo().sent_ids.mapped("event"), ["accepted"])

    def test_the_slip_names_the_pre_numbered_one(self):
        pdf = self._print("hcc_dossier.slip", self._confirmed())
        self._pictures(pdf, "slip_offline")
        words = f"Thay cho giấy tiếp nhận in sẵn số: {self.forms[0].name}"
        self.assertIn(words, self._text(pdf))
        self.assertNotIn("in sẵn số", self._text(self._print("hcc_dossier.slip", self._received())))

    def test_work_begins_on_the_spot(self):
        self._publish_version(
            self.procedure, valid_from="2026-11-19", step_ids=spot_steps("appraise", "approve")
        )
        dossier = self._confirmed()
        self.assertEqual((dossier.state, dossier.custody), ("processing", "centre"))
