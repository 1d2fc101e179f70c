from odoo import fields, models


class HccLane(models.Model):
    """What a lane offers for booking ahead."""

    _inherit = "hcc.lane"

    offer_ids = fields.One2many("hcc.appointment.offer", "lane_id", "Slots for booking")
