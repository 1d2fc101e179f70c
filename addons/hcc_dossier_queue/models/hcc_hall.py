from odoo import api, models
from odoo.tools import SQL, ormcache


class HccHall(models.AbstractModel):
    """What the hall board says of the centre's dossiers: received today, solved on time."""

    _inherit = "hcc.hall"

    @api.model
    def _board_figures(self, company):
        minute = f"{self.env['hcc.clock']._now():%Y%m%d%H%M}"
        received, finished, on_time = self._dossier_counts(company.id, minute)
        figures = [{"label": "Hồ sơ tiếp nhận hôm nay", "value": str(received)}]
        if finished:
            share = f"{on_time / finished:.1%}".replace(".", ",")
            figures.append({"label": "Giải quyết trước và đúng hạn tháng này", "value": share})
        return [*super()._board_figures(company), *figures]

    @api.model
    @ormcache("company_id", "minute")
    def _dossier_counts(self, company_id, minute):
        """Received today; finished this month, and how many of these not late. Counted once a
        minute, however many boards ask. Linked dossiers and void acceptances are none, as in the
        official table."""
        company = self.env["res.company"].browse(company_id)
        today = self.env["hcc.clock"]._today(company)
        self.env["hcc.dossier"].flush_model()
        [counts] = self.env.execute_query(
            SQL(
                """
                SELECT count(*) FILTER (WHERE received_on = %(today)s),
                       count(*) FILTER (WHERE finished_on >= %(month)s),
                       count(*) FILTER (WHERE finished_on >= %(month)s
                                          AND timeliness IN ('early', 'on_time'))
                  FROM hcc_dossier
                 WHERE company_id = %(company)s AND parent_id IS NULL
                   AND (received_on = %(today)s OR finished_on >= %(month)s)
                   AND NOT (replaced_by_id IS NOT NULL AND ended_on = received_on)
                """,
                company=company_id,
                today=today,
                month=today.replace(day=1),
            )
        )
        return counts
