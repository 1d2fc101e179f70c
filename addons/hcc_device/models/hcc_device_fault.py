from odoo import api, fields, models

from .hcc_device_job import NOT_READY

#: What a device may suffer from beside not being ready.
TROUBLES = [
    *NOT_READY,
    ("driver_error", "Error in the agent's driver"),
    ("journal_error", "The agent's disk is full or broken"),
    ("silent", "Silent"),
    ("other", "Another reason"),
]


class HccDeviceFault(models.Model):
    """Something wrong with a device from one instant to another (sự cố thiết bị).

    The system opens a fault when it sees one, tells somebody once, and closes it when the device is
    well again. Hall managers, administrators, directors and oversight read; nobody writes.
    """

    _name = "hcc.device.fault"
    _description = "Device Fault"
    _order = "began_at desc, id desc"
    _rec_name = "device_id"
    _allow_sudo_commands = False

    company_id = fields.Many2one("res.company", "Centre", required=True, readonly=True, index=True)
    device_id = fields.Many2one(
        "hcc.device", required=True, readonly=True, index=True, ondelete="cascade"
    )
    trouble = fields.Selection(TROUBLES, required=True, readonly=True)
    began_at = fields.Datetime("Since", required=True, readonly=True)
    told_at = fields.Datetime("Told somebody at", readonly=True)
    ended_at = fields.Datetime("Until", readonly=True)
    is_open = fields.Boolean("Lasting", compute="_compute_is_open", search="_search_is_open")

    _one_open = models.UniqueIndex(
        "(device_id) WHERE ended_at IS NULL", "A device has one fault at a time."
    )

    @api.depends("ended_at")
    def _compute_is_open(self):
        for fault in self:
            fault.is_open = not fault.ended_at

    def _search_is_open(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("ended_at", "=", False)]
