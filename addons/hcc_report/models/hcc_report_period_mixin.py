from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .. import facts


class HccReportPeriodMixin(models.AbstractModel):
    """A centre's period as reports take it: both days included; a running one ends now.

    Whoever may create the report runs it for the own centres only.
    """

    _name = "hcc.report.period.mixin"
    _description = "Period of a Report"

    date_from = fields.Date(
        "From", required=True, default=lambda self: self._default_day().replace(month=1, day=1)
    )
    date_to = fields.Date("To", required=True, default=lambda self: self._default_day())
    company_id = fields.Many2one(
        "res.company", "Centre", required=True, default=lambda self: self.env.company
    )
    computed_at = fields.Datetime("As of", readonly=True)

    @api.model
    def _default_day(self):
        return self.env["hcc.clock"]._today()

    @api.depends("date_from", "date_to", "company_id")
    def _compute_display_name(self):
        for report in self:
            report.display_name = self.env._(
                "%(start)s – %(end)s, %(centre)s",
                centre=report.company_id.name,
                start=f"{report.date_from:%d/%m/%Y}",
                end=f"{report.date_to:%d/%m/%Y}",
            )

    def _check_may_run(self):
        self.check_access("read")
        if self.company_id not in self.env.user.company_ids:
            raise AccessError(
                self.env._("%s is not one of your centres.", self.company_id.sudo().name)
            )
        if self.date_from > self.env["hcc.clock"]._today(self.company_id):
            raise UserError(self.env._("This period has not begun yet."))

    def _period(self):
        """The period as the facts take it; a running one ends now."""
        self.ensure_one()
        clock = self.env["hcc.clock"]
        starts_at, _next = clock._day_bounds(self.company_id, self.date_from)
        _day, ends_at = clock._day_bounds(self.company_id, self.date_to)
        moment = self.computed_at or clock._now() + timedelta(seconds=1)
        ends_at = min(ends_at, moment)
        return facts.Period(self.company_id.id, self.date_from, self.date_to, starts_at, ends_at)

    def _policy(self):
        """The rules by which the period is reported: those of its last day."""
        return self.env["hcc.policy"]._get(self.company_id, self.date_to).sudo()

    def _flush_facts(self):
        for model in ("hcc.dossier", "hcc.dossier.ledger", "hcc.payment", "hcc.journal.entry"):
            self.env[model].flush_model()
