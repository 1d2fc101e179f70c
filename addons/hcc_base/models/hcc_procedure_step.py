from odoo import api, fields, models

STEP_KINDS = [
    ("appraise", "Appraise"),
    ("approve", "Approve"),
    ("number_seal", "Number and seal"),
    ("other", "Other"),
]
STEP_ROLES = [
    ("official", "Counter official"),
    ("appraiser", "Appraiser"),
    ("approver", "Approver"),
    ("clerk", "Clerk with the seal"),
    ("other", "Any of them"),
]
SIGNATURE_KINDS = [
    ("none", "None"),
    ("wet", "By hand"),
    ("digital", "Digital"),
]


class HccProcedureStep(models.Model):
    """One step of the internal process of a version (bước xử lý): who does what in how many hours,
    where, and whether it is signed.

    Rights: see ``hcc.version.part.mixin``.
    """

    _name = "hcc.procedure.step"
    _inherit = ["hcc.version.part.mixin"]
    _description = "Step of a Procedure"

    name = fields.Char("Step", required=True)
    kind = fields.Selection(STEP_KINDS, required=True, default="appraise")
    role = fields.Selection(
        STEP_ROLES,
        help="Empty: whoever completes this kind of step.",
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
        help="An agency or one of its rooms.",
    )
    hours = fields.Float("Working hours", digits=(8, 2))
    on_the_spot = fields.Boolean("Done at the centre")
    signature_kind = fields.Selection(SIGNATURE_KINDS, "Signature", required=True, default="none")
    requires_signature = fields.Boolean(compute="_compute_requires_signature")

    _hours_positive = models.Constraint(
        "CHECK (hours >= 0)", "A step cannot take less than no time."
    )

    @api.depends("version_id")
    def _compute_agency_id(self):
        for step in self:
            step.agency_id = step.agency_id or step.version_id.procedure_id.agency_id

    @api.depends("signature_kind")
    def _compute_requires_signature(self):
        for step in self:
            step.requires_signature = step.signature_kind != "none"
