from odoo import api, models


class HccReadiness(models.AbstractModel):
    """Who offers appointments must be able to send the one-time code."""

    _inherit = "hcc.readiness"

    @api.model
    def _checks(self, company):
        return [*super()._checks(company), *self._check_appointments(company)]

    def _check_appointments(self, company):
        offers = self.env["hcc.appointment.offer"].search_count(
            [("company_id", "=", company.id)], limit=1
        )
        if not offers:
            return []
        is_mute = company.sudo()._sms_provider().kind == "log"
        return [
            self._line(
                "appointment_sms",
                self.env._("Hall"),
                self.env._("Codes of appointments are sent by SMS"),
                is_mute
                and self.env._(
                    "SMS are only written to a list: nobody can confirm an appointment."
                ),
                self._records_action(self.env._("Centre"), company),
                needed=False,
            )
        ]
