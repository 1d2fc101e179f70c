from odoo import fields, models


class HccPauseReason(models.Model):
    """Why a counter is paused (lý do tạm dừng): lunch, a meeting, a machine out of order.

    The hall board shows the name as it is; administrators of a leading centre keep the reasons.
    """

    _name = "hcc.pause.reason"
    _inherit = ["hcc.common.mixin"]
    _description = "Reason of a Pause"
    _order = "sequence, id"
    _allow_sudo_commands = False

    name = fields.Char(required=True, help="As the citizen reads it on the board, in Vietnamese.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _name_uniq = models.Constraint("UNIQUE (name)", "This reason is in the list already.")
