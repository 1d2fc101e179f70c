from odoo import fields, models


class HccPriorityClass(models.Model):
    """A class of people who are served first (đối tượng ưu tiên): elderly, disabled, pregnant…

    All classes rank the same: no rule was found that puts one before another. How a ticket of a
    class is let into the line is the policy's. Everybody in the centre reads the classes,
    administrators keep them and name the rule they rest on.
    """

    _name = "hcc.priority.class"
    _inherit = ["hcc.common.mixin"]
    _description = "Priority Class"
    _order = "sequence, id"
    _allow_sudo_commands = False

    name = fields.Char(required=True, help="As the citizen reads it, in Vietnamese.")
    code = fields.Char(required=True)
    legal_source = fields.Char(
        "Legal source",
        help="The law, decree or house rule that gives this class its priority. Empty: not named "
        "yet; name it before the class is displayed in the hall.",
    )
    sequence = fields.Integer(default=10, help="The order in which the classes are offered.")
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint(
        "UNIQUE (code)", "Another class (perhaps an archived one) already has this code."
    )
