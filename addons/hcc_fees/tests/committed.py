from odoo import api
from odoo.modules.registry import Registry
from odoo.tests import TransactionCase
from odoo.tests.common import get_db_name
from odoo.tools import SQL


class CommittedCase(TransactionCase):
    """Fixtures that other connections see: committed, and removed again when the class is done.

    While ``setUpClass`` runs, ``cls.env`` works on a connection of its own. Rows are removed by
    their ids, past triggers and foreign keys, which takes the superuser of the test cluster.
    """

    @classmethod
    def setUpClass(cls):
        cls._last_ids = cls._read_last_ids()
        cls.addClassCleanup(cls._remove_committed)  # first in, last out: after the test's cursor
        super().setUpClass()
        cls._test_env = cls.env
        cursor = cls.registry.cursor()
        cls.env = api.Environment(cursor, api.SUPERUSER_ID, {})

    @classmethod
    def _commit_fixture(cls):
        """End the preparation: of the records made so far only the ids may be used from here on."""
        cls.env.cr.commit()
        cls.env.cr.close()
        cls.env = cls._test_env

    @classmethod
    def _read_last_ids(cls):
        with Registry(get_db_name()).cursor() as cr:
            cr.execute(
                """SELECT table_name FROM information_schema.columns
                   JOIN information_schema.tables USING (table_schema, table_name)
                   WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
                     AND column_name = 'id' AND data_type = 'integer'"""
            )
            tables = [name for (name,) in cr.fetchall()]
            query = SQL(" UNION ALL ").join(
                SQL("SELECT %s, COALESCE(max(id), 0) FROM %s", name, SQL.identifier(name))
                for name in tables
            )
            cr.execute(query)
            return dict(cr.fetchall())

    @classmethod
    def _remove_committed(cls):
        before, after = cls._last_ids, cls._read_last_ids()
        grown = {
            table: before.get(table, 0) for table in after if after[table] > before.get(table, 0)
        }
        with Registry(get_db_name()).cursor() as cr:
            cr.execute("SET LOCAL session_replication_role = replica")
            for table, column, target in cls._relations(cr):
                if target in grown:
                    cls._delete_above(cr, table, column, grown[target])
            for table, last in grown.items():
                cls._delete_above(cr, table, "id", last)

    @classmethod
    def _delete_above(cls, cr, table, column, last):
        cr.execute(
            SQL("DELETE FROM %s WHERE %s > %s", SQL.identifier(table), SQL.identifier(column), last)
        )

    @classmethod
    def _relations(cls, cr):
        """(table without id, column, table it refers to) of every many-to-many table."""
        cr.execute(
            """SELECT c.conrelid::regclass::text, a.attname, c.confrelid::regclass::text
               FROM pg_constraint c
               JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
               WHERE c.contype = 'f' AND NOT EXISTS (
                   SELECT 1 FROM pg_attribute i
                   WHERE i.attrelid = c.conrelid AND i.attname = 'id')"""
        )
        return cr.fetchall()
