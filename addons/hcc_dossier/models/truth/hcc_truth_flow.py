from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.hcc_base.tools import working_time
from odoo.addons.hcc_base.truth import ERROR, WARNING, Check

from ..dossier.hcc_dossier import WAITING_STATES


class HccTruthRun(models.Model):
    """Papers that did not arrive, results that do not come back, steps that rest.

    What was handed over and is not received is looked for at the policy's hour of every working
    day, so that both sides learn of it on the day itself. What went by post may travel as long as
    the policy says, or until the post reports the delivery.
    """

    _inherit = "hcc.truth.run"

    @api.model
    def _checks(self):
        return [*super()._checks(), *self._checks_of_batches(), *self._checks_of_waiting()]

    def _checks_of_batches(self):
        """What hand-over lists say of their dossiers."""
        _ = self.env._
        return [
            Check(
                "in_transit",
                _("Handed over, not arrived"),
                _("Both sides look for the papers today: receive them, or record that they were "
                  "not sent after all."),
                ERROR,
                self._find_in_transit,
                in_the_evening=True,
            ),
            Check(
                "batch_open",
                _("Hand-over list not closed"),
                _("Receive the batch, or clear its differences up and close it."),
                WARNING,
                self._find_batch_open,
                in_the_evening=True,
            ),
            Check(
                "batch_state",
                _("Hand-over list and dossier disagree"),
                _("Compare the list with the dossier's journal: the dossier moved past its list."),
                ERROR,
                self._find_batch_state,
            ),
            Check(
                "batch_gap",
                _("Hand-over numbers are not consecutive"),
                _("Between this number and the one before lists are missing or numbered twice."),
                WARNING,
                self._find_batch_gap,
            ),
        ]  # fmt: skip

    def _checks_of_waiting(self):
        """What should have moved by now."""
        _ = self.env._
        return [
            Check(
                "handover_late",
                _("Papers still at the centre past their hand-over time"),
                _("Put the dossier on a hand-over list and hand it over today."),
                WARNING,
                self._find_handover_late,
            ),
            Check(
                "result_waits",
                _("Finished, but not handed back"),
                _("The agency's clerk hands the result over to the centre."),
                WARNING,
                self._find_result_waits,
            ),
            Check(
                "step_idle",
                _("Step without movement"),
                _("Ask the step's holder; reassign it, request a supplement, or complete it."),
                WARNING,
                self._find_step_idle,
            ),
            Check(
                "wait_idle",
                _("Waits without an end"),
                _("No day was set until which the applicant is awaited: call the applicant, take "
                  "what came, or stop the dossier."),
                WARNING,
                self._find_wait_idle,
            ),
        ]  # fmt: skip

    # -------------------------------------------------------------------------
    # WHEN
    # -------------------------------------------------------------------------

    def _policy_of(self, company):
        today = self.env["hcc.clock"]._today(company)
        return self.env["hcc.policy"]._get(company, today).sudo()

    def _evening(self, company):
        """The last time at which nothing should have been on its way: the policy's hour of the
        last working day that reached it."""
        clock = self.env["hcc.clock"]
        now, calendar = clock._now(), clock._calendar(company)
        minutes = self._policy_of(company).handover_check_minutes
        day = clock._today(company)
        while True:
            moment = calendar.instant(day.toordinal(), minutes)
            if moment <= now and calendar.is_working_day(day):
                return moment
            day -= timedelta(days=1)

    def _days_ago(self, company, days):
        """The instant ``days`` working days before now, by the centre's calendar."""
        clock = self.env["hcc.clock"]
        return working_time.working_days_before(clock._now(), days, clock._calendar(company))

    @api.model
    def _centres(self):
        """A centre without a policy or working hours has received nothing yet."""
        return (
            super()
            ._centres()
            .filtered(
                lambda company: (
                    self.env["hcc.policy"]._todays(company)
                    and company.resource_calendar_id.attendance_ids
                )
            )
        )

    @api.model
    def _cron_evening(self):
        """At each centre once a working day, after the policy's hour."""
        self._run_each(self._centres().filtered(self._awaits_evening_run), "evening")

    def _awaits_evening_run(self, company):
        today = self.env["hcc.clock"]._today(company)
        if self.env["hcc.clock"]._local(company, self._evening(company)).date() != today:
            return False
        runs = [("company_id", "=", company.id), ("kind", "=", "evening"), ("day", "=", today)]
        return not self.sudo().search_count(runs, limit=1)

    # -------------------------------------------------------------------------
    # ON THE WAY
    # -------------------------------------------------------------------------

    def _find_in_transit(self, company):
        """Papers since their hand-over, those of a linked dossier since its parent's: they lie
        with them at the counter until then; results since the clerk gave them; papers that go on,
        since their list was signed."""
        to_agency = SQL(
            """(d.state = 'handed_over'
                OR d.parent_id IS NOT NULL AND d.state = ANY(%s) AND d.custody = 'to_agency')""",
            list(WAITING_STATES),
        )
        result_given = SQL(
            """(SELECT j.occurred_at FROM hcc_journal_entry j
                WHERE j.res_model = 'hcc.dossier' AND j.res_id = d.id
                  AND j.verb = 'hand_over_result' ORDER BY j.id DESC LIMIT 1)"""
        )
        return self._wrong_dossiers(
            company,
            SQL(
                """(%(to_agency)s AND parent.state IS DISTINCT FROM 'received'
                       AND GREATEST(d.handed_over_at, parent.handed_over_at) <= %(evening)s
                    OR d.state = 'processing' AND d.custody = 'to_centre'
                       AND %(result_given)s <= %(evening)s
                    OR h.direction = 'onward' AND h.state IN ('handed', 'received')
                       AND h.handed_at <= %(evening)s)
                   AND %(expected)s""",
                to_agency=to_agency,
                evening=self._evening(company),
                result_given=result_given,
                expected=self._not_in_the_post(company),
            ),
            facts=SQL("jsonb_build_object('list', h.name)"),
            joins=SQL(
                """LEFT JOIN hcc_handover h ON h.id = d.handover_id
                   LEFT JOIN hcc_dossier parent ON parent.id = d.parent_id"""
            ),
        )

    def _not_in_the_post(self, company):
        """The list ``h``, if there is one, is not on its way with the post any more."""
        days = self._policy_of(company).handover_post_days
        return SQL(
            """(h.dispatched_at IS NULL OR h.state <> 'handed'
                OR COALESCE(h.delivered_at <= %s, h.dispatched_at < %s))""",
            self._evening(company),
            self._days_ago(company, days),
        )

    def _find_batch_open(self, company):
        return SQL(
            """SELECT 'hcc.handover' AS res_model, h.id AS res_id, h.to_agency_id AS agency_id,
                      jsonb_build_object('state', h.state) AS facts
               FROM hcc_handover h
               WHERE h.company_id = %(company)s
                 AND (h.state = 'handed' AND h.handed_at <= %(evening)s
                      OR h.state = 'received' AND h.received_at <= %(evening)s)
                 AND %(expected)s""",
            company=company.id,
            evening=self._evening(company),
            expected=self._not_in_the_post(company),
        )

    def _find_batch_state(self, company):
        """Lines that say one thing and dossiers that do another; lists closed over open lines."""
        return SQL(
            """SELECT 'hcc.dossier' AS res_model, d.id AS res_id, d.agency_id AS agency_id,
                      jsonb_build_object('list', h.name, 'state', d.state) AS facts
               FROM hcc_dossier d
               LEFT JOIN hcc_handover h ON h.id = d.handover_id
               LEFT JOIN hcc_handover_line l ON l.handover_id = h.id AND l.dossier_id = d.id
               WHERE d.company_id = %(company)s AND d.handover_id IS NOT NULL
                 AND (h.state IN ('closed', 'cancelled')
                      OR l.status IS NULL
                      OR l.status NOT IN ('listed', 'given', 'scanned', 'missing')
                      OR l.status IN ('given', 'scanned', 'missing') AND h.state <> 'draft' AND (
                          h.direction = 'to_agency' AND d.state <> 'handed_over'
                          OR h.direction = 'to_centre'
                             AND (d.state <> 'processing' OR d.custody <> 'to_centre')))
               UNION ALL
               SELECT 'hcc.dossier', d.id, d.agency_id,
                      jsonb_build_object('list', h.name, 'state', d.state)
               FROM hcc_handover_line l
               JOIN hcc_handover h ON h.id = l.handover_id
               JOIN hcc_dossier d ON d.id = l.dossier_id
               WHERE l.company_id = %(company)s
                 AND l.status IN ('listed', 'given', 'scanned', 'missing')
                 AND d.handover_id IS DISTINCT FROM h.id""",
            company=company.id,
        )

    def _find_batch_gap(self, company):
        return SQL(
            """SELECT 'hcc.handover' AS res_model, id AS res_id, from_agency_id AS agency_id,
                      jsonb_build_object('number', number, 'before', before) AS facts
               FROM (
                   SELECT id, from_agency_id, number, COALESCE(LAG(number) OVER (
                       PARTITION BY direction, word, year ORDER BY number, id), 0) AS before
                   FROM (
                       SELECT id, from_agency_id, direction, year,
                              split_part(name, '/', 3) AS word,
                              split_part(name, '/', 1)::int AS number
                       FROM hcc_handover
                       WHERE company_id = %s AND name ~ '^[0-9]+/') named) numbered
               WHERE number - before <> 1""",
            company.id,
        )

    # -------------------------------------------------------------------------
    # AT REST
    # -------------------------------------------------------------------------

    def _find_handover_late(self, company):
        return self._wrong_dossiers(
            company,
            SQL("d.state = 'received' AND d.handover_due_at < %s", self.env["hcc.clock"]._now()),
        )

    def _find_result_waits(self, company):
        days = self._policy_of(company).truth_result_days
        return self._wrong_dossiers(
            company,
            SQL(
                """d.state = 'processing' AND d.custody = 'agency' AND d.current_step_id IS NULL
                   AND (SELECT max(s.finished_at) FROM hcc_dossier_step s
                        WHERE s.dossier_id = d.id) < %s""",
                self._days_ago(company, days),
            ),
        )

    def _find_step_idle(self, company):
        at_work = SQL("d.state = 'processing' AND d.current_step_id IS NOT NULL")
        return self._find_idle(company, at_work)

    def _find_wait_idle(self, company):
        """A wait with a last day ends by a proposal, one with the parent when that goes on; one
        without would be nobody's."""
        waiting = SQL(
            """d.state = ANY(%s) AND d.wait_until IS NULL AND NOT EXISTS (
                   SELECT FROM hcc_dossier_ledger l
                   WHERE l.dossier_id = d.id AND l.with_parent AND l.ended_at IS NULL)""",
            list(WAITING_STATES),
        )
        return self._find_idle(company, waiting)

    def _find_idle(self, company, where):
        """Nothing in the journal for so long; a look or a warning moves nothing."""
        days = self._policy_of(company).truth_idle_days
        return self._wrong_dossiers(
            company,
            SQL(
                """%s AND (SELECT max(j.occurred_at) FROM hcc_journal_entry j
                           WHERE j.res_model = 'hcc.dossier' AND j.res_id = d.id
                             AND j.verb <> ALL(%s)) < %s""",
                where,
                ["view", "recount", "warn"],
                self._days_ago(company, days),
            ),
        )
