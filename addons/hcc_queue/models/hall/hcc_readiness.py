from odoo import api, models


class HccReadiness(models.AbstractModel):
    """The zones: every counter's calls are shown and heard somewhere."""

    _inherit = "hcc.readiness"

    @api.model
    def _checks(self, company):
        return [*super()._checks(company), *self._check_zones(company)]

    def _check_zones(self, company):
        """A hall without zones needs none of it."""
        zones = self.env["hcc.hall.zone"].search([("company_id", "=", company.id)])
        if not zones:
            return []
        _, section = self.env._, self.env._("Hall")
        counters = self.env["hcc.counter"].search(
            [("company_id", "=", company.id), ("zone_id", "=", False)]
        )
        speaking = self.env["hcc.device"].search(
            [("zone_id", "in", zones.ids), ("speaks", "=", True), ("state", "=", "in_use")]
        )
        mute = zones - speaking.zone_id
        packs = zones.pack_ids.filtered(lambda pack: not pack.is_complete)
        return [
            self._line(
                "zone_counters", section, _("Each counter is in a zone"),
                counters and _("Without zone: %s.", self._some(counters)),
                "hcc_base.hcc_counter_action",
            ),
            self._line(
                "zone_voice", section, _("The calls of each zone are spoken"),
                mute and _("No board in use speaks in: %s.", self._some(mute)),
                "hcc_queue.action_hcc_hall_zone", needed=False,
            ),
            self._line(
                "voice_packs", section, _("Voice packs are complete"),
                packs and _("Recordings are missing, so not spoken: %s.", self._some(packs)),
                "hcc_queue.action_hcc_voice_pack", needed=False,
            ),
        ]  # fmt: skip
