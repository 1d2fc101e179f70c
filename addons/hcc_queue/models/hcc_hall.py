import hashlib
import hmac

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.hcc_base.secret_key import derive_key
from odoo.addons.hcc_base.tools import text

#: How many calls a board shows, the newest one large.
BOARD_CALLS = 4
#: The panel lists at most this many waiting tickets.
PANEL_WAITING = 50


class HccHall(models.AbstractModel):
    """What the pages of a hall show, and the doorbell that tells them to look again.

    Answers are plain data without personal data and without ids of tickets where the public sees
    them. The doorbell is an empty message on a channel whose name nobody can guess; whoever hears
    it fetches its page's state with its own token.
    """

    _name = "hcc.hall"
    _description = "Hall"

    # -------------------------------------------------------------------------
    # DOORBELL
    # -------------------------------------------------------------------------

    @api.model
    def _ring(self, company, counter=None):
        """Tell the hall's boards and panels, and the counter's screen, that something changed."""
        bus = self.env["bus.bus"].sudo()
        bus._sendone(self._channel("hall", company.id), "hcc_queue", {})
        if counter:
            bus._sendone(self._channel("counter", counter.id), "hcc_queue", {})

    @api.model
    def _channel(self, kind, record_id):
        """Name of a doorbell's channel: keyed, so that only whoever was told it can listen."""
        message = f"{self.env.cr.dbname}|{kind}|{record_id}".encode()
        secret = hmac.new(derive_key("queue-doorbell"), message, hashlib.sha256).hexdigest()
        return f"hcc_queue/{kind}/{secret[:32]}"

    # -------------------------------------------------------------------------
    # KIOSK
    # -------------------------------------------------------------------------

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

    # -------------------------------------------------------------------------
    # BOARD
    # -------------------------------------------------------------------------

    @api.model
    def _board_state(self, company):
        """What the hall board shows: last calls, every open counter's number, lanes' waiting."""
        hall = self.sudo()
        lanes = hall.env["hcc.lane"]._lanes_of(company)
        waiting = lanes._waiting_counts()
        return {
            "centre": hall._centre(company),
            "now": hall._now_text(),
            "calls": hall._last_calls(company),
            "counters": hall._open_counters(company),
            "lanes": [
                {"prefix": lane.prefix, "name": lane.name, "waiting": waiting.get(lane.id, 0)}
                for lane in lanes
            ],
            "figures": hall._board_figures(company),
        }

    @api.model
    def _board_figures(self, company):
        """Extension point: ``[{"label": …, "value": …}]``, e.g. dossiers received today."""
        return []

    @api.model
    def _last_calls(self, company):
        """Today's last calls, newest first, each ticket once."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT call.id, ticket.name, counter.number, call.kind, call.called_at
                  FROM hcc_ticket_call call
                  JOIN hcc_ticket ticket ON ticket.id = call.ticket_id
                  JOIN hcc_counter counter ON counter.id = call.counter_id
                 WHERE call.company_id = %(company)s
                   AND ticket.business_date = %(today)s
                   AND NOT EXISTS (SELECT 1 FROM hcc_ticket_call later
                                    WHERE later.ticket_id = call.ticket_id AND later.id > call.id)
              ORDER BY call.id DESC
                 LIMIT %(limit)s
                """,
                company=company.id,
                today=self.env["hcc.clock"]._today(company),
                limit=BOARD_CALLS,
            )
        )
        return [
            {
                "id": call_id,
                "number": number,
                "counter": counter,
                "repeated": kind == "recall",
                "at": self._clock_text(company, called_at),
            }
            for call_id, number, counter, kind, called_at in rows
        ]

    @api.model
    def _open_counters(self, company):
        """Every open or paused counter with the number at it, in the order of counters."""
        self.env["hcc.ticket"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT counter.number, session.state, ticket.name, ticket.state
                  FROM hcc_counter_session session
                  JOIN hcc_counter counter ON counter.id = session.counter_id
             LEFT JOIN hcc_ticket ticket ON ticket.session_id = session.id
                                        AND ticket.state IN ('called', 'serving')
                 WHERE session.company_id = %(company)s
                   AND session.opened_on = %(today)s
                   AND session.state != 'closed'
              ORDER BY counter.number
                """,
                company=company.id,
                today=self.env["hcc.clock"]._today(company),
            )
        )
        return [
            {
                "counter": number,
                "paused": session_state == "paused",
                "number": ticket or "",
                "called": ticket_state == "called",
            }
            for number, session_state, ticket, ticket_state in rows
        ]

    # -------------------------------------------------------------------------
    # RATING SCREEN AND PHONE
    # -------------------------------------------------------------------------

    @api.model
    def _rating_state(self, counter):
        """What the rating screen of a counter shows: whom it asks, and the faces."""
        hall = self.sudo()
        ticket = hall.env["hcc.satisfaction"]._asked_ticket(counter.sudo())
        levels = hall.env["hcc.satisfaction.level"].search([])
        return {
            "centre": hall._centre(counter.sudo().company_id),
            "now": hall._now_text(),
            "counter": counter.sudo().number,
            "number": ticket.name or "",
            "finished": ticket.state == "finished",
            "levels": [
                {"code": level.code, "name": level.name, "face": level.face} for level in levels
            ],
        }

    @api.model
    def _phone_state(self, ticket):
        """What the page behind a ticket's QR code shows."""
        ticket = ticket.sudo()
        return {
            "centre": self._centre(ticket.company_id),
            "now": self._now_text(),
            "number": ticket.name,
            "lane": ticket.lane_id.name,
            "agency": ticket.agency_id.name or "",
            "field": ticket.field_id.name or "",
            "state": ticket.state,
            "ahead": ticket._count_ahead(),
            "counter": ticket.counter_id.number if ticket.state in ("called", "serving") else None,
            "issued_at": self._clock_text(ticket.company_id, ticket.issued_at),
            "print_state": ticket.print_state,
        }

    # -------------------------------------------------------------------------
    # COUNTER PANEL
    # -------------------------------------------------------------------------

    @api.model
    def _panel_state(self):
        """What the panel of the logged-in official shows."""
        session = self.env["hcc.counter.session"]._mine()
        company = session.company_id or self.env.company
        state = {
            "centre": self._centre(company),
            "now": self._now_text(),
            "channel": self._channel("hall", company.id),
            "session": None,
            "counters": [],
        }
        if not session:
            return {**state, "counters": self._counters_to_open(company)}
        return {**state, **self._session_state(session)}

    @api.model
    def _counters_to_open(self, company):
        """The counters that the user may open, and which of them are taken."""
        counters = self.env["hcc.counter"].search([("company_id", "=", company.id)])
        counters = counters.filtered(lambda counter: counter._can_open(self.env.user))
        # sudo: only whether a counter is taken
        live = self.env["hcc.counter.session"].sudo().search(
            [
                ("counter_id", "in", counters.ids),
                ("state", "!=", "closed"),
                ("opened_on", "=", self.env["hcc.clock"]._today(company)),
            ]
        )  # fmt: skip
        taken = live.counter_id
        return [
            {
                "id": counter.id,
                "number": counter.number,
                "name": counter.name,
                "taken": counter in taken,
            }
            for counter in counters
        ]

    def _session_state(self, session):
        counter, company = session.counter_id, session.company_id
        today = self.env["hcc.clock"]._today(company)
        lanes = counter.lane_ids
        tickets = self.env["hcc.ticket"].search(
            [
                ("lane_id", "in", lanes.ids),
                ("business_date", "=", today),
                ("state", "in", ("waiting", "parked", "no_show")),
            ],
            order="id",
        )
        waiting = tickets.filtered(lambda ticket: ticket.state == "waiting")
        current = session._current_tickets()
        return {
            "session": {
                "id": session.id,
                "state": session.state,
                "counter": counter.number,
                "counter_name": counter.name,
                "served": session.served_count,
                "opened_at": self._clock_text(company, session.opened_at),
            },
            "lanes": [{"name": lane.name, "prefix": lane.prefix} for lane in lanes],
            "other_lanes": self._lanes_to_move_to(company),
            "current": self._current_state(current) if current else None,
            "waiting_count": len(waiting),
            "waiting": self._panel_rows(waiting[:PANEL_WAITING]),
            "aside": self._panel_rows((tickets - waiting)[:PANEL_WAITING]),
        }

    def _lanes_to_move_to(self, company):
        lanes = self.env["hcc.lane"]._lanes_of(company)
        return [{"id": lane.id, "name": lane.name, "prefix": lane.prefix} for lane in lanes]

    def _current_state(self, ticket):
        return {
            **self._panel_rows(ticket)[0],
            "called_seconds": self._seconds_since(ticket.called_at),
            "served_seconds": self._seconds_since(ticket.served_at),
            "calls": len(ticket.call_ids),
            "actions": ticket._panel_actions(),
        }

    def _panel_rows(self, tickets):
        return [
            {
                "id": ticket.id,
                "number": ticket.name,
                "state": ticket.state,
                "lane": ticket.lane_id.name,
                "lane_id": ticket.lane_id.id,
                "what": ticket.field_id.name or ticket.agency_id.name or ticket.lane_id.name,
                "issued_at": self._clock_text(ticket.company_id, ticket.issued_at),
                "waited_seconds": self._seconds_since(ticket.issued_at),
                "print_state": ticket.print_state,
            }
            for ticket in tickets
        ]

    # -------------------------------------------------------------------------
    # SMALL ANSWERS
    # -------------------------------------------------------------------------

    @api.model
    def _centre(self, company):
        company = company.sudo()
        return {
            "name": company.name,
            "slogan": company.slogan or "",
            "hotline": company.hotline or "",
        }

    @api.model
    def _now_text(self):
        """The present instant as the pages' clock reads it (UTC, ISO 8601)."""
        return f"{self.env['hcc.clock']._now():%Y-%m-%dT%H:%M:%S}Z"

    @api.model
    def _clock_text(self, company, instant, pattern="%H:%M"):
        return self.env["hcc.clock"]._local(company, instant).strftime(pattern)

    @api.model
    def _seconds_since(self, instant):
        if not instant:
            return None
        return max(0, int((self.env["hcc.clock"]._now() - instant).total_seconds()))
