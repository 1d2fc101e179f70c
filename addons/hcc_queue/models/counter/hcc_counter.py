from odoo import fields, models


class HccCounter(models.Model):
    """The lanes a counter calls from and who sits at it now."""

    _inherit = "hcc.counter"

    lane_ids = fields.Many2many(
        "hcc.lane", "hcc_lane_counter_rel", "counter_id", "lane_id", "Lanes", check_company=True
    )
    session_ids = fields.One2many("hcc.counter.session", "counter_id", "Sessions")

    def _open_session(self):
        """The session that is open or paused at this counter now."""
        self.ensure_one()
        return self.env["hcc.counter.session"].search(
            [("counter_id", "=", self.id), ("state", "!=", "closed")], limit=1
        )
