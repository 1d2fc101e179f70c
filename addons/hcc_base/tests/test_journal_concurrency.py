import threading
from contextlib import ExitStack
from unittest.mock import patch

from odoo import api
from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.base.models.ir_cron import IrCron

from ..transaction import number_cursor
from .committed import CommittedCase
from .common import HccCommon, real_connections

WRITERS, EACH = 64, 5
OVERTAKEN = 3


@tagged("post_install", "-at_install")
class TestJournalConcurrency(HccCommon, CommittedCase):
    """Real connections: many writers, and two sealers at once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["hcc.journal.entry"]._seal_pending()  # the key's fingerprint is written once
        cls.centre_id = cls.centre.id
        cls.env.flush_all()
        cls._commit_fixture()
        cls.enterClassContext(real_connections())
        pool = cls.registry._db._Connection__pool
        cls.enterClassContext(patch.object(pool, "_maxconn", WRITERS + 16))
        # Nobody listens to the notice, and it takes a connection of its own.
        cls.enterClassContext(patch.object(IrCron, "_notifydb"))

    def setUp(self):
        super().setUp()
        self.errors = []

    def _environment(self, cr):
        cr.execute("SET lock_timeout = '20s'")  # who waits for a writer fails
        return api.Environment(cr, api.SUPERUSER_ID, {"allowed_company_ids": [self.centre_id]})

    def _append(self, env, number):
        centre = env["res.company"].browse(self.centre_id)
        with patch.object(type(centre), "_journal_company", lambda c: c, create=True):
            return env["hcc.journal.entry"]._append(centre, "test", facts={"number": number})

    def _write(self, writer, start):
        start.wait()
        for turn in range(EACH):
            with self.registry.cursor() as cr:
                self._append(self._environment(cr), writer * EACH + turn)

    def _seal(self, start, writing):
        """As the scheduled job does, again and again, each time in a transaction of its own."""
        start.wait()
        while True:
            last_round = not writing.is_set()
            with number_cursor(self.registry) as cr:
                self._environment(cr)["hcc.journal.entry"]._seal_pending()
            if last_round:
                return

    def _guarded(self, work, *args):
        try:
            work(*args)
        except Exception as error:  # noqa: BLE001 - reported by the main thread
            self.errors.append(error)

    def _threads(self, work, arguments):
        return [threading.Thread(target=self._guarded, args=(work, *each)) for each in arguments]

    def _chain(self):
        """(position, number) of this centre's entries, and the verification's report."""
        with self.registry.cursor() as cr:
            env = self._environment(cr)
            rows = env.execute_query(
                SQL(
                    """SELECT position, (facts->>'number')::int FROM hcc_journal_entry
                       WHERE company_id = %s AND verb = 'test' ORDER BY position""",
                    self.centre_id,
                )
            )
            report = env["hcc.journal.entry"]._verify(env["res.company"].browse(self.centre_id))
        return rows, report

    def test_writers_and_sealers_at_once_make_one_chain(self):
        start, writing = threading.Barrier(WRITERS + 2), threading.Event()
        writing.set()
        writers = self._threads(self._write, [(number, start) for number in range(WRITERS)])
        sealers = self._threads(self._seal, [(start, writing)] * 2)
        for thread in writers + sealers:
            thread.start()
        for thread in writers:
            thread.join()
        writing.clear()
        for thread in sealers:
            thread.join()
        self.assertFalse(self.errors)
        rows, report = self._chain()
        self.assertEqual(sorted(number for __, number in rows), list(range(WRITERS * EACH)))
        self.assertEqual([position for position, __ in rows], list(range(1, len(rows) + 1)))
        self.assertIsNone(report["broken"])
        self.assertEqual(report["checked"], len(rows))
        self._remove_entries()

    def test_no_writer_waits_for_another(self):
        """63 transactions hold an entry each and do not commit; the 64th does, and is sealed."""
        with ExitStack() as held:
            writers = [held.enter_context(self.registry.cursor()) for __ in range(WRITERS - 1)]
            for number, cr in enumerate(writers):
                self._append(self._environment(cr), number)
                cr.flush()
            with self.registry.cursor() as cr:
                self._append(self._environment(cr), WRITERS)
                cr.flush()
                self.assertFalse(self._conflicting_locks(cr, [*writers, cr]))
            with number_cursor(self.registry) as cr:
                self.assertEqual(self._environment(cr)["hcc.journal.entry"]._seal_pending(), 1)
            for cr in writers[OVERTAKEN:]:
                cr.commit()
            self._seal_once(WRITERS - 1 - OVERTAKEN)
            for cr in writers[:OVERTAKEN]:  # lower ids, committed last
                cr.commit()
            self._seal_once(OVERTAKEN)
        rows, report = self._chain()
        self.assertEqual(
            [number for __, number in rows],
            [WRITERS, *range(OVERTAKEN, WRITERS - 1), *range(OVERTAKEN)],
        )
        self.assertIsNone(report["broken"])
        self._remove_entries()

    def _conflicting_locks(self, cr, writers):
        """Locks of the writers on rows, tables or names that another could wait for."""
        cr.execute(
            """SELECT locktype, mode, relation::regclass::text FROM pg_locks
               WHERE pid = ANY(%s) AND (
                   NOT granted OR locktype NOT IN ('virtualxid', 'transactionid') AND (
                       locktype IN ('advisory', 'tuple') OR mode NOT IN
                       ('AccessShareLock', 'RowShareLock', 'RowExclusiveLock')))""",
            [[writer._cnx.get_backend_pid() for writer in writers]],
        )
        return cr.fetchall()

    def _seal_once(self, expected):
        with number_cursor(self.registry) as cr:
            self.assertEqual(self._environment(cr)["hcc.journal.entry"]._seal_pending(), expected)

    def _remove_entries(self):
        with self.registry.cursor() as cr:
            cr.execute("SET LOCAL session_replication_role = replica")
            cr.execute("DELETE FROM hcc_journal_entry WHERE company_id = %s", [self.centre_id])
