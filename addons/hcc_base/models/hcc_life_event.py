from odoo import api, fields, models


class HccLifeEvent(models.Model):
    """An event for which citizens or enterprises look for procedures (sự kiện trong đời).

    Everybody reads life events, public pages too; administrators maintain them.
    """

    _name = "hcc.life.event"
    _inherit = ["hcc.search.mixin", "hcc.common.mixin"]
    _description = "Life Event"
    _order = "audience desc, sequence, id"

    name = fields.Char(required=True)
    code = fields.Char(required=True, copy=False)
    audience = fields.Selection(
        [("person", "Persons"), ("business", "Enterprises")], required=True, default="person"
    )
    procedure_ids = fields.Many2many(
        "hcc.procedure", "hcc_procedure_life_event_rel", "event_id", "procedure_id", "Procedures"
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE (code)", "Another life event already has this code.")

    @api.depends("name", "code")
    def _compute_search_text(self):
        super()._compute_search_text()

    def _search_parts(self):
        return [self.name, self.code]
