from odoo import api, fields, models
from odoo.exceptions import ValidationError


class HccOutage(models.Model):
    """A time in which the centre had no server (thời gian mất hệ thống), declared by the director
    afterwards. Only what was taken in on pre-numbered paper in such a time is entered later.

    The centre's officials, hall managers, oversight and administrators read it; the director
    declares it; nobody changes or deletes it.
    """

    _name = "hcc.outage"
    _description = "Time without a Server"
    _order = "started_at desc, id desc"
    _rec_name = "reason"
    _allow_sudo_commands = False

    company_id = fields.Many2one(
        "res.company", "Centre", required=True, index=True, default=lambda self: self.env.company
    )
    started_at = fields.Datetime("From", required=True)
    ended_at = fields.Datetime("Until", required=True)
    reason = fields.Char(required=True)

    @api.constrains("started_at", "ended_at")
    def _check_period(self):
        now = self.env["hcc.clock"]._now()
        for outage in self:
            if not outage.started_at < outage.ended_at <= now:
                raise ValidationError(
                    self.env._(
                        "A time without a server ends after it began, and is declared when it is "
                        "over."
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        outages = super().create(vals_list)
        for outage in outages:
            facts = {
                "from": fields.Datetime.to_string(outage.started_at),
                "until": fields.Datetime.to_string(outage.ended_at),
            }
            self.env["hcc.journal.entry"]._append(outage, "declare", facts=facts)
        return outages

    @api.model
    def _covers(self, company, instant):
        """Whether the centre had no server then."""
        domain = [
            ("company_id", "=", company.id),
            ("started_at", "<=", instant),
            ("ended_at", ">=", instant),
        ]
        return bool(self.sudo().search_count(domain, limit=1))
