"""The plan of the copying: one row a copy, with its week, its ids and its numbers."""

from datetime import timedelta

from .shares import copies
from .specimens import TABLE, WEEKS_AGO, MovedClock
from .tables import highest_id

#: Years over which the ended copies are spread.
YEARS = 4
#: When a specimen begins.
BEGUN = "COALESCE(d.received_at, d.ended_at)"


def make(env, parts, size, opened):
    """``volume_plan``; ids run with the time of reception, numbers with their day or year."""
    _share(env, size, opened)
    _draft(env.cr, parts)
    _number(env)


def _share(env, size, opened):
    """How often each specimen is copied, and into which weeks it may be moved."""
    cr = env.cr
    cr.execute(f"SELECT id, is_open, weight FROM {TABLE} ORDER BY id")
    rows = cr.fetchall()
    counts = copies(size, opened, [row[1:] for row in rows])
    days = _days(env)
    calendar = MovedClock(env).calendar
    cr.execute("CREATE TEMP TABLE volume_share (specimen int, copies int, weeks int[])")
    for (specimen, is_open, _weight), count in zip(rows, counts, strict=True):
        weeks = [0] if is_open else _weeks(calendar, days[specimen])
        cr.execute("INSERT INTO volume_share VALUES (%s, %s, %s)", (specimen, count, weeks))


def _days(env):
    """``{specimen: days on which something happened}``"""
    zone = env["hcc.clock"]._timezone(env.company).key
    env.cr.execute(
        f"""SELECT res_id, array_agg(DISTINCT (occurred_at AT TIME ZONE 'UTC'
                                               AT TIME ZONE %s)::date)
            FROM hcc_journal_entry
            WHERE res_model = 'hcc.dossier' AND res_id IN (SELECT id FROM {TABLE})
            GROUP BY res_id""",
        (zone,),
    )
    return dict(env.cr.fetchall())


def _weeks(calendar, days):
    """By how many weeks a copy may lie before its specimen: none of its days is one off then."""
    return [
        weeks
        for weeks in range(YEARS * 52 - WEEKS_AGO)
        if all(calendar.is_working_day(day - timedelta(weeks=weeks)) for day in days)
    ]


def _draft(cr, parts):
    counts = ", ".join(
        f"(SELECT count(*) FROM volume_{part.table} t WHERE t.dossier_id = specimen)"
        f" AS {part.table}_count"
        for part in parts
    )
    bases = ", ".join(
        f"{highest_id(cr, part.table)} + COALESCE(sum({part.table}_count) OVER before, 0)::int"
        f" AS {part.table}_base"
        for part in parts
    )
    order = f"{BEGUN} - make_interval(days => days), specimen, n"
    cr.execute(
        f"""CREATE UNLOGGED TABLE volume_draft AS
            WITH counted AS (SELECT share.*, {counts} FROM volume_share share),
            copy AS (
                SELECT counted.*, n,
                       7 * weeks[1 + mod(abs(hashint8(specimen::bigint * 1000003 + n)::bigint),
                                         cardinality(weeks))] AS days
                FROM counted, generate_series(1, copies) n)
            SELECT ({highest_id(cr, "hcc_dossier")} + row_number() OVER sorted)::int AS id,
                   specimen, days, make_interval(days => days) AS shift, {bases}
            FROM copy JOIN hcc_dossier d ON d.id = specimen
            WINDOW sorted AS (ORDER BY {order}),
                   before AS (ORDER BY {order} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)"""
    )


def _number(env):
    """Codes by unit and day, results by agency and year, reception numbers by day."""
    _check_patterns(env.cr)
    _write_numbers(env.cr, env["hcc.clock"]._timezone(env.company).key)
    for name in ("code", "result", "reception"):
        move_series(
            env.cr,
            f"""SELECT {name}_key AS key, max({name}_ordinal) AS last FROM volume_plan
                WHERE {name}_ordinal IS NOT NULL GROUP BY 1""",
        )


