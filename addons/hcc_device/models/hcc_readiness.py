from odoo import api, models


class HccReadiness(models.AbstractModel):
    """Devices: in use, and heard of."""

    _inherit = "hcc.readiness"

    @api.model
    def _checks(self, company):
        return [*super()._checks(company), *self._check_devices(company)]

    def _check_devices(self, company):
        _, section = self.env._, self.env._("Devices")
        devices = self.env["hcc.device"].search([("company_id", "=", company.id)])
        # What hangs on an agent is in use with it; it has no enrolment of its own.
        waiting = devices.filtered(lambda device: device.state == "new" and not device.is_attached)
        silent = devices.filtered("is_silent")
        return [
            self._line(
                "devices_enrolled", section, _("Every device is in use"),
                waiting and _("Not in use yet: %s.", self._some(waiting)),
                self._records_action(_("Devices"), waiting),
            ),
            self._line(
                "devices_heard", section, _("Every device is heard of"),
                silent and _("Silent: %s.", self._some(silent)),
                self._records_action(_("Devices"), silent), needed=False,
            ),
        ]  # fmt: skip
