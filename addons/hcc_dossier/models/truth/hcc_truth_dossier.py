from odoo import api, models
from odoo.tools import SQL

from odoo.addons.hcc_base.truth import ERROR, WARNING, Check

from ..dossier.hcc_dossier import (
    ACCEPTED_STATES,
    ENDED_STATES,
    OPEN_STATES,
    RECEPTION_STATES,
    WAITING_STATES,
)

#: Open dossiers whose due dates one run counts again; of more, each day of the week takes a part.
RECOUNT_LIMIT = 14_000
RECOUNT_CHUNK = 500
#: More dossiers than this are compared in the background.
AT_ONCE = 100_000

#: state → where the papers may be then; a stopped or cancelled dossier's stay where they were
CUSTODY = {
    "draft": ("centre",),
    "guided": ("centre",),
    "refused": ("centre",),
    "received": ("centre",),
    "handed_over": ("to_agency",),
    "processing": ("agency", "to_centre", "centre"),  # at the centre: done on the spot
    "supplement": ("agency", "to_centre", "centre"),
    "suspended": ("agency", "to_centre", "centre"),
    "done": ("centre", "agency", "archive"),  # where nobody collects it
    "returned": ("applicant",),
    "withdrawn": ("applicant",),
    "given_back": ("applicant",),
}
#: A result that was revoked afterwards was given rightly then; what was given since counts.
REVOKED_SINCE = SQL("COALESCE(d.reopened_at >= GREATEST(d.delivered_at, d.returned_at), false)")
NO_JOIN = SQL()
FACT_STATE = SQL("jsonb_build_object('state', d.state)")


