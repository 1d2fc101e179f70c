from odoo import api, models
from odoo.tools import SQL

from odoo.addons.hcc_base.truth import ERROR, Check


class HccTruthRun(models.Model):
    """Results: what is finished was granted or refused."""

    _inherit = "hcc.truth.run"

    @api.model
    def _checks(self):
        _ = self.env._
        return [
            *super()._checks(),
            Check(
                "result_kind",
                _("Finished, neither granted nor refused"),
                _("Read in the steps what was decided. If the result is wrong or none, an approver "
                  "revokes it and decides again; if it is right, its file may be archived as the "
                  "wrong kind of paper: tell an administrator."),
                ERROR,
                self._find_result_kind,
            ),
        ]  # fmt: skip

    def _find_result_kind(self, company):
        """Where a step approves, it says which."""
        where = SQL(
            """d.state IN ('done', 'returned') AND d.result_kind IS NULL AND EXISTS (
                   SELECT FROM hcc_dossier_step s
                   WHERE s.dossier_id = d.id AND s.kind = 'approve')"""
        )
        return self._wrong_dossiers(company, where)
