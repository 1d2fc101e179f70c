from odoo.tests import tagged

from .common import QueueCommon


@tagged("post_install", "-at_install")
class TestQueries(QueueCommon):
    """The hot paths cost the same with 3 and with 60 waiting."""

    def setUp(self):
        super().setUp()
        self.session = self.open_session()
        for _index in range(3):
            self.issue()

    def measure(self, call):
        """Queries of ``call`` with cold records, as in a transaction of its own."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        call()
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def crowd(self):
        tickets = self.env["hcc.ticket"].with_user(self.hall_manager)
        for _index in range(57):
            tickets.issue(self.lane.id)

    def measure_few_and_many(self, call):
        call()
        few = self.measure(call)
        self.crowd()
        return few, self.measure(call)

    def test_issue(self):
        keys = iter(range(10))

        def issue():
            self.env["hcc.ticket"]._issue_at_kiosk(
                self.kiosk.id, self.lane.id, None, None, f"issue-key-{next(keys)}"
            )

        few, many = self.measure_few_and_many(issue)
        self.assertEqual(few, many)
        self.assertLessEqual(few, ISSUE_QUERIES)

    def test_call_next(self):
        keys = iter(range(10))

        def call_next():
            ticket = self.call_next(self.session, f"call-key-{next(keys)}")
            query = "UPDATE hcc_ticket SET state = 'no_show' WHERE id = %s"
            self.env.cr.execute(query, [ticket.id])
            self.env.invalidate_all()

        few, many = self.measure_few_and_many(call_next)
        self.assertEqual(few, many)
        self.assertLessEqual(few, CALL_NEXT_QUERIES)

    def test_snapshots(self):
        hall = self.env["hcc.hall"]
        for name, call in {
            "board": lambda: hall._board_state(self.centre),
            "kiosk": lambda: hall._kiosk_choices(self.centre),
            "panel": lambda: hall.with_user(self.official)._panel_state(),
        }.items():
            with self.subTest(name=name):
                few, many = self.measure_few_and_many(call)
                self.assertLessEqual(many, few)


#: Request key, flood check, lane, day's number, ticket, journal, print job, token, people ahead.
ISSUE_QUERIES = 20
#: Request key, session, lock, claim, call log, journal.
CALL_NEXT_QUERIES = 14
