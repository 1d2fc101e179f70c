"""The specimens' rows, copied in SQL until the database is as large as it is to be."""

import time

from odoo.addons.hcc_base.transaction import number_cursor

from . import applicants, journal, plan, tokens
from .tables import Part, copied, indexes_away, move_sequence, part_tables

#: Dossiers that are open at a centre at any time, however long its history.
OPEN = 3000
#: Applicants come back: dossiers for each of them.
DOSSIERS_EACH = 3
SETTINGS = (
    "session_replication_role = replica",  # what a specimen's row refers to is there for its copy
    "work_mem = '192MB'",
    "maintenance_work_mem = '768MB'",
    "max_parallel_maintenance_workers = 2",
)

_NOTICE_KEY = """'notice/' || split_part(s.number, '/', 3) || '/' || s.agency_id || '/'
                 || extract(year FROM s.issued_on - p.days)"""
_NOTICE_ORDINAL = f"""(COALESCE((SELECT last_number FROM hcc_number_series
                                 WHERE key = {_NOTICE_KEY}), 0)
                       + row_number() OVER (PARTITION BY {_NOTICE_KEY} ORDER BY p.id, s.id))"""
#: What another dossier of the same specimen has for itself: ``p`` is the plan's row.
OWN = {
    ("hcc_dossier", "name"): "p.name",
    ("hcc_dossier", "result_number"): "p.result_number",
    ("hcc_dossier", "result_year"): "p.result_year",
    ("hcc_dossier", "reception_number"): "p.reception_number",
    ("hcc_dossier", "applicant_id"): "p.applicant_id",
    ("hcc_dossier", "applicant_name"): "p.applicant_name",
    ("hcc_dossier", "applicant_identity"): "p.applicant_identity",
    ("hcc_seal_use", "result_number"): "p.result_number",
    ("hcc_dossier_notice", "number"): plan.padded(_NOTICE_ORDINAL, 3)
    + " || '/' || extract(year FROM s.issued_on - p.days)"
    + " || '/' || split_part(s.number, '/', 3)",
}


def multiply(env, size, opened=OPEN):
    """Copy the specimens until there are ``size`` dossiers, ``opened`` of them open (of a small
    volume, at most three fifths); commits.

    :return: ``{"dossiers", "open", "steps", "journal", "applicants", "megabytes", "seconds"}``
    """
    started = time.monotonic()
    with number_cursor(env.registry) as cr:
        _multiply(env(cr=cr), size, min(opened, size * 3 // 5))
    env.cr.rollback()  # the next look is at what was committed
    env.invalidate_all()
    return {**_counted(env.cr), "seconds": round(time.monotonic() - started)}


def _multiply(env, size, opened):
    cr = env.cr
    for setting in SETTINGS:
        cr.execute(f"SET LOCAL {setting}")
    parts = [Part(cr, table) for table in part_tables(cr)]
    applicants.make(env, size // DOSSIERS_EACH)
    plan.make(env, parts, size, opened)
    tables = ["hcc_dossier", *(part.table for part in parts), "hcc_journal_entry", "hcc_token"]
    with indexes_away(cr, [*tables, "hcc_applicant_agency_rel"]):
        for table in tables[:-2]:
            _copy(cr, table, parts)
        applicants.make_known(cr)
        tokens.issue(env)
        journal.copy(env)
    _move_notice_series(cr)
    cr.execute("DROP TABLE volume_plan")


def _copy(cr, table, parts):
    values = copied(cr, table, parts, OWN)
    source, key = (
        ("hcc_dossier", "id") if table == "hcc_dossier" else (f"volume_{table}", "dossier_id")
    )
    cr.execute(
        f"""INSERT INTO {table} ({", ".join(values)}) SELECT {", ".join(values.values())}
            FROM volume_plan p JOIN {source} s ON s.{key} = p.specimen
            ORDER BY p.id, s.id"""
    )
    move_sequence(cr, table)


def _move_notice_series(cr):
    plan.move_series(
        cr,
        """SELECT 'notice/' || split_part(number, '/', 3) || '/' || agency_id || '/'
                  || split_part(number, '/', 2) AS key,
                  max(split_part(number, '/', 1)::int) AS last
           FROM hcc_dossier_notice WHERE number ~ '^[0-9]+/[0-9]{4}/[A-Z]+$' GROUP BY 1""",
    )


def _counted(cr):
    questions = {
        "dossiers": "SELECT count(*) FROM hcc_dossier",
        "open": """SELECT count(*) FROM hcc_dossier WHERE state IN
                   ('received', 'handed_over', 'processing', 'supplement', 'suspended', 'done')""",
        "steps": "SELECT count(*) FROM hcc_dossier_step",
        "journal": "SELECT count(*) FROM hcc_journal_entry",
        "applicants": "SELECT count(*) FROM hcc_applicant",
        "megabytes": "SELECT pg_database_size(current_database()) / 1000000",
    }
    found = {}
    for name, question in questions.items():
        cr.execute(question)
        [found[name]] = cr.fetchone()
    return found
