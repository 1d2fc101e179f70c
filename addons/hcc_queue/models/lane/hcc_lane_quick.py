from odoo import fields, models


class HccLane(models.Model):
    """A quick lane (làn nhanh): named procedures that take a few minutes, with counters of their
    own. A ticket comes into it by itself when all it is for is quick there.
    """

    _inherit = "hcc.lane"

    quick_procedure_ids = fields.Many2many(
        "hcc.procedure",
        "hcc_lane_quick_procedure_rel",
        "lane_id",
        "procedure_id",
        "Quick procedures",
        help="With procedures named here the lane is a quick lane: it takes only tickets all of "
        "whose procedures stand in this list, and the kiosk offers them by name.",
    )

    def _quick_lane(self, procedures):
        """The lane of ``self`` where every one of ``procedures`` is quick; empty if none."""
        if not procedures:
            return self.browse()
        return self.filtered(lambda lane: procedures <= lane.quick_procedure_ids)[:1]

    def _lane_for(self, agency, field):
        return super(HccLane, self._ordinary())._lane_for(agency, field)

    def _is_general(self):
        return super()._is_general() and not self.quick_procedure_ids

    def _ordinary(self):
        return self.filtered(lambda lane: not lane.quick_procedure_ids)
