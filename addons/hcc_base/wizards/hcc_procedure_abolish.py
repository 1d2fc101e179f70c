from odoo import api, fields, models


class HccProcedureAbolish(models.TransientModel):
    """Asks for the last day and the decision, then abolishes the versions (bãi bỏ TTHC)."""

    _name = "hcc.procedure.abolish"
    _description = "Abolition of Procedures"

    version_ids = fields.Many2many("hcc.procedure.version", string="Versions", required=True)
    last_day = fields.Date(
        required=True,
        default=lambda self: self.env["hcc.clock"]._today(),
        help="The last day on which dossiers are received; it may lie ahead.",
    )
    decision_number = fields.Char("Abolished by decision", required=True)
    decision_date = fields.Date("Date of the decision", required=True)
    decision_signer = fields.Char("Signed by", required=True)
    open_uses = fields.Text("In use by", compute="_compute_open_uses")

    @api.depends("version_ids")
    def _compute_open_uses(self):
        for wizard in self:
            lines = [
                f"{version.display_name}: {use}"
                for version in wizard.version_ids._origin
                for use in version._get_open_uses()
            ]
            wizard.open_uses = "\n".join(lines)

    def action_confirm(self):
        self.ensure_one()
        self.version_ids.abolish(
            self.last_day,
            {
                "abolition_number": self.decision_number,
                "abolition_date": self.decision_date,
                "abolition_signer": self.decision_signer,
            },
        )
        return {"type": "ir.actions.act_window_close"}
