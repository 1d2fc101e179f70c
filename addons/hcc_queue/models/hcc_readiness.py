from odoo import api, models


class HccReadiness(models.AbstractModel):
    """The hall: every agency can be reached from the kiosk, every lane is called from somewhere."""

    _inherit = "hcc.readiness"

    @api.model
    def _checks(self, company):
        return [*super()._checks(company), *self._check_hall(company)]

    def _check_hall(self, company):
        _, section = self.env._, self.env._("Hall")
        lanes = self.env["hcc.lane"]._lanes_of(company)
        served = lanes.agency_ids | lanes.field_ids.agency_id
        unreached = self._received_agencies(company, in_hall=True) - served
        uncalled = lanes.filtered(lambda lane: not lane.counter_ids)
        return [
            self._line(
                "lanes", section, _("Lanes"),
                not lanes and _("There is no lane: no ticket can be issued."),
                "hcc_queue.action_hcc_lane",
            ),
            self._line(
                "agency_lanes", section, _("Each agency can be chosen at the kiosk"),
                unreached and _("Without lane: %s.", self._some(unreached)),
                self._records_action(_("Agencies"), unreached),
            ),
            self._line(
                "lane_counters", section, _("Each lane is called from a counter"),
                uncalled and _("Without counter: %s.", self._some(uncalled)),
                self._records_action(_("Lanes"), uncalled),
            ),
            *self._check_screens(company, section),
        ]  # fmt: skip

    def _check_screens(self, company, section):
        """A kiosk (tickets can also be issued by hand) and a board."""
        devices = self.env["hcc.device"].search(
            [("company_id", "=", company.id), ("state", "=", "in_use")]
        )
        kinds = set(devices.mapped("kind"))
        wanted = {
            "kiosk": (
                self.env._("A kiosk"),
                self.env._("No kiosk is in use; tickets are issued by hand."),
            ),
            "board": (self.env._("A hall board"), self.env._("No hall board is in use.")),
        }
        return [
            self._line(
                kind, section, label, kind not in kinds and missing,
                "hcc_device.hcc_device_action", needed=False,
            )
            for kind, (label, missing) in wanted.items()
        ]  # fmt: skip
