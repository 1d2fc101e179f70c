from odoo import fields, models


class HccHandlingGroup(models.Model):
    """A way in which procedures are handled (nhóm thực hiện): at the unit, at the centre, by post,
    online, on the day. A version may belong to several.

    Everybody reads groups, public pages too; administrators maintain them.
    """

    _name = "hcc.handling.group"
    _inherit = ["hcc.common.mixin"]
    _description = "Handling Group of Procedures"
    _order = "sequence, id"

    code = fields.Char(required=True, copy=False)
    name = fields.Char(required=True)
    description = fields.Text()
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE (code)", "Another handling group already has this code.")