class HccTruthRun(models.Model):
    """Dossiers whose facts, steps and dates do not agree with their state."""

    _inherit = "hcc.truth.run"

    @api.model
    def _is_long(self, companies):
        dossiers = self.env["hcc.dossier"].sudo()
        count = dossiers.search_count([("company_id", "in", companies.ids)], limit=AT_ONCE + 1)
        return super()._is_long(companies) or count > AT_ONCE

    @api.model
    def _journalled_models(self):
        return [
            *super()._journalled_models(),
            ("hcc.dossier", "agency_id", "draft"),
            ("hcc.handover", "to_agency_id", "draft"),
        ]

    @api.model
    def _checks(self):
        return [*super()._checks(), *self._checks_of_state(), *self._checks_of_way()]

    def _checks_of_state(self):
        """What state, papers and reception say of each other."""
        _ = self.env._
        return [
            Check(
                "returned_open",
                _("Returned on paper, open in the system"),
                _("Find out whether the applicant has the result. If so, complete the open steps "
                  "and return it in the system; if not, fetch the paper back."),
                ERROR,
                self._find_returned_open,
            ),
            Check(
                "ending_state",
                _("End and state disagree"),
                _("Compare with the journal: either the end was not meant, or the state was "
                  "overwritten."),
                ERROR,
                self._find_ending_state,
            ),
            Check(
                "custody_state",
                _("Papers are where they cannot be"),
                _("Look where the papers lie and compare with the last hand-over in the journal."),
                ERROR,
                self._find_custody_state,
            ),
            Check(
                "not_again",
                _("Acceptance voided, not received again"),
                _("Receive the dossier that continues it today, or let an approver refuse it with "
                  "the reason: the applicant holds a void slip."),
                ERROR,
                self._find_not_received_again,
            ),
            Check(
                "no_reception",
                _("In process without a reception"),
                _("The dossier has no code, no reception or no due date: compare with the "
                  "acceptance slip and the journal."),
                ERROR,
                self._find_no_reception,
            ),
            Check(
                "result_file",
                _("Returned without the file of the result"),
                _("The policy wants the result archived before it is returned: find the agency's "
                  "copy, and how it was returned without."),
                ERROR,
                self._find_result_file,
            ),
        ]  # fmt: skip

    def _checks_of_way(self):
        """What steps, time and numbers say of each other."""
        _ = self.env._
        return [
            Check(
                "step_state",
                _("Current step is missing or wrong"),
                _("Open the dossier's steps: one of them is due but not the current one, or the "
                  "current one is complete already."),
                ERROR,
                self._find_step_state,
            ),
            Check(
                "wait_state",
                _("Waiting and time limit disagree"),
                _("Compare the time limit's ledger with the state: a wait is open and the dossier "
                  "runs, or the other way round."),
                ERROR,
                self._find_wait_state,
            ),
            Check(
                "due_ledger",
                _("Due date does not follow from its ledger"),
                _("Let an administrator count the due dates again (change of the calendar, or the "
                  "daily recount)."),
                ERROR,
                self._find_due_ledger,
            ),
            Check(
                "code_gap",
                _("Dossier codes are not consecutive"),
                _("Between this code and the one before numbers are missing or used twice: look "
                  "for the paper, and for the dossier in the journal."),
                WARNING,
                self._find_code_gap,
            ),
        ]  # fmt: skip

    # -------------------------------------------------------------------------
    # IN SQL
    # -------------------------------------------------------------------------

    def _wrong_dossiers(self, company, where, facts=FACT_STATE, joins=NO_JOIN):
        return SQL(
            """SELECT 'hcc.dossier' AS res_model, d.id AS res_id, d.agency_id AS agency_id,
                      %s AS facts
               FROM hcc_dossier d %s WHERE d.company_id = %s AND (%s)""",
            facts,
            joins,
            company.id,
            where,
        )

    def _find_returned_open(self, company):
        return self._wrong_dossiers(
            company,
            SQL(
                """d.state <> 'returned' AND NOT %s AND (
                       d.returned_at IS NOT NULL OR d.returned_on IS NOT NULL
                       OR d.collector_kind IS NOT NULL OR d.delivered_at IS NOT NULL)
                   OR d.state = ANY(%s) AND d.custody = 'applicant'
                   OR d.state = 'returned' AND (d.returned_at IS NULL OR d.returned_on IS NULL
                                                OR d.returned_at < d.reopened_at)""",
                REVOKED_SINCE,
                list(ACCEPTED_STATES),
            ),
        )

    def _find_ending_state(self, company):
        """A dossier whose result was revoked stays finished when it was first."""
        return self._wrong_dossiers(
            company,
            SQL(
                """(d.ended_at IS NOT NULL) <> (d.state = ANY(%s))
                   OR (d.finished_at IS NOT NULL) <> (
                       d.state IN ('done', 'returned') OR d.reopened_at IS NOT NULL)""",
                list(ENDED_STATES),
            ),
        )

    def _find_custody_state(self, company):
        """A linked dossier that waits with its parent may be on its way to its agency; what
        continues a voided acceptance begins with its papers where they lay then."""
        allowed = SQL(" OR ").join(
            SQL("d.state = %s AND d.custody <> ALL(%s)", state, list(places))
            for state, places in CUSTODY.items()
        )
        facts = SQL("jsonb_build_object('state', d.state, 'papers', d.custody)")
        returned_open = SQL(
            "(d.custody = 'applicant' AND d.state = ANY(%s))", list(ACCEPTED_STATES)
        )
        on_its_way = SQL(
            "(d.custody = 'to_agency' AND d.parent_id IS NOT NULL AND d.state = ANY(%s))",
            list(WAITING_STATES),
        )
        continued = SQL(
            """(d.replaces_id IS NOT NULL AND d.state = ANY(%s)
                AND d.custody IN ('to_agency', 'agency'))""",
            [*RECEPTION_STATES, "refused", "received"],
        )
        lawful = SQL(" OR ").join([returned_open, on_its_way, continued])
        return self._wrong_dossiers(company, SQL("(%s) AND NOT (%s)", allowed, lawful), facts)

    def _find_not_received_again(self, company):
        """From the day after on: the official still has the day of the correction. While papers
        that were asked for may still come, the applicant has the time that was given."""
        today = self.env["hcc.clock"]._today(company)
        return self._wrong_dossiers(
            company,
            SQL(
                """d.state = 'cancelled' AND d.ended_on < %s AND again.state = ANY(%s)
                   AND NOT (COALESCE(d.wait_until >= %s, false) AND EXISTS (
                       SELECT FROM hcc_dossier_component c
                       WHERE c.dossier_id = again.id AND c.is_missing))""",
                today,
                list(RECEPTION_STATES),
                today,
            ),
            facts=SQL(
                """jsonb_build_object('dossier', COALESCE(again.reception_number, '#' || again.id),
                                      'state', again.state)"""
            ),
            joins=SQL("JOIN hcc_dossier again ON again.id = d.replaced_by_id"),
        )

    def _find_no_reception(self, company):
        return self._wrong_dossiers(
            company,
            SQL(
                """d.state = ANY(%s) AND (d.received_at IS NULL OR d.name IS NULL
                       OR d.due_at IS NULL OR d.policy_id IS NULL)""",
                [*ACCEPTED_STATES, "returned"],
            ),
        )

    def _find_result_file(self, company):
        """A file revoked since was there; one revoked before belonged to a wrong result."""
        return self._wrong_dossiers(
            company,
            SQL(
                """d.state = 'returned' AND p.result_file_rule = 'required' AND NOT EXISTS (
                       SELECT FROM hcc_document f
                       WHERE f.dossier_id = d.id AND f.provenance = 'result'
                         AND (f.state IN ('accepted', 'superseded')
                              OR f.state = 'revoked' AND f.revoked_at >= d.returned_at))"""
            ),
            joins=SQL("JOIN hcc_policy p ON p.id = d.policy_id"),
        )

    def _find_step_state(self, company):
        joins = SQL("LEFT JOIN hcc_dossier_step s ON s.id = d.current_step_id")
        open_step = SQL(
            """EXISTS (SELECT FROM hcc_dossier_step o
                       WHERE o.dossier_id = d.id AND o.finished_at IS NULL)"""
        )
        return self._wrong_dossiers(
            company,
            SQL(
                """d.state = ANY(%s) AND (
                       d.current_step_id IS NULL AND %s
                       OR s.finished_at IS NOT NULL OR s.dossier_id <> d.id)
                   OR d.current_step_id IS NOT NULL AND d.state <> ALL(%s)""",
                list(OPEN_STATES),
                open_step,
                list(OPEN_STATES),
            ),
            joins=joins,
        )

    def _find_wait_state(self, company):
        other_wait = SQL(
            """EXISTS (SELECT FROM hcc_dossier_ledger l
                       WHERE l.dossier_id = d.id AND l.kind IN ('supplement', 'suspension')
                         AND l.ended_at IS NULL)"""
        )
        kind = SQL("CASE d.state WHEN 'suspended' THEN 'suspension' ELSE d.state END")
        missing = SQL(
            """NOT EXISTS (SELECT FROM hcc_dossier_ledger l
                           WHERE l.dossier_id = d.id AND l.kind = %s AND l.ended_at IS NULL)""",
            kind,
        )
        return self._wrong_dossiers(
            company,
            SQL(
                """d.state = ANY(%(waiting)s) AND %(missing)s
                   OR d.state <> ALL(%(waiting)s) AND %(other)s""",
                waiting=["supplement", "suspended"],
                missing=missing,
                other=other_wait,
            ),
        )

    def _find_code_gap(self, company):
        """Codes of one day and unit run without a gap, whichever centre gave them; where they
        start again every day, from 1."""
        return SQL(
            """SELECT 'hcc.dossier' AS res_model, id AS res_id, agency_id,
                      jsonb_build_object('number', number, 'before', before) AS facts
               FROM (
                   SELECT c.*, COALESCE(LAG(number) OVER same, CASE reset WHEN 'day' THEN 0 END)
                              AS before
                   FROM (
                       SELECT d.id, d.agency_id, d.company_id, p.dossier_code_reset AS reset,
                              left(d.name, length(d.name) - length(ordinal)) AS head,
                              ordinal::bigint AS number
                       FROM hcc_dossier d
                       JOIN hcc_policy p ON p.id = d.policy_id
                            AND p.dossier_code_pattern LIKE '%%{seq}',
                       LATERAL substring(d.name from '[0-9]+$') AS ordinal
                       WHERE length(ordinal) BETWEEN 1 AND 12) c
                   WINDOW same AS (PARTITION BY head ORDER BY number, id)) numbered
               WHERE company_id = %s AND number - before <> 1""",
            company.id,
        )

    # -------------------------------------------------------------------------
    # DUE DATES
    # -------------------------------------------------------------------------

    def _find_due_ledger(self, company):
        """Of all dossiers: what a glance at the ledger shows. Of the open ones: counted again."""
        events = SQL(
            """EXISTS (SELECT FROM hcc_dossier_ledger l
                       WHERE l.dossier_id = d.id AND l.kind <> 'reception')"""
        )
        opened = SQL(
            """EXISTS (SELECT FROM hcc_dossier_ledger l
                       WHERE l.dossier_id = d.id AND l.kind = 'reception')"""
        )
        glance = self._wrong_dossiers(
            company,
            SQL(
                "d.received_at IS NOT NULL AND (NOT %s OR d.due_at <> d.first_due_at AND NOT %s)",
                opened,
                events,
            ),
        )
        counted = self._rows(self._miscounted(company))
        return SQL("%s UNION ALL SELECT * FROM (%s) counted", glance, counted)

    def _miscounted(self, company):
        """Open dossiers whose due dates are others than their ledger gives now."""
        rows = []
        ids = self._ids_to_recount(company)
        for start in range(0, len(ids), RECOUNT_CHUNK):
            dossiers = self.env["hcc.dossier"].sudo().browse(ids[start : start + RECOUNT_CHUNK])
            for dossier in dossiers:
                try:
                    values = dossier._counted_again()
                except (ValueError, AttributeError, TypeError):
                    values = {"due_at": None}  # no reception to count from
                if any(dossier[name] != value for name, value in values.items()):
                    facts = {"fields": sorted(n for n, v in values.items() if dossier[n] != v)}
                    rows.append((dossier._name, dossier.id, dossier.agency_id.id, facts))
            dossiers.invalidate_recordset()
        return rows

    def _ids_to_recount(self, company):
        """All open dossiers; of very many, a seventh a day and what was wrong last time."""
        rows = self.env.execute_query(
            SQL(
                """SELECT d.id, f.id IS NOT NULL FROM hcc_dossier d
                   LEFT JOIN hcc_truth_finding f
                          ON f.res_model = 'hcc.dossier' AND f.res_id = d.id
                         AND f.check_code = 'due_ledger' AND f.state <> 'mended'
                   WHERE d.company_id = %s AND d.state = ANY(%s) AND d.due_at IS NOT NULL
                   ORDER BY d.id""",
                company.id,
                list(OPEN_STATES),
            )
        )
        if len(rows) <= RECOUNT_LIMIT:
            return [dossier_id for dossier_id, _known in rows]
        weekday = self.env["hcc.clock"]._today(company).weekday()
        return [dossier_id for dossier_id, known in rows if known or dossier_id % 7 == weekday]
