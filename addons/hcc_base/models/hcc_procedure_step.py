from odoo import api, fields, models


class HccProcedureStep(models.Model):
    """One step of the internal process of a version (bước xử lý): who does what in how many hours.

    Rights: see ``hcc.version.part.mixin``.
    """

    _name = "hcc.procedure.step"
    _inherit = ["hcc.version.part.mixin"]
    _description = "Step of a Procedure"

    name = fields.Char("Step", required=True)
    kind = fields.Selection(
        [
            ("appraise", "Appraise"),
            ("approve", "Approve"),
            ("number_seal", "Number and seal"),
            ("other", "Other"),
        ],
        required=True,
        default="appraise",
    )
    agency_id = fields.Many2one(
        "hcc.agency",
        "Done by",
        required=True,
        index=True,
        ondelete="restrict",
        compute="_compute_agency_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    hours = fields.Float("Working hours", digits=(8, 2))
    on_the_spot = fields.Boolean("Done at the centre")

    _hours_positive = models.Constraint(
        "CHECK (hours >= 0)", "A step cannot take less than no time."
    )

    @api.depends("version_id")
    def _compute_agency_id(self):
        for step in self:
            step.agency_id = step.agency_id or step.version_id.procedure_id.agency_id
