"""The facts behind the official table, as SQL over dossiers, their ledger and payments.

Nothing here knows a user: callers check rights and pass the period. Every figure of the table and
every drill-down is made from the same expressions, so that a cell and its records cannot disagree.
"""

from datetime import date, datetime
from typing import NamedTuple

from odoo.tools import SQL

#: Cells that count dossiers; c4 and c8 are sums and are counted on their own all the same.
DOSSIER_CELLS = ("c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9", "c10", "c11", "c12")
#: How a dossier came into the period, and how it stands at its end: exactly one of each is true.
ENTRY_CELLS = ("c1", "c2", "c3")
EXIT_CELLS = ("c5", "c6", "c7", "c9", "c10", "c12")
CELLS = (*DOSSIER_CELLS, "c13", "c14")

WAITS = ("supplement", "suspension")


class Period(NamedTuple):
    """A centre's period. Instants are naive UTC; ``ends_at`` is the first one no longer in it,
    or the present one while the period still runs: the figures are those of that moment."""

    company_id: int
    date_from: date
    date_to: date
    starts_at: datetime
    ends_at: datetime


def dossier_facts(period):
    """One row per accepted dossier that was open at some time of the period; what is linked to
    another one is that one's work and counts in it.

    An acceptance voided on its own day was none: the dossier that continues it counts.

    ``due_at`` is the due time as it stood at the period's end. It only differs from the dossier's
    own when a wait ended later or the calendar changed: then it is what the last reception,
    supplement, resumption or recount of the period wrote into the journal.
    """
    return SQL(
        """
        SELECT d.id, d.name, d.state, d.agency_id, d.channel, d.received_on, d.finished_on,
               d.finished_at, d.ended_on, d.timeliness, d.reopened_at, d.due_at AS last_due_at,
               (SELECT min(w.started_at) FROM hcc_dossier_ledger w
                 WHERE w.dossier_id = d.id AND w.kind IN %(waits)s AND w.started_at < %(ends_at)s
                   AND (w.ended_at IS NULL OR w.ended_at >= %(ends_at)s)) AS waiting_since,
               CASE WHEN EXISTS (
                        SELECT 1 FROM hcc_dossier_ledger w
                         WHERE w.dossier_id = d.id
                           AND (w.kind IN %(waits)s AND w.ended_at >= %(ends_at)s
                                OR w.kind = 'calendar' AND w.started_at >= %(ends_at)s))
                    THEN COALESCE(
                        (SELECT (j.facts ->> 'due_at')::timestamp FROM hcc_journal_entry j
                          WHERE j.res_model = 'hcc.dossier' AND j.res_id = d.id
                            AND j.verb IN ('receive', 'confirm_paper', 'accept_supplement',
                                           'resume', 'recount')
                            AND j.occurred_at < %(ends_at)s AND j.facts ? 'due_at'
                          ORDER BY j.id DESC LIMIT 1), d.first_due_at)
                    ELSE d.due_at END AS due_at
          FROM hcc_dossier d
         WHERE d.company_id = %(company)s AND d.parent_id IS NULL
           AND d.received_on <= %(date_to)s
           AND NOT (d.replaced_by_id IS NOT NULL AND d.ended_on = d.received_on)
           AND (d.finished_on IS NULL OR d.finished_on >= %(date_from)s)
           AND (d.ended_on IS NULL OR d.ended_on >= %(date_from)s)
        """,
        waits=WAITS,
        ends_at=period.ends_at,
        company=period.company_id,
        date_from=period.date_from,
        date_to=period.date_to,
    )


def dossier_cells(period):
    """The facts as one boolean per cell.

    Each cell is written down by itself, so that sums which must agree can disagree when the data
    contradicts itself: the check then finds the dossier.

    A dossier is overdue once the printed minute of its due time is over. One that waits is not
    overdue, unless that minute was over when the wait began.
    """
    return SQL(
        """
        SELECT f.*,
               f.received_on < %(date_from)s AS c1,
               f.received_on >= %(date_from)s AND f.channel <> 'online' AS c2,
               f.received_on >= %(date_from)s AND f.channel = 'online' AS c3,
               TRUE AS c4,
               f.is_finished AND f.timeliness = 'late' AS c5,
               f.is_finished AND f.timeliness = 'on_time' AS c6,
               f.is_finished AND f.timeliness = 'early' AS c7,
               f.is_finished AS c8,
               f.is_open AND f.is_overdue AS c9,
               f.is_open AND NOT f.is_overdue AS c10,
               f.is_open AND NOT f.is_overdue AND f.waiting_since IS NOT NULL AS c11,
               f.is_ended AS c12
          FROM (SELECT facts.*,
                       COALESCE(finished_on <= %(date_to)s, FALSE) AS is_finished,
                       COALESCE(ended_on <= %(date_to)s, FALSE) AS is_ended,
                       COALESCE(finished_on > %(date_to)s, TRUE)
                           AND COALESCE(ended_on > %(date_to)s, TRUE) AS is_open,
                       %(late_from)s < %(ends_at)s AND (
                           waiting_since IS NULL OR %(late_from)s <= waiting_since) AS is_overdue
                  FROM (%(facts)s) facts) f
        """,
        facts=dossier_facts(period),
        late_from=SQL("date_trunc('minute', due_at) + interval '1 minute'"),
        date_from=period.date_from,
        date_to=period.date_to,
        ends_at=period.ends_at,
    )


