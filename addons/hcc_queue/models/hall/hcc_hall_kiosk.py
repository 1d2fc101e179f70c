from odoo import api, models
from odoo.fields import Domain

from odoo.addons.hcc_base.tools import text

#: What the kiosk says of an agency that is reached through its fields only.
NO_LANE = {"waiting": 0, "left": None, "closed": "", "opens": None}


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
        states = hall._lane_states(lanes)
        served = hall.env["hcc.agency"]._receiving_domain(company, in_hall=True)
        agencies = lanes.agency_ids | lanes.field_ids.agency_id
        agencies |= lanes.quick_procedure_ids.agency_id
        agencies = agencies.filtered_domain(served)
        fields_by_agency = hall._fields_received(company, agencies)
        quick = hall._quick_choices(company, lanes, states)
        offers = [
            {
                **hall._agency_choice(agency, fields_by_agency.get(agency, []), lanes, states),
                "quick": quick.get(agency, []),
            }
            for agency in agencies.sorted(lambda agency: (agency.sequence, text.fold(agency.name)))
        ]
        return {
            "now": hall._now_text(),
            "centre": hall._centre(company),
            "general": [
                {"lane": lane.id, "name": lane.name, **states[lane]}
                for lane in lanes
                if lane._is_general()
            ],
            "agencies": [
                offer for offer in offers if offer["fields"] or offer["lane"] or offer["quick"]
            ],
            "priorities": [
                {"code": kind.code, "name": kind.name}
                for kind in hall.env["hcc.priority.class"].search([])
            ],
        }

    @api.model
    def _lane_states(self, lanes):
        """``{lane: what the kiosk says of it}``: who waits, places left, why it gives no number."""
        waiting, issued = lanes._waiting_counts(), lanes._issued_counts()
        states = {}
        for lane in lanes:
            left, opening = lane._left(issued.get(lane.id, 0)), lane._opening()
            states[lane] = {
                "waiting": waiting.get(lane.id, 0),
                "left": left,
                "closed": "hours" if opening else "full" if left == 0 else "",
                "opens": opening,
            }
        return states

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

    def _agency_choice(self, agency, fields_of_agency, lanes, states):
        lane = lanes._lane_for(agency, None)
        choices = []
        for field in fields_of_agency:
            field_lane = lanes._lane_for(agency, field)
            if field_lane:
                choices.append(
                    {
                        "field": field.id,
                        "name": field.name,
                        "together": field_lane.id,
                        **states[field_lane],
                    }
                )
        return {
            "agency": agency.id,
            "name": agency.name,
            "lane": bool(lane),
            **self._agency_state(states[lane] if lane else NO_LANE, choices),
            "fields": choices,
        }

    @api.model
    def _agency_state(self, own, choices):
        """What the agency's own button says: closed only when nothing behind it is open."""
        if not choices:
            return own
        still_open = [choice for choice in choices if not choice["closed"]]
        first = (still_open or choices)[0]
        return {**own, "closed": first["closed"], "opens": first["opens"]}

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
        if choice.get("lines"):
            return hall._lane_of_lines(company, agency, choice["lines"])
        return lanes._lane_for(agency, field)
