from odoo import api, models
from odoo.tools import SQL

from ..truth import ERROR, WARNING, Check


class HccTruthRun(models.Model):
    """What every addon's records have in common: a journal that agrees with their state, and
    messages that leave."""

    _inherit = "hcc.truth.run"

    @api.model
    def _checks(self):
        _ = self.env._
        return [
            *super()._checks(),
            Check(
                "journal_state",
                _("Journal and state disagree"),
                _("Somebody changed the record past its verbs. Compare with the journal, then let "
                  "an administrator of the database put the state right."),
                ERROR,
                self._find_journal_state,
            ),
            Check(
                "outbox_stuck",
                _("Message not delivered"),
                _("Open the outgoing messages, mend the cause, and try again."),
                WARNING,
                self._find_outbox_stuck,
            ),
        ]  # fmt: skip

    @api.model
    def _journalled_models(self):
        """Extension point: ``[(model, column with the agency or None, initial state), …]`` of the
        models whose last journal entry must name their state."""
        return []

    def _find_journal_state(self, company):
        """The last entry that names a state against the state; a record that left its first state
        without any entry is wrong, too."""
        selects = [
            SQL(
                """SELECT %(name)s AS res_model, r.id AS res_id, %(agency)s AS agency_id,
                          jsonb_build_object('state', r.state, 'journal', j.to_state) AS facts
                   FROM %(table)s r
                   LEFT JOIN LATERAL (
                       SELECT to_state FROM hcc_journal_entry
                       WHERE res_model = %(name)s AND res_id = r.id AND to_state IS NOT NULL
                       ORDER BY id DESC LIMIT 1) j ON TRUE
                   WHERE r.company_id = %(company)s
                     AND r.state IS DISTINCT FROM COALESCE(j.to_state, %(initial)s)""",
                name=model,
                table=SQL.identifier(self.env[model]._table),
                agency=SQL.identifier("r", agency) if agency else SQL("NULL::int"),
                initial=initial,
                company=company.id,
            )
            for model, agency, initial in self._journalled_models()
        ]
        return SQL(" UNION ALL ").join(selects) if selects else self._rows([])

    def _find_outbox_stuck(self, company):
        return SQL(
            """SELECT 'hcc.outbox' AS res_model, id AS res_id, NULL::int AS agency_id,
                      jsonb_build_object('attempts', attempts) AS facts
               FROM hcc_outbox WHERE company_id = %s AND state IN ('pending', 'leased', 'failed')
                 AND create_date < (now() AT TIME ZONE 'UTC') - interval '1 day'""",
            company.id,
        )