def _check_patterns(cr):
    cr.execute(
        f"""SELECT count(*) FROM hcc_dossier d JOIN hcc_policy p ON p.id = d.policy_id
            WHERE d.id IN (SELECT id FROM {TABLE})
              AND (p.dossier_code_pattern <> '{{unit}}-{{yymmdd}}-{{seq}}'
                   OR p.dossier_code_reset <> 'day')"""
    )
    if cr.fetchone()[0]:
        raise NotImplementedError("the volume numbers codes of the shipped pattern, by day, only")


def _write_numbers(cr, zone):
    """The plan with its numbers and applicants in place of the draft."""
    cr.execute(
        f"""CREATE UNLOGGED TABLE volume_plan AS
            WITH keyed AS (
                SELECT v.*, d.agency_id,
                       'dossier/' || left(d.name, position('-' in d.name) - 1) || '/'
                           || to_char(d.received_on - v.days, 'YYMMDD') AS code_key,
                       'result/' || d.agency_id || '/' || local.year AS result_key,
                       'reception/' || d.company_id || '/' || local.day AS reception_key,
                       local.year, d.name AS old_name, d.result_number AS old_result,
                       d.reception_number AS old_reception
                FROM volume_draft v JOIN hcc_dossier d ON d.id = v.specimen,
                LATERAL (SELECT
                    extract(year FROM (d.sealed_at - v.shift) AT TIME ZONE 'UTC'
                                      AT TIME ZONE %(zone)s)::int AS year,
                    to_char((d.ended_at - v.shift) AT TIME ZONE 'UTC'
                            AT TIME ZONE %(zone)s, 'YYMMDD') AS day) local
            ), counted AS (
                SELECT keyed.*,
                       {_ordinal("code_key", "old_name")} AS code_ordinal,
                       {_ordinal("result_key", "old_result")} AS result_ordinal,
                       {_ordinal("reception_key", "old_reception")} AS reception_ordinal
                FROM keyed
                LEFT JOIN hcc_number_series code_key_s ON code_key_s.key = code_key
                LEFT JOIN hcc_number_series result_key_s ON result_key_s.key = result_key
                LEFT JOIN hcc_number_series reception_key_s ON reception_key_s.key = reception_key
            )
            SELECT c.*,
                   CASE WHEN code_ordinal IS NOT NULL THEN
                       split_part(code_key, '/', 2) || '-' || split_part(code_key, '/', 3) || '-'
                       || {padded("code_ordinal", "length(split_part(old_name, '-', 3))")}
                   END AS name,
                   {padded("result_ordinal", 3)} || substring(old_result from '/.*$')
                       AS result_number,
                   CASE WHEN old_result IS NOT NULL THEN c.year END AS result_year,
                   'TN-' || split_part(reception_key, '/', 3) || '-'
                       || {padded("reception_ordinal", 4)} AS reception_number,
                   a.id AS applicant_id, a.name AS applicant_name, a.masked AS applicant_identity
            FROM counted c
            JOIN volume_applicant a ON a.n = mod(abs(hashint8(c.id)::bigint),
                                                 (SELECT count(*) FROM volume_applicant))""",
        {"zone": zone},
    )
    cr.execute("DROP TABLE volume_draft; CREATE INDEX ON volume_plan (specimen)")
    cr.execute("ANALYZE volume_plan")


def _ordinal(key, old):
    """The next number of a series, of those that have one."""
    return (
        f"CASE WHEN {old} IS NOT NULL THEN COALESCE({key}_s.last_number, 0) + row_number() OVER"
        f" (PARTITION BY {key}, {old} IS NULL ORDER BY keyed.id) END"
    )


def padded(number, digits):
    """At least so many digits; PostgreSQL's lpad would cut a longer number off."""
    return f"lpad({number}::text, greatest({digits}, length({number}::text)), '0')"


def move_series(cr, rows):
    """Go on from the highest number that a copy carries."""
    cr.execute(
        f"""INSERT INTO hcc_number_series (key, last_number) SELECT key, last FROM ({rows}) moved
            ON CONFLICT (key) DO UPDATE SET last_number = EXCLUDED.last_number"""
    )
