from odoo import api, fields, models


class HccProcedureField(models.Model):
    """A field of procedures (lĩnh vực), as a citizen chooses it at the kiosk.

    Everybody reads fields, public pages too; administrators maintain them.
    """

    _name = "hcc.procedure.field"
    _inherit = ["hcc.search.mixin", "hcc.common.mixin"]
    _description = "Field of Procedures"
    _order = "sequence, name, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True)
    code = fields.Char(required=True, copy=False)
    agency_id = fields.Many2one(
        "hcc.agency", "Agency", required=True, index=True, ondelete="restrict"
    )
    procedure_ids = fields.One2many("hcc.procedure", "field_id", "Procedures")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE (code)", "Another field already has this code.")

    @api.depends("name", "code")
    def _compute_search_text(self):
        super()._compute_search_text()

    def _search_parts(self):
        return [self.name, self.code]
