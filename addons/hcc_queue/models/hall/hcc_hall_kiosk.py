from odoo import api, models
from odoo.fields import Domain

from odoo.addons.hcc_base.tools import text


class HccHall(models.AbstractModel):
    """What the kiosk offers, and the lane of what was touched there."""

    _inherit = "hcc.hall"

    @api.model
    def _kiosk_choices(self, company):
        """The lanes, agencies and fields that the kiosk offers, with how many wait.

        :return: ``{"now": …, "centre": …, "general": [lane …],
            "agencies": [{…, "fields": [field …]} …]}``
        """
        hall = self.sudo()
        lanes = hall.env["hcc.lane"]._lanes_of(company)
        waiting = lanes._waiting_counts()
        served = hall.env["hcc.agency"]._receiving_domain(company, in_hall=True)
        agencies = (lanes.agency_ids | lanes.field_ids.agency_id).filtered_domain(served)
        fields_by_agency = hall._fields_received(company, agencies)
        offers = [
            hall._agency_choice(agency, fields_by_agency.get(agency, []), lanes, waiting)
            for agency in agencies.sorted(lambda agency: (agency.sequence, text.fold(agency.name)))
        ]
        return {
            "now": hall._now_text(),
            "centre": hall._centre(company),
            "general": [
                {"lane": lane.id, "name": lane.name, "waiting": waiting.get(lane.id, 0)}
                for lane in lanes
                if lane._is_general()
            ],
            "agencies": [offer for offer in offers if offer["fields"] or offer["lane"]],
        }

    @api.model
    def _fields_received(self, company, agencies):
        """``{agency: [field …]}``: fields of which the centre receives at least one procedure."""
        procedures = self.env["hcc.procedure"]
        rows = procedures._read_group(
            Domain("agency_id", "in", agencies.ids) & procedures._received_domain(company),
            ["agency_id", "field_id"],
        )
        received = {}
        for agency, field in rows:
            if field.active:
                received.setdefault(agency, []).append(field)
        for fields_of_agency in received.values():
            fields_of_agency.sort(key=lambda field: (field.sequence, text.fold(field.name)))
        return received

    def _agency_choice(self, agency, fields_of_agency, lanes, waiting):
        lane = lanes._lane_for(agency, None)
        choices = []
        for field in fields_of_agency:
            field_lane = lanes._lane_for(agency, field)
            if field_lane:
                choices.append(
                    {
                        "field": field.id,
                        "name": field.name,
                        "waiting": waiting.get(field_lane.id, 0),
                    }
                )
        return {
            "agency": agency.id,
            "name": agency.name,
            "lane": bool(lane),
            "waiting": waiting.get(lane.id, 0),
            "fields": choices,
        }

    @api.model
    def _lane_of_choice(self, company, choice):
        """The lane of what was touched on the kiosk (ids come from the page), empty if none."""
        hall = self.sudo()
        lanes = hall.env["hcc.lane"]._lanes_of(company)
        if choice.get("lane"):
            return lanes.filtered(lambda lane: lane.id == choice["lane"] and lane._is_general())
        agency = hall.env["hcc.agency"].browse(choice.get("agency") or 0).exists()
        field = hall.env["hcc.procedure.field"].browse(choice.get("field") or 0).exists()
        served = hall.env["hcc.agency"]._receiving_domain(company, in_hall=True)
        if not agency.filtered_domain(served) or (field and field.agency_id != agency):
            return lanes.browse()
        return lanes._lane_for(agency, field)