def dossiers_of_cell(period, cell, agency_id=None):
    """Ids of the dossiers that a cell counts."""
    if cell not in DOSSIER_CELLS:
        raise ValueError(f"Cell {cell} does not count dossiers.")
    return SQL(
        "SELECT id FROM (%s) cells WHERE %s%s",
        dossier_cells(period),
        SQL.identifier(cell),
        SQL(" AND agency_id = %s", agency_id) if agency_id else SQL(),
    )


#: papers that went back to the applicant: to be supplemented, or without a result
GIVEN_BACK = ("supplement", "given_back")


def given_back_events(period):
    """Papers given back in the period, of accepted dossiers of the centre: to be supplemented, or
    because the dossier ended without a result for a reason that the list places here."""
    return SQL(
        """
        SELECT w.id, d.agency_id FROM hcc_dossier_ledger w
          JOIN hcc_dossier d ON d.id = w.dossier_id
         WHERE d.company_id = %s AND d.parent_id IS NULL AND w.kind IN %s
           AND w.started_at >= %s AND w.started_at < %s
        """,
        period.company_id,
        GIVEN_BACK,
        period.starts_at,
        period.ends_at,
    )


def payments(period):
    """What was collected in the period and stands: lines of receipts and invoices of services.

    A receipt is voided on its own day only, so a past period never changes.
    """
    return SQL(
        """
        SELECT id, agency_id, amount FROM hcc_payment
         WHERE company_id = %s AND state = 'live' AND day BETWEEN %s AND %s
        """,
        period.company_id,
        period.date_from,
        period.date_to,
    )


def table(period):
    """The whole table in one query: (agency id, c1 … c14), only agencies with a figure."""
    return SQL(
        """
        WITH dossiers AS (
            SELECT agency_id, %(counts)s FROM (%(cells)s) cells GROUP BY agency_id
        ), given_back AS (
            SELECT agency_id, count(*) AS c13 FROM (%(given_back)s) events GROUP BY agency_id
        ), money AS (
            SELECT agency_id, sum(amount) AS c14 FROM (%(money)s) payments GROUP BY agency_id
        )
        SELECT agency_id, %(columns)s
          FROM dossiers FULL JOIN given_back USING (agency_id) FULL JOIN money USING (agency_id)
        """,
        counts=SQL(", ").join(
            SQL("count(*) FILTER (WHERE %s) AS %s", SQL.identifier(c), SQL.identifier(c))
            for c in DOSSIER_CELLS
        ),
        cells=dossier_cells(period),
        given_back=given_back_events(period),
        money=payments(period),
        columns=SQL(", ").join(SQL("COALESCE(%s, 0)", SQL.identifier(c)) for c in CELLS),
    )


def indicator_counts(period):
    """What the official indicators count, in one row.

    ``contacts_*``: of the dossiers finished in the period, how many were asked for no supplement
    until then, for one, for more.
    """
    return SQL(
        """
        SELECT count(*) FILTER (WHERE c2 OR c3) AS received,
               count(*) FILTER (WHERE c3) AS online,
               count(*) FILTER (WHERE c8) AS finished,
               count(*) FILTER (WHERE c5) AS late,
               count(*) FILTER (WHERE c6) AS on_time,
               count(*) FILTER (WHERE c7) AS early,
               count(*) FILTER (WHERE c9) AS overdue,
               count(*) FILTER (WHERE c10) AS in_time,
               count(*) FILTER (WHERE c8 AND asked = 0) AS contacts_none,
               count(*) FILTER (WHERE c8 AND asked = 1) AS contacts_one,
               count(*) FILTER (WHERE c8 AND asked > 1) AS contacts_more
          FROM (SELECT cells.*,
                       (SELECT count(*) FROM hcc_dossier_ledger w
                         WHERE w.dossier_id = cells.id AND w.kind = 'supplement') AS asked
                  FROM (%s) cells) counted
        """,
        dossier_cells(period),
    )


def linked_counts(period):
    """The linked dossiers of inter-agency ones, which no table counts: finished in the period, and
    how many of them late against their quota."""
    return SQL(
        """
        SELECT count(*) AS linked_finished,
               count(*) FILTER (WHERE timeliness = 'late') AS linked_late
          FROM hcc_dossier
         WHERE company_id = %s AND parent_id IS NOT NULL AND finished_on BETWEEN %s AND %s
        """,
        period.company_id,
        period.date_from,
        period.date_to,
    )
