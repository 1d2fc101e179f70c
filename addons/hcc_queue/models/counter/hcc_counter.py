from odoo import fields, models


class HccCounter(models.Model):
    """The lanes a counter calls from, its zone, and who sits at it now."""

    _inherit = "hcc.counter"

    lane_ids = fields.Many2many(
        "hcc.lane", "hcc_lane_counter_rel", "counter_id", "lane_id", "Lanes", check_company=True
    )
    zone_id = fields.Many2one(
        "hcc.hall.zone",
        "Zone",
        check_company=True,
        index="btree_not_null",
        ondelete="set null",
        help="Where its numbers are shown and called; none: on boards of the whole hall only.",
    )
    session_ids = fields.One2many("hcc.counter.session", "counter_id", "Sessions")

    def _session_of_today(self):
        """The session that is open or paused here today; one left open is over at midnight."""
        today = self.env["hcc.clock"]._today(self.company_id)
        return self._open_session().filtered(lambda session: session.opened_on == today)

    def _open_session(self):
        """The session that is open or paused at this counter now."""
        self.ensure_one()
        return self.env["hcc.counter.session"].search(
            [("counter_id", "=", self.id), ("state", "!=", "closed")], limit=1
        )
