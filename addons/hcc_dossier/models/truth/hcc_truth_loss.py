from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.hcc_base.truth import WARNING, Check

from ..dossier.hcc_dossier import FINAL_STATES

#: so long an apology may take while the papers are still looked for
APOLOGY_DAYS = 3


class HccTruthRun(models.Model):
    """Papers lost: the agency owes an apology, whatever became of the dossier (Decree 61/2018
    art. 21), and a loss ends with its dossier."""

    _inherit = "hcc.truth.run"

    @api.model
    def _checks(self):
        _ = self.env._
        return [
            *super()._checks(),
            Check(
                "loss_unsettled",
                _("Papers lost without an apology, or never settled"),
                _("An approver of the agency apologises on the page “Corrections” of the dossier "
                  "and records the costs; a loss that an ended dossier left open is closed there, "
                  "too, with “Papers are collected again”."),
                WARNING,
                self._find_loss_unsettled,
            ),
        ]  # fmt: skip

    def _find_loss_unsettled(self, company):
        since = self.env["hcc.clock"]._now() - timedelta(days=APOLOGY_DAYS)
        joins = SQL(
            "JOIN hcc_dossier_incident loss ON loss.dossier_id = d.id AND loss.kind = 'loss'"
        )
        where = SQL(
            """loss.notice_id IS NULL AND (loss.closed_at IS NOT NULL OR loss.reported_at < %s)
               OR loss.closed_at IS NULL AND d.state = ANY(%s)""",
            since,
            list(FINAL_STATES),
        )
        return self._wrong_dossiers(
            company, where, SQL("jsonb_build_object('incident', loss.id)"), joins
        )
