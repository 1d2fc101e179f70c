from odoo import fields, models


class HccSatisfactionLevel(models.Model):
    """A level of satisfaction (mức độ hài lòng) that a citizen can choose at the counter.

    Public pages show the name as it is; administrators keep the levels.
    """

    _name = "hcc.satisfaction.level"
    _inherit = ["hcc.common.mixin"]
    _description = "Level of Satisfaction"
    _order = "sequence, id"
    _allow_sudo_commands = False

    name = fields.Char(required=True, help="As the citizen reads it, in Vietnamese.")
    code = fields.Char(required=True)
    value = fields.Integer(
        required=True, aggregator="avg", help="The better, the higher; averages are taken of it."
    )
    face = fields.Selection(
        [("happy", "Smiling broadly"), ("content", "Smiling"), ("unhappy", "Not smiling")],
        required=True,
        default="content",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE (code)", "Another level already has this code.")
