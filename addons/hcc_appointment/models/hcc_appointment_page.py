from collections import Counter
from datetime import timedelta

from odoo import api, models

from odoo.addons.hcc_base.tools import text
from odoo.addons.hcc_base.transaction import reads_committed

from .hcc_appointment import LIVE

PAGE = "/hcc/lich-hen"


class HccAppointment(models.Model):
    """What the public pages show: no ids of persons, no names; only what the booker may know."""

    _inherit = "hcc.appointment"

    def _page_url(self):
        return f"{self.get_base_url()}{PAGE}/{self._token()}"

    # -------------------------------------------------------------------------
    # WHAT CAN BE BOOKED
    # -------------------------------------------------------------------------

    @api.model
    def _booking_centres(self):
        """Centres that offer appointments now."""
        offers = self.env["hcc.appointment.offer"].sudo().search([("lane_id.active", "=", True)])
        return offers.company_id.sorted(lambda centre: text.fold(centre.name))

    @api.model
    def _booking_choices(self, company):
        """The agencies, fields and general lanes that offer appointments, as on the kiosk."""
        hall = self.env["hcc.hall"].sudo()
        lanes = hall.env["hcc.lane"]._lanes_of(company)
        offered = self._offered_lanes(company)
        served = hall.env["hcc.agency"]._receiving_domain(company, in_hall=True)
        agencies = (offered.agency_ids | offered.field_ids.agency_id).filtered_domain(served)
        received = hall._fields_received(company, agencies)
        choices = []
        for agency in agencies.sorted(lambda agency: (agency.sequence, text.fold(agency.name))):
            fields_offered = [
                {"field": field.id, "name": field.name}
                for field in received.get(agency, [])
                if lanes._lane_for(agency, field) & offered
            ]
            whole = bool(lanes._lane_for(agency, None) & offered)
            if fields_offered or whole:
                choices.append({"agency": agency.id, "name": agency.name, "fields": fields_offered})
        general = [{"lane": lane.id, "name": lane.name} for lane in offered if lane._is_general()]
        return {"agencies": choices, "general": general}

    def _offered_lanes(self, company):
        today = self.env["hcc.clock"]._today(company)
        offers = (
            self.env["hcc.appointment.offer"]
            .sudo()
            .search(
                [
                    ("company_id", "=", company.id),
                    "|", ("date_to", "=", False), ("date_to", ">=", today),
                ]
            )
        )  # fmt: skip
        return offers.lane_id.filtered("active").sorted(lambda lane: (lane.sequence, lane.prefix))

    @api.model
    def _booking_times(self, lane):
        """The days on which ``lane`` can be booked, with the places left in each slot."""
        lane, clock = lane.sudo(), self.env["hcc.clock"]
        offers = lane.offer_ids
        today = clock._today(lane.company_id)
        last = max([offer._last_bookable_day() for offer in offers], default=today)
        taken = self._taken_in(lane, today, last)
        days = []
        for ahead in range((last - today).days + 1):
            day = today + timedelta(days=ahead)
            offer = offers.filtered(lambda row, day=day: row._counts_on(day))
            found = [
                {
                    "start": f"{slot.start:%Y-%m-%dT%H:%M:%S}Z",
                    "time": self.env["hcc.hall"]._clock_text(lane.company_id, slot.start),
                    "until": self.env["hcc.hall"]._clock_text(lane.company_id, slot.end),
                    "free": max(0, slot.places - taken.get(slot.start, 0)),
                }
                for slot in offer._slots(day)
                if slot.places and offer._is_open_for(slot)
            ]
            if found:
                days.append({"day": day.isoformat(), "slots": found})
        return days

    def _taken_in(self, lane, first, last):
        """``{slot start: places taken}``; holds that are over no longer count."""
        now = self.env["hcc.clock"]._now()
        rows = self.sudo().search_fetch(
            [
                ("lane_id", "=", lane.id),
                ("business_date", ">=", first),
                ("business_date", "<=", last),
                ("state", "in", LIVE),
                ("is_extra", "=", False),
                "|", ("held_until", "=", False), ("held_until", ">", now),
            ],
            ["slot_start"],
        )  # fmt: skip
        return Counter(row.slot_start for row in rows)

    # -------------------------------------------------------------------------
    # ONE APPOINTMENT
    # -------------------------------------------------------------------------

    def _page_state(self):
        appointment, hall = self.sudo(), self.env["hcc.hall"]
        company = appointment.company_id
        state = appointment.state
        if state == "held" and appointment._hold_is_over():
            state = "lapsed"
        return {
            "now": hall._now_text(),
            "centre": {**hall._centre(company), "address": company._brand_address() or ""},
            "code": appointment.name,
            "state": state,
            "lane": appointment.lane_id.name,
            "agency": appointment.agency_id.name or "",
            "field": appointment.field_id.name or "",
            "day": appointment.business_date.isoformat(),
            "time": hall._clock_text(company, appointment.slot_start),
            "until": hall._clock_text(company, appointment.slot_end),
            "opens": hall._clock_text(company, appointment.opens_at),
            "kept": hall._clock_text(company, appointment.kept_until),
            "phone": appointment.phone and appointment.phone[-3:],
            "held": appointment.held_until and hall._clock_text(company, appointment.held_until),
            "ticket": appointment.ticket_id.name or "",
            "reason": appointment.cancel_reason or "",
        }

    @reads_committed
    def _confirm_on_page(self, code):
        """The answer is read where the code was judged: the request's own view is older."""
        outcome = self._confirm(code)
        return {**self._page_state(), "outcome": outcome}

    @reads_committed
    def _withdraw_on_page(self):
        self._withdraw()
        return self._page_state()
