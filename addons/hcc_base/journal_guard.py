"""Tables to which rows are only added, guarded by triggers in the database itself.

They stop every session, the server's own included. Who owns the database can still drop them:
therefore the verification looks whether they are there, switched on and as written here.
"""

from odoo.tools import SQL

JOURNAL = "hcc_journal_entry"
CHECKS = "hcc_journal_check"
#: function → (table, body)
_GUARDS = {
    "hcc_journal_entry_guard": (
        JOURNAL,
        """
DECLARE
    seal_columns text[] := ARRAY['position', 'previous_seal', 'seal', 'seal_version',
                                 'key_version'];
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.seal IS NULL AND NEW.seal IS NOT NULL
           AND to_jsonb(OLD) - seal_columns = to_jsonb(NEW) - seal_columns THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'hcc_journal_entry is append-only (% refused)', TG_OP
        USING ERRCODE = 'insufficient_privilege';
END;
""",
    ),
    "hcc_journal_check_guard": (
        CHECKS,
        """
BEGIN
    RAISE EXCEPTION 'hcc_journal_check is append-only (% refused)', TG_OP
        USING ERRCODE = 'insufficient_privilege';
END;
""",
    ),
}
#: suffix of a trigger → (statement, pg_trigger.tgtype)
_TRIGGERS = {
    "row": (
        "CREATE TRIGGER %s BEFORE UPDATE OR DELETE ON %s FOR EACH ROW EXECUTE FUNCTION %s()",
        27,
    ),
    "table": (
        "CREATE TRIGGER %s BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION %s()",
        34,
    ),
}


def guard_table(cr, table):
    """Refuse change and deletion; only the update that seals an unsealed entry passes."""
    for function, (guarded, body) in _GUARDS.items():
        if guarded == table:
            _create(cr, table, function, body)


def _create(cr, table, function, body):
    cr.execute(
        SQL(
            "CREATE OR REPLACE FUNCTION %s() RETURNS trigger LANGUAGE plpgsql AS %s",
            SQL.identifier(function),
            body,
        )
    )
    for suffix, (statement, __) in _TRIGGERS.items():
        trigger, name = SQL.identifier(f"{function}_{suffix}"), SQL.identifier(table)
        cr.execute(SQL("DROP TRIGGER IF EXISTS %s ON %s", trigger, name))
        cr.execute(SQL(statement, trigger, name, SQL.identifier(function)))


def drop_guards(cr):
    """For the uninstallation: dropping a table leaves its triggers' functions behind."""
    for function in _GUARDS:
        cr.execute(SQL("DROP FUNCTION IF EXISTS %s() CASCADE", SQL.identifier(function)))


def guard_faults(cr):
    """What is missing, switched off, altered or added; empty when all stands as written."""
    faults = []
    for function, (table, body) in _GUARDS.items():
        faults += _trigger_faults(cr, table, function, body)
        faults += [f"{table}: quy tắc lạ {name}" for name in _rules(cr, table)]
    if not _position_index_stands(cr):
        faults.append(f"{JOURNAL}: thiếu chỉ mục duy nhất của vị trí")
    return faults


def _trigger_faults(cr, table, function, body):
    cr.execute(
        SQL(
            """SELECT t.tgname, t.tgtype, t.tgenabled, t.tgqual IS NULL, p.proname, p.prosrc
               FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
               WHERE t.tgrelid = %s::regclass AND NOT t.tgisinternal""",
            table,
        )
    )
    found = {name: tuple(rest) for name, *rest in cr.fetchall()}
    expected = {
        f"{function}_{suffix}": (kind, "O", True, function, body)
        for suffix, (__, kind) in _TRIGGERS.items()
    }
    missing = [f"{table}: thiếu {name}" for name in expected if name not in found]
    strange = [f"{table}: trigger lạ {name}" for name in found if name not in expected]
    altered = [
        f"{table}: {name} bị tắt hoặc bị sửa"
        for name in expected
        if name in found and found[name] != expected[name]
    ]
    return missing + strange + altered


def _rules(cr, table):
    cr.execute(SQL("SELECT rulename FROM pg_rules WHERE tablename = %s", table))
    return [name for (name,) in cr.fetchall()]


def _position_index_stands(cr):
    cr.execute(
        SQL(
            """SELECT 1 FROM pg_index
               WHERE indexrelid = to_regclass('hcc_journal_entry_position_uniq')
                 AND indrelid = 'hcc_journal_entry'::regclass AND indisunique AND indisvalid"""
        )
    )
    return bool(cr.fetchone())
