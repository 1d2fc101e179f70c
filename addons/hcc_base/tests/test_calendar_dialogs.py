from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .common import HccCommon, centre_time


@tagged("post_install", "-at_install")
class TestCalendarDialogs(HccCommon):
    """Closures, swaps and the days off of a year, entered by an administrator."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.administrator = cls._create_user("c_admin", "administrator")
        cls.official = cls._create_user("c_official", "official", agency=cls.agency)

    def _dialog(self, name, user=None, **values):
        model = self.env[f"hcc.calendar.{name}"].with_user(user or self.administrator)
        return model.create(values)

    def _confirmed(self, name, **values):
        dialog = self._dialog(name, **values)
        dialog.action_preview()
        dialog.action_confirm()
        return dialog

    def _slots_on(self, day, agency=None):
        calendar = self.env["hcc.clock"]._calendar(self.centre, agency)
        return calendar.slots_on(date.fromisoformat(day))

    def _due(self, start, value, unit="working_day", agency=None):
        start = centre_time(start)
        return self.env["hcc.clock"]._due(self.centre, start, value, unit, agency=agency)

    # -------------------------------------------------------------------------
    # CLOSURES
    # -------------------------------------------------------------------------

    def test_a_morning_leaves_the_afternoon(self):
        self._confirmed("closure", date_from="2026-12-02", part="morning", reason="Mất điện")
        self.assertEqual(self._slots_on("2026-12-02"), ((810, 1020),))
        self._confirmed("closure", date_from="2026-12-02", part="afternoon", reason="Bão")
        self.assertEqual(self._slots_on("2026-12-02"), (), "both halves are the day")

    def test_each_centre_and_agency_closes_half_of_its_own_day(self):
        early = self._create_calendar()
        early.attendance_ids.filtered(lambda line: line.hour_from == 7).hour_to = 11
        self.other_centre.resource_calendar_id = early
        late = self._create_calendar()
        late.attendance_ids.filtered(lambda line: line.hour_from == 7).hour_from = 8
        self.agency.calendar_id = late
        clock = self.env["hcc.clock"]

        def slots():
            calendars = (
                clock._calendar(self.centre), clock._calendar(self.other_centre),
                clock._calendar(self.centre, self.agency),
            )  # fmt: skip
            return [calendar.slots_on(date(2026, 12, 2)) for calendar in calendars]

        closure = {"date_from": "2026-12-02", "company_id": False}
        every = self.centre | self.other_centre
        user = self.administrator
        user.company_ids = every
        dialog = self._dialog("closure", **closure, part="afternoon", reason="Họp").with_context(
            allowed_company_ids=every.ids
        )
        dialog.action_preview()
        for hours in ("07:00-11:30", "07:00-11:00"):
            self.assertIn(hours, dialog.consequences)
        dialog.action_confirm()
        self.assertEqual(slots(), [((420, 690),), ((420, 660),), ((480, 690),)])
        self._confirmed("closure", **closure, part="afternoon", reason="Họp")
        self.assertEqual(slots(), [((420, 690),), ((420, 660),), ((480, 690),)], "told twice")
        self._confirmed("closure", **closure, part="morning", reason="Họp")
        self.assertEqual(slots(), [(), (), ()], "both halves are the day")
        self._confirmed("closure", **closure, part="hours", slots="08:00-14:00", reason="Họp")
        self._confirmed("closure", **closure, part="morning", reason="Họp")
        self.assertEqual(slots(), [((720, 840),)] * 3, "half of the hours entered before")

    def test_a_half_day_of_a_make_up_day_is_half_of_its_hours(self):
        self.env["hcc.calendar.day"].create(
            {"date": "2026-12-05", "kind": "make_up", "name": "Làm bù", "slots": "08:00-16:00"}
        )
        self._confirmed("closure", date_from="2026-12-05", part="morning", reason="Bão")
        self.assertEqual(self._slots_on("2026-12-05"), ((720, 960),))

    def test_an_afternoon_leaves_the_morning(self):
        self._confirmed("closure", date_from="2026-12-02", part="afternoon", reason="Họp")
        self.assertEqual(self._due("2026-12-01 15:00", 1), centre_time("2026-12-02 11:30"))

    def test_a_closure_of_several_days_leaves_the_weekend_alone(self):
        self._confirmed(
            "closure", date_from="2026-12-04", date_to="2026-12-07", reason="Bão", part="day"
        )
        days = self.env["hcc.calendar.day"].search([("name", "=", "Bão")], order="date")
        self.assertEqual(days.mapped("date"), [date(2026, 12, 4), date(2026, 12, 7)])
        self.assertEqual(days.company_id, self.centre)
        self.assertEqual(set(days.mapped("kind")), {"closure"})

    def test_other_hours(self):
        self._confirmed(
            "closure", date_from="2026-12-02", part="hours", slots="08:00-11:00", reason="Họp"
        )
        self.assertEqual(self._slots_on("2026-12-02"), ((480, 660),))
        with self.assertRaisesRegex(ValidationError, "not a working time"):
            dialog = self._dialog(
                "closure", date_from="2026-12-03", part="hours", slots="8-11", reason="Họp"
            )
            dialog.action_preview()

    def test_a_closure_is_taken_back(self):
        self._confirmed("closure", date_from="2026-12-02", reason="Bão")
        self._confirmed("closure", date_from="2026-12-02", part="lifted")
        self.assertEqual(len(self._slots_on("2026-12-02")), 2)
        with self.assertRaisesRegex(UserError, "No closure"):
            self._dialog("closure", date_from="2026-12-02", part="lifted").action_preview()

    def test_a_closure_takes_no_make_up_days_place(self):
        self.env["hcc.calendar.day"].create(
            {
                "date": "2026-12-05",
                "kind": "make_up",
                "name": "Làm bù",
                "slots": "07:00-11:30",
                "company_id": self.centre.id,
            }
        )
        with self.assertRaisesRegex(UserError, "05/12/2026"):
            self._dialog("closure", date_from="2026-12-05", reason="Bão").action_preview()
        self.assertEqual(len(self._slots_on("2026-12-05")), 1)

    def test_a_public_holiday_is_not_lifted(self):
        with self.assertRaises(UserError):
            self._dialog(
                "closure", date_from="2026-11-24", part="lifted", company_id=False
            ).action_preview()
        self.assertEqual(self._slots_on("2026-11-24"), ())

    def test_an_agency_closes_alone(self):
        self._confirmed(
            "closure", date_from="2026-12-02", reason="Kiểm kê", agency_id=self.agency.id
        )
        self.assertEqual(self._due("2026-12-01 10:00", 1), centre_time("2026-12-02 10:00"))
        self.assertEqual(
            self._due("2026-12-01 10:00", 1, agency=self.agency), centre_time("2026-12-03 10:00")
        )
        self.assertEqual(
            self._due("2026-12-01 10:00", 1, agency=self.other_agency),
            centre_time("2026-12-02 10:00"),
        )

    def test_nothing_to_close(self):
        for day in ("2026-12-05", "2026-11-24"):
            with self.subTest(day=day), self.assertRaisesRegex(UserError, "no working time"):
                self._dialog("closure", date_from=day, reason="Bão").action_preview()

    def test_a_closure_needs_a_reason_and_a_sound_span(self):
        with self.assertRaisesRegex(UserError, "reason"):
            self._dialog("closure", date_from="2026-12-02").action_preview()
        for until in ("2026-12-01", "2027-12-02"):
            with self.subTest(until=until), self.assertRaisesRegex(UserError, "1 to 31"):
                self._dialog(
                    "closure", date_from="2026-12-02", date_to=until, reason="Bão"
                ).action_preview()

    def test_a_preview_writes_nothing(self):
        days = self.env["hcc.calendar.day"].search_count([])
        entries = self.env["hcc.journal.entry"].search_count([])
        dialog = self._dialog("closure", date_from="2026-12-02", reason="Bão")
        dialog.action_preview()
        self.assertIn("02/12/2026", dialog.consequences)
        self.assertEqual(self.env["hcc.calendar.day"].search_count([]), days)
        self.assertEqual(self.env["hcc.journal.entry"].search_count([]), entries)
        self.assertEqual(self._due("2026-12-01 10:00", 1), centre_time("2026-12-02 10:00"))

    def test_only_what_was_previewed_is_written(self):
        dialog = self._dialog("closure", date_from="2026-12-02", reason="Bão")
        with self.assertRaisesRegex(UserError, "Preview"):
            dialog.action_confirm()
        dialog.action_preview()
        dialog.date_from = "2026-12-03"
        with self.assertRaisesRegex(UserError, "Preview"):
            dialog.action_confirm()

    def test_the_journal_says_who_closed(self):
        self._confirmed("closure", date_from="2026-12-02", reason="Bão")
        entry = self.env["hcc.journal.entry"].search([("verb", "=", "change_calendar")], limit=1)
        self.assertEqual(entry.user_id, self.administrator)
        self.assertEqual(entry.facts["days"][0]["date"], "2026-12-02")

    # -------------------------------------------------------------------------
    # WEEKLY HOURS, DAYS TAKEN OUT
    # -------------------------------------------------------------------------

    def test_weekly_hours_change_after_a_preview(self):
        dialog = self._dialog("hours", calendar_id=self.calendar.id)
        self.assertEqual(
            dialog.line_ids.mapped("slots"), ["07:00-11:30;13:30-17:00"] * 5 + [""] * 2
        )
        with self.assertRaisesRegex(UserError, "No weekday"):
            dialog.action_preview()
        dialog.line_ids[2].slots = "08:00-12:00"
        dialog.line_ids[5].slots = "7:30-11:00"
        kept = self.calendar.attendance_ids.filtered(lambda a: a.dayofweek == "0")
        dialog.action_preview()
        self.assertIn("Wednesday · 08:00-12:00", dialog.consequences)
        self.assertEqual(len(self._slots_on("2026-12-02")), 2, "only tried")
        dialog.action_confirm()
        self.assertEqual(self._slots_on("2026-12-02"), ((480, 720),))
        self.assertEqual(self._slots_on("2026-12-05"), ((450, 660),))
        self.assertEqual(self._slots_on("2026-12-03"), ((420, 690), (810, 1020)))
        self.assertTrue(kept.exists(), "who keeps his hours keeps his lines")
        with self.assertRaisesRegex(ValidationError, "not a working time"):
            dialog.line_ids[0].slots = "sáng"
            dialog.action_preview()

    def test_days_are_taken_out_after_a_preview(self):
        self._confirmed("closure", date_from="2026-12-02", reason="Bão")
        day = self.env["hcc.calendar.day"].search([("name", "=", "Bão")])
        model = self.env["hcc.calendar.removal"].with_user(self.administrator)
        dialog = model.with_context(active_ids=day.ids).create({})
        with self.assertRaisesRegex(UserError, "Preview"):
            dialog.action_confirm()
        dialog.action_preview()
        self.assertIn("02/12/2026", dialog.consequences)
        self.assertTrue(day.exists())
        dialog.action_confirm()
        self.assertFalse(day.exists())
        self.assertEqual(len(self._slots_on("2026-12-02")), 2)
        with self.assertRaisesRegex(UserError, "Choose"):
            model.create({}).action_preview()

    # -------------------------------------------------------------------------
    # WHO MAY
    # -------------------------------------------------------------------------

    def test_only_administrators_change_calendars(self):
        for name in ("closure", "hours", "removal", "swap", "year"):
            with self.subTest(name=name), self.assertRaises(AccessError):
                self._dialog(name, user=self.official)
        with self.assertRaises(AccessError):
            self.env["hcc.calendar.day"].with_user(self.official).create(
                {"date": "2026-12-02", "name": "Nghỉ"}
            )
        with self.assertRaises(AccessError):
            self.calendar.with_user(self.official).attendance_ids[0].hour_to = 10
        with self.assertRaises(AccessError):
            self.agency.with_user(self.official).calendar_id = self.calendar

    def test_another_centres_days_are_out_of_reach(self):
        dialog = self._dialog(
            "closure", date_from="2026-12-02", reason="Bão", company_id=self.other_centre.id
        )
        with self.assertRaises(AccessError):
            dialog.action_preview()

    # -------------------------------------------------------------------------
    # SWAPS
    # -------------------------------------------------------------------------

    def test_a_swap_is_a_pair(self):
        self._confirmed("swap", date_off="2026-12-04", date_worked="2026-12-12", occasion="dịp lễ")
        self.assertEqual(self._slots_on("2026-12-04"), ())
        self.assertEqual(self._slots_on("2026-12-12"), ((420, 690), (810, 1020)))
        off = self.env["hcc.calendar.day"].search([("date", "=", "2026-12-04")])
        self.assertEqual(off.name, "Nghỉ hoán đổi dịp lễ, làm bù ngày 12/12/2026")
        self.assertEqual(self._due("2026-12-03 10:00", 6), centre_time("2026-12-12 10:00"))

    def test_a_swap_proposes_the_hours_of_the_day_off(self):
        form = Form(self.env["hcc.calendar.swap"].with_user(self.administrator))
        form.date_off = "2026-12-04"
        self.assertEqual(form.slots, "07:00-11:30;13:30-17:00")

    def test_made_up_hours_match(self):
        swap = self._dialog("swap", date_off="2026-12-04", date_worked="2026-12-12")
        swap.slots = "07:00-11:30"
        with self.assertRaisesRegex(UserError, "480 working minutes, but 270"):
            swap.action_preview()
        swap.slots = "08:00-12:00;13:00-17:00"
        swap.action_preview()

    def test_a_rest_day_is_not_swapped_off_nor_a_working_day_made_up(self):
        with self.assertRaisesRegex(UserError, "no working day"):
            self._dialog("swap", date_off="2026-12-05", date_worked="2026-12-12").action_preview()
        with self.assertRaisesRegex(UserError, "already"):
            self._dialog("swap", date_off="2026-12-04", date_worked="2026-12-11").action_preview()

    # -------------------------------------------------------------------------
    # THE NEXT YEAR
    # -------------------------------------------------------------------------

    def test_the_next_year_is_proposed_and_confirmed(self):
        form = Form(self.env["hcc.calendar.year"].with_user(self.administrator))
        self.assertEqual(form.year, 2028)
        dialog = form.save()
        self.assertEqual(dialog.tet_before, "2")
        tet = dialog.line_ids.filtered(lambda line: "Tết Nguyên đán Mậu Thân" in line.name)
        self.assertEqual(tet[0].date, date(2028, 1, 24))
        self.assertEqual(set(tet.mapped("certainty")), {"unsure"})
        dialog.line_ids.filtered(lambda line: line.date == date(2028, 9, 1)).unlink()
        tet[0].write({"certainty": "certain", "source": "Thông báo"})
        dialog.action_preview()
        dialog.action_confirm()
        self.assertEqual(self._slots_on("2028-01-26"), ())
        self.assertEqual(len(self._slots_on("2028-09-01")), 2, "left out by the person")
        day = self.env["hcc.calendar.day"].search([("date", "=", "2028-01-24")])
        self.assertEqual((day.certainty, day.source), ("certain", "Thông báo"))
        self.assertFalse(day.company_id)

    def test_days_already_entered_are_not_chosen(self):
        dialog = self._dialog("year", year=2027)
        self.assertTrue(all(dialog.line_ids.mapped("is_known")))
        self.assertFalse(any(dialog.line_ids.mapped("is_chosen")))
        with self.assertRaisesRegex(UserError, "Choose"):
            dialog.action_preview()

    def test_a_confirmed_notice_corrects_the_day(self):
        dialog = self._dialog("year", year=2027)
        line = dialog.line_ids.filtered(lambda line: line.date == date(2027, 2, 4))
        line.write({"is_chosen": True, "certainty": "certain", "source": "Thông báo 2027"})
        dialog.action_preview()
        dialog.action_confirm()
        day = self.env["hcc.calendar.day"].search([("date", "=", "2027-02-04")])
        self.assertEqual((day.certainty, day.source), ("certain", "Thông báo 2027"))

    def test_a_mistyped_year_proposes_nothing(self):
        self.assertFalse(self._dialog("year", year=28).line_ids)

    # -------------------------------------------------------------------------
    # TRYING
    # -------------------------------------------------------------------------

    def test_an_official_tries_the_clock(self):
        trial = self.env["hcc.clock.trial"].with_user(self.official)
        trial = trial.create({"start_at": centre_time("2026-11-23 10:00"), "value": 1})
        self.assertEqual(trial.due_at, centre_time("2026-11-25 10:00"))
        self.assertIn("Ngày Văn hóa Việt Nam", trial.explanation)
        self.assertEqual(trial.handover_due_at, centre_time("2026-11-23 17:00"))
        trial.value = 0
        self.assertFalse(trial.due_at)
        self.assertIn("lớn hơn 0", trial.explanation)

    def test_the_trial_adds_the_days_of_a_difficult_area_as_the_policy_says(self):
        policy = self.env.ref("hcc_base.policy_c")
        trial = self.env["hcc.clock.trial"].with_user(self.official)
        values = {"start_at": centre_time("2026-11-23 10:00"), "value": 1, "extension_days": 2}
        counted = trial.create(values)
        self.assertEqual(counted.due_at, centre_time("2026-11-27 10:00"))
        self.assertIn("Địa bàn khó khăn: cộng thêm 2 ngày làm việc", counted.explanation)
        policy.area_extension_rule = "none"
        ignored = trial.create(values)
        self.assertEqual(ignored.due_at, centre_time("2026-11-25 10:00"))
        self.assertNotIn("khó khăn", ignored.explanation)
        policy.area_extension_rule = "procedure"
        ignored.extension_days = -1
        self.assertFalse(ignored.due_at)
        self.assertIn("không âm", ignored.explanation)

    def test_the_trial_takes_the_agencys_calendar(self):
        self.env["hcc.calendar.day"].create(
            {
                "date": "2026-11-25",
                "name": "Kiểm kê",
                "kind": "closure",
                "agency_id": self.agency.id,
            }
        )
        trial = self.env["hcc.clock.trial"].with_user(self.official)
        trial = trial.create({"start_at": centre_time("2026-11-23 10:00"), "value": 1})
        self.assertEqual(trial.due_at, centre_time("2026-11-25 10:00"))
        trial.agency_id = self.agency
        self.assertEqual(trial.due_at, centre_time("2026-11-26 10:00"))

    def test_the_trial_is_not_for_cashiers(self):
        cashier = self._create_user("c_cashier", "cashier")
        with self.assertRaises(AccessError):
            self.env["hcc.clock.trial"].with_user(cashier).create({})
