from odoo import api, fields, models

#: channels in which the applicant stands before the official
IN_PERSON = ("counter", "home", "other_centre")


class HccDossier(models.Model):
    """When the acceptance slip is printed: always, or on request where the result is given at
    once (trả kết quả ngay) and the policy asks for no slip."""

    _inherit = "hcc.dossier"

    slip_on_request = fields.Boolean("Slip on request only", compute="_compute_slip_on_request")

    @api.depends(
        "version_id.is_same_day", "channel", "return_channel", "is_difficult_area", "policy_id"
    )
    def _compute_slip_on_request(self):
        for dossier in self:
            dossier.slip_on_request = dossier._is_without_slip()

    def _is_without_slip(self):
        """Whether the result is given at once and the law asks for no slip then."""
        if not self._is_immediate():
            return False
        policy = self._policy().sudo()
        return policy.immediate_without_slip and not self._extension_days(policy)

    def _is_immediate(self):
        """Whether the applicant waits at the counter for the result (Decree 61/2018 art. 17(4))."""
        in_person = self.channel in IN_PERSON and self.return_channel == "counter"
        return in_person and self.version_id.sudo().is_same_day

    def _show_slip(self):
        """What the counter sees after acceptance."""
        if self.slip_on_request:
            return self._say_without_slip()
        report = self.env.ref("hcc_dossier.report_slip").sudo()
        return report.report_action(self, config=False)

    def _say_without_slip(self):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "title": self.env._("Accepted: %s", self.name),
                "message": self.env._(
                    "The result is given at once, so no slip is printed. If the applicant wants "
                    "one: “Print the slip on request”."
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
