from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.hcc_base.truth import WARNING, Check

from ..dossier.hcc_dossier import FINAL_STATES, RECEPTION_STATES

#: so long what was taken in on paper may wait for the second person: its time limit runs
WAITING_DAYS = 3


class HccTruthRun(models.Model):
    """Pre-numbered slips whose number is blank in the system while the paper may be used."""

    _inherit = "hcc.truth.run"

    @api.model
    def _checks(self):
        _ = self.env._
        return [
            *super()._checks(),
            Check(
                "paper_number",
                _("Number of a pre-numbered slip blank, paper used"),
                _("Look for the paper. If an applicant holds it or somebody wrote on it, enter and "
                  "confirm its dossier, or record the number as spoiled under “Pre-numbered "
                  "slips”; if it is still blank, acknowledge the finding with that reason."),
                WARNING,
                self._find_paper_number,
            ),
        ]  # fmt: skip

    def _find_paper_number(self, company):
        return SQL(
            "%s UNION ALL %s", self._find_number_of_dossier(company), self._find_number_off(company)
        )

    def _find_number_of_dossier(self, company):
        """The dossier ended, or nobody compares it with its paper."""
        since = self.env["hcc.clock"]._now() - timedelta(days=WAITING_DAYS)
        return self._wrong_dossiers(
            company,
            SQL(
                "d.state = ANY(%s) OR d.state = ANY(%s) AND d.paper_received_at < %s",
                list(FINAL_STATES),
                list(RECEPTION_STATES),
                since,
            ),
            SQL("jsonb_build_object('state', d.state, 'number', slip.name)"),
            SQL(
                "JOIN hcc_offline_form slip ON slip.id = d.offline_form_id AND slip.state = 'blank'"
            ),
        )

    def _find_number_off(self, company):
        """Taken off a dossier, and belonging to none since."""
        return SQL(
            """SELECT 'hcc.offline.form' AS res_model, slip.id AS res_id, NULL::int AS agency_id,
                      jsonb_build_object('number', slip.name) AS facts
               FROM hcc_offline_form slip
               WHERE slip.company_id = %s AND slip.state = 'blank'
                 AND slip.taken_off_at IS NOT NULL
                 AND NOT EXISTS (SELECT FROM hcc_dossier d WHERE d.offline_form_id = slip.id
                                 AND d.state = ANY(%s))""",
            company.id,
            list(RECEPTION_STATES),
        )
