"""The copies' journal: in the order of its time behind what is there, and sealed on the way in by
the product's own ``row_seal``, with its key. Nothing is written twice, so no guard is passed."""

import io

from odoo.addons.hcc_base.models.hcc_journal_entry import SEAL_VERSION
from odoo.addons.hcc_base.secret_key import check_key, derive_key, key_version
from odoo.addons.hcc_base.tools.journal_chain import COLUMNS, JournalRow, row_seal

from .applicants import copy_from
from .specimens import TABLE
from .tables import highest_id, move_sequence

BATCH = 20_000
#: Facts that are the same for a copy, and those that are its own.
SAME = {
    "agencies", "channel", "collector", "components", "holder", "kind", "late_in_term", "outcome",
    "past_limit", "procedure", "reason", "round", "timeliness", "until", "version",
}  # fmt: skip
ROWS = {
    "step": "hcc_dossier_step",
    "next_step": "hcc_dossier_step",
    "target": "hcc_dossier_step",
    "notice": "hcc_dossier_notice",
}
PLAIN = {"code": "name", "result_number": "result_number", "reception_number": "reception_number"}
MOMENT = "due_at"
#: columns that come from the specimen's entry and the plan; the rest is added by sealing
ENTRY = COLUMNS[1:16]


def copy(env):
    """Copy the entries of every specimen, and register the new applicants."""
    check_key(env)
    _check_facts(env.cr)
    _spread(env.cr)
    position, seal = env["hcc.journal.entry"]._chain_head(env.company)
    key, version = derive_key("journal", key_version()), key_version()
    row_id = highest_id(env.cr, "hcc_journal_entry")
    with env.cr._cnx.cursor(name="volume_journal") as entries:
        entries.execute(_query())
        while rows := entries.fetchmany(BATCH):
            lines = io.StringIO()
            for *values, facts in rows:
                row_id, position, previous = row_id + 1, position + 1, seal
                row = JournalRow(
                    row_id, *values, position, SEAL_VERSION, version, previous, None
                )  # fmt: skip
                seal = row_seal(key, row, previous)
                lines.write(_line(row._replace(facts=facts, seal=seal)))
            copy_from(env.cr, lines, "hcc_journal_entry", COLUMNS)
    move_sequence(env.cr, "hcc_journal_entry")


def _line(row):
    return "\t".join(map(_field, row)) + "\n"


def _field(value):
    if value is None:
        return r"\N"
    if value is True or value is False:
        return "t" if value else "f"
    return value.replace("\\", r"\\") if type(value) is str else str(value)


def _check_facts(cr):
    cr.execute(
        f"""SELECT DISTINCT jsonb_object_keys(facts) FROM hcc_journal_entry
            WHERE res_model = 'hcc.dossier' AND res_id IN (SELECT id FROM {TABLE})"""
    )
    unknown = {name for (name,) in cr.fetchall()} - SAME - set(ROWS) - set(PLAIN) - {MOMENT}
    if unknown:
        raise NotImplementedError(f"say what a copy's journal tells of: {', '.join(unknown)}")


def _spread(cr):
    """The specimens' entries, with the places of the rows that their facts name."""
    places = ", ".join(
        f"(SELECT x.volume_place FROM volume_{table} x WHERE x.id::text = facts->>'{fact}')"
        f" AS {fact}_place"
        for fact, table in ROWS.items()
    )
    cr.execute(
        f"""CREATE TEMP TABLE volume_entry AS SELECT entry.*, {places} FROM hcc_journal_entry entry
            WHERE res_model = 'hcc.dossier' AND res_id IN (SELECT id FROM {TABLE});
            CREATE INDEX ON volume_entry (res_id);
            ANALYZE volume_entry"""
    )


def _query():
    """Entries in the order of their time; the facts twice: as sealed, and as stored."""
    own = [
        f"CASE WHEN s.{fact}_place IS NOT NULL THEN"
        f" jsonb_build_object('{fact}', p.{table}_base + s.{fact}_place) ELSE '{{}}' END"
        for fact, table in ROWS.items()
    ]
    own += [
        f"CASE WHEN s.facts->>'{fact}' IS NOT NULL THEN"
        f" jsonb_build_object('{fact}', p.{column}) ELSE '{{}}' END"
        for fact, column in PLAIN.items()
    ]
    own.append(
        f"CASE WHEN s.facts->>'{MOMENT}' IS NOT NULL THEN jsonb_build_object('{MOMENT}', to_char("
        f"(s.facts->>'{MOMENT}')::timestamp - p.shift, CASE WHEN s.facts->>'{MOMENT}' LIKE '%T%'"
        " THEN 'YYYY-MM-DD\"T\"HH24:MI:SS' ELSE 'YYYY-MM-DD HH24:MI:SS' END)) ELSE '{}' END"
    )
    dossiers = f"""
        SELECT s.company_id, s.occurred_at - p.shift AS occurred_at, s.user_id,
               s.on_behalf_user_id, s.res_model, p.id AS res_id, s.verb, s.from_state, s.to_state,
               s.facts || {" || ".join(own)} AS facts, s.is_demo_clock, s.create_uid,
               s.create_date - p.shift AS create_date, s.write_uid,
               s.write_date - p.shift AS write_date, s.id AS sorted
        FROM volume_plan p JOIN volume_entry s ON s.res_id = p.specimen"""
    applicants = """
        SELECT * FROM (
            SELECT DISTINCT ON (p.applicant_id) s.company_id,
                   s.occurred_at - p.shift AS occurred_at, s.user_id, NULL::int,
                   'hcc.applicant', p.applicant_id, 'register', NULL, NULL,
                   '{}'::jsonb, s.is_demo_clock, s.create_uid, s.create_date - p.shift,
                   s.write_uid, s.write_date - p.shift, 0
            FROM volume_plan p JOIN volume_entry s ON s.res_id = p.specimen
            ORDER BY p.applicant_id, p.id, s.id) first"""
    names = ", ".join(ENTRY)
    return f"""SELECT {names}, facts::text FROM ({dossiers} UNION ALL {applicants}) entry
               ORDER BY occurred_at, sorted, res_id"""
