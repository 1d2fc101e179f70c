"""Rows that the database itself keeps from being changed.

A receipt that was handed out must stay as it was, whoever holds a connection. The triggers let
only the named columns change; a column added later is frozen unless it is named too.
"""

from odoo.tools import SQL

_FUNCTION = """
    CREATE OR REPLACE FUNCTION hcc_fees_frozen() RETURNS trigger AS $$
    BEGIN
        IF TG_OP = 'UPDATE' THEN
            IF to_jsonb(OLD) - TG_ARGV = to_jsonb(NEW) - TG_ARGV THEN
                RETURN NEW;
            END IF;
        END IF;
        RAISE EXCEPTION '% is kept as written (% refused)', TG_TABLE_NAME, TG_OP
            USING ERRCODE = 'insufficient_privilege';
    END;
    $$ LANGUAGE plpgsql;
"""
#: Columns of the ORM that say who touched a row last.
_STAMPS = ("write_uid", "write_date")


#: The condition that never holds.
_NEVER = SQL("false")


def freeze_table(cr, table, mutable=(), unless=_NEVER):
    """Refuse DELETE, TRUNCATE and every UPDATE of ``table`` beyond the columns ``mutable``.

    :param unless: condition on OLD (``SQL``) under which an update passes unhindered (a draft)
    """
    cr.execute(_FUNCTION)
    name = SQL.identifier(table)
    row, whole = (SQL.identifier(f"{table}_frozen_{suffix}") for suffix in ("row", "table"))
    columns = SQL(", ").join(SQL("%s", column) for column in (*mutable, *_STAMPS))
    delete = SQL.identifier(f"{table}_frozen_delete")
    for trigger in (row, delete, whole):
        cr.execute(SQL("DROP TRIGGER IF EXISTS %s ON %s", trigger, name))
    cr.execute(
        SQL(
            "CREATE TRIGGER %s BEFORE UPDATE ON %s FOR EACH ROW WHEN (NOT (%s))"
            " EXECUTE FUNCTION hcc_fees_frozen(%s)",
            row,
            name,
            unless,
            columns,
        )
    )
    cr.execute(
        SQL(
            "CREATE TRIGGER %s BEFORE DELETE ON %s FOR EACH ROW EXECUTE FUNCTION hcc_fees_frozen()",
            delete,
            name,
        )
    )
    cr.execute(
        SQL(
            "CREATE TRIGGER %s BEFORE TRUNCATE ON %s FOR EACH STATEMENT"
            " EXECUTE FUNCTION hcc_fees_frozen()",
            whole,
            name,
        )
    )
