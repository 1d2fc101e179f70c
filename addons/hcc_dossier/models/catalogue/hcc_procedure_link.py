from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.hcc_base.tools import process_hours


class HccProcedureLink(models.Model):
    """A procedure of another agency that this one needs on its way (thủ tục liên thông, Decree
    61/2018 art. 19(6)(7)): after the one before it, or together with it, and in how many hours.

    Rights: see ``hcc.version.part.mixin``.
    """

    _name = "hcc.procedure.link"
    _inherit = ["hcc.version.part.mixin"]
    _description = "Linked Procedure"

    procedure_id = fields.Many2one(
        "hcc.procedure", "Procedure", required=True, index=True, ondelete="restrict"
    )
    agency_id = fields.Many2one(related="procedure_id.agency_id", string="Agency")
    timing = fields.Selection(
        [("after", "After the one before"), ("parallel", "Together with the one before")],
        "Begins",
        required=True,
        default="after",
    )
    hours = fields.Integer("Quota (working hours)", required=True, default=8)
    is_required = fields.Boolean(
        "Result needed", default=True, help="Without its end the result is neither sealed nor sent."
    )

    _hours_check = models.Constraint(
        "CHECK (hours BETWEEN 1 AND 4000)", "A linked procedure takes 1 to 4000 working hours."
    )
    _procedure_uniq = models.UniqueIndex(
        "(version_id, procedure_id)", "This version already links that procedure."
    )

    @api.depends("procedure_id")
    def _compute_display_name(self):
        for link in self:
            link.display_name = link.procedure_id.display_name

    def _compared_name(self):
        return self.procedure_id.display_name

    @api.constrains("procedure_id", "version_id")
    def _check_procedure(self):
        for link in self:
            if link.procedure_id == link.version_id.procedure_id:
                raise ValidationError(
                    self.env._("%s cannot be linked to itself.", link.procedure_id.display_name)
                )

    def _rounds(self):
        """The links that begin together, one recordset after the other."""
        rounds = []
        for link in self.sorted(lambda link: (link.sequence, link.id)):
            if rounds and link.timing == "parallel":
                rounds[-1] |= link
            else:
                rounds.append(link)
        return rounds

    def _schedule_hours(self):
        """Working hours until the last of them is done, each beginning as it is planned."""
        return process_hours.one_after_the_other([r.mapped("hours") for r in self._rounds()])


class HccProcedureVersion(models.Model):
    _inherit = "hcc.procedure.version"

    link_ids = fields.One2many("hcc.procedure.link", "version_id", "Linked procedures", copy=True)
    is_interlinked = fields.Boolean("Inter-agency", compute="_compute_is_interlinked", store=True)

    @api.depends("link_ids")
    def _compute_is_interlinked(self):
        for version in self:
            version.is_interlinked = bool(version.link_ids)

    @api.model
    def _compared_parts(self):
        return super()._compared_parts() | {"link_ids": ["timing", "hours", "is_required"]}

    def _get_publish_blockers(self):
        """The time limit is the schedule of the quotas at least: they are added up."""
        blockers = super()._get_publish_blockers()
        limit, hours = self._limit_hours(), self.link_ids._schedule_hours()
        if hours > limit:
            blockers.append(
                self.env._(
                    "The linked procedures take %(hours)g working hours one after the other, the "
                    "time limit allows %(limit)g.",
                    hours=hours,
                    limit=limit,
                )
            )
        return blockers
