from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.base.models.ir_cron import IrCron
from odoo.addons.hcc_queue.tests.common import QueueCommon


@tagged("post_install", "-at_install")
class TestCounter(QueueCommon):
    """Two counters of the agency list ``official``; ``colleague`` is listed nowhere."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hr = cls._create_user("s_hr", "hr")
        cls.director = cls._create_user("s_director", "director")
        (cls.counter | cls.counter_2).user_ids = [Command.set(cls.official.ids)]
        cls.lane.counter_ids = cls.counter
        cls.decision = cls.env["hcc.secondment.decision"].create(
            {
                "number": "1/QĐ",
                "date": "2026-11-20",
                "signer": "Chủ tịch UBND tỉnh",
                "company_id": cls.centre.id,
            }
        )

    def _employ(self, user, **values):
        return self.env["hr.employee"].create(
            {
                "name": user.name,
                "user_id": user.id,
                "company_id": self.centre.id,
                "sector_since": "2020-01-01",
                "official_rank": "specialist",
                **values,
            }
        )

    def _second(self, user, agency=None, start="2026-11-23", end="2027-11-22", **values):
        stay = (
            self.env["hcc.secondment"]
            .with_user(self.hr)
            .create(
                {
                    "employee_id": self._employ(user).id,
                    "agency_id": (agency or self.agency).id,
                    "company_id": self.centre.id,
                    "date_start": start,
                    "date_end": end,
                    **values,
                }
            )
        )
        stay.propose()
        return stay.with_user(self.director).approve(self.decision.id)

    def _run_job(self):
        with patch.object(IrCron, "_commit_progress"):
            self.env["hcc.secondment"]._cron_roll_terms()

    def test_an_active_secondment_opens_listed_counters(self):
        self._second(self.official)
        self.assertTrue(self.open_session(self.official, self.counter))

    def test_an_active_secondment_opens_the_own_agencys_counters(self):
        self._second(self.colleague)
        self.assertTrue(self.open_session(self.colleague, self.counter_2))

    def test_another_agencys_counter_is_refused(self):
        self._second(self.colleague, self.other_agency)
        with self.assertRaisesRegex(UserError, "neither lists you"):
            self.open_session(self.colleague, self.counter)

    def test_a_substitute_opens(self):
        self._second(self.colleague, end="2026-12-04", kind="substitute")
        self.assertTrue(self.open_session(self.colleague, self.counter))

    def test_permanent_staff_opens_where_it_is_listed(self):
        self._employ(self.cashier, is_permanent=True)
        self.assertTrue(self.open_session(self.cashier, self.cash_counter))

    def test_permanent_staff_is_refused_elsewhere(self):
        self._employ(self.cashier, is_permanent=True)
        with self.assertRaisesRegex(UserError, "neither lists you"):
            self.open_session(self.cashier, self.counter)

    def test_a_listed_user_without_secondment_is_refused(self):
        with self.assertRaisesRegex(UserError, "no secondment"):
            self.open_session(self.official, self.counter)

    def test_an_approved_secondment_does_not_open_yet(self):
        self._second(self.official, start="2026-12-01", end="2027-11-30")
        with self.assertRaisesRegex(UserError, "begins on 01/12/2026"):
            self.open_session(self.official, self.counter)

    def test_ended_yesterday_is_refused_after_the_job(self):
        self._second(self.official)
        with self.at("2027-11-22 16:59"):
            self._run_job()
            self.open_session(self.official, self.counter).close()
        with self.at("2027-11-23 07:00"):
            self._run_job()
        with (
            self.at("2027-11-23 07:01"),
            self.assertRaisesRegex(UserError, "ended on 22/11/2027"),
        ):
            self.open_session(self.official, self.counter)

    def test_a_recalled_official_calls_nobody_in_an_open_sitting(self):
        stay = self._second(self.official)
        session = self.open_session(self.official, self.counter)
        self.issue()
        self.issue()
        ticket = self.call_next(session)
        stay.recall("Vi phạm nội quy")
        ticket.serve()
        ticket.finish()
        with self.assertRaisesRegex(UserError, "ended on 23/11/2026"):
            self.call_next(session)

    def test_a_stay_at_another_centre_opens_nothing_here(self):
        stay = self._second(self.official)
        stay._guarded_write(
            {
                "company_id": self.other_centre.id,
                "decision_id": False,
                "decision_ids": [Command.clear()],
            }
        )
        with self.assertRaisesRegex(UserError, "no secondment"):
            self.open_session(self.official, self.counter)

    def test_the_panel_offers_what_can_be_opened(self):
        self._second(self.colleague)
        offered = self.env["hcc.hall"].with_user(self.colleague)._panel_state()["counters"]
        self.assertEqual({row["id"] for row in offered}, set((self.counter | self.counter_2).ids))
