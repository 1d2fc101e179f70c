from datetime import timedelta

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.hcc_base.models.hcc_state_mixin import Verb
from odoo.addons.hcc_base.tools import numbers
from odoo.addons.hcc_base.transaction import draws_number

from .hcc_ticket import HALL_MANAGER

#: One kiosk issues at most this many tickets a minute; more is a stuck screen or mischief.
FLOOD_PER_MINUTE = 30


class HccTicket(models.Model):
    """Issuing tickets (cấp số): kiosks for whoever stands before them, hall managers by hand."""

    _inherit = "hcc.ticket"

    _verbs = {"issue": Verb((), "waiting", (HALL_MANAGER,))}

    @api.model
    @draws_number
    def issue(self, lane_id, agency_id=None, field_id=None, request_key=None, priority=None):
        """Issue a ticket by hand, for a citizen who cannot use the kiosk.

        :param priority: code of the priority class, if any
        :return: number, people ahead and address of the phone page, see ``_answer``
        """
        self._check_verb_access("issue")
        lane = self.env["hcc.lane"].browse(lane_id).exists()
        lane.check_access("read")
        agency = lane.agency_ids.ids if not agency_id and len(lane.agency_ids) == 1 else [agency_id]
        choice = {
            "lane": lane.id,
            "agency": agency[0] or None,
            "field": field_id or None,
            "priority": priority or None,
        }
        return self._issue_once(f"ticket.issue/user/{self.env.uid}", request_key, lane, choice)

    @api.model
    @draws_number
    def _issue_at_kiosk(self, kiosk_id, lane_id, agency_id, field_id, request_key, priority=None):
        """Issue a ticket to whoever stands at the kiosk; its token has been checked.

        :param priority: code of the priority class that was touched, if any
        """
        kiosk = self.env["hcc.device"].sudo().browse(kiosk_id)
        lane = self.env["hcc.lane"].sudo().browse(lane_id)
        choice = {
            "lane": lane.id,
            "agency": agency_id or None,
            "field": field_id or None,
            "priority": priority or None,
        }
        return self._issue_once(f"ticket.issue/device/{kiosk.id}", request_key, lane, choice, kiosk)

    def _issue_once(self, scope, request_key, lane, choice, kiosk=None):
        ticket_id = self.env["hcc.request.key"]._once(
            scope, request_key, choice, lambda: self._issue(lane, choice, kiosk).id
        )
        answer = self.browse(ticket_id)._answer()
        if not answer["ahead"]:
            # Idle officials hear of it at once. A doorbell costs as much as the ticket itself (a
            # database connection), and a line that is already there is polled every few seconds.
            self.env["hcc.hall"]._ring(lane.company_id)
        return answer

    def _issue(self, lane, choice, kiosk):
        self._check_lane(lane, kiosk)
        if kiosk:
            self._check_flood(kiosk)
        chosen = self._class_of_code(choice["priority"])
        clock = self.env["hcc.clock"]
        today = clock._today(lane.company_id)
        ordinal = self.env["hcc.number.series"]._draw(lane._series_key(today))
        ticket = self._guarded_create(
            {
                "name": numbers.ticket_number(lane.prefix, ordinal),
                "ordinal": ordinal,
                "company_id": lane.company_id.id,
                "business_date": today,
                "lane_id": lane.id,
                "agency_id": choice["agency"],
                "field_id": choice["field"],
                "channel": "kiosk" if kiosk else "staff",
                "kiosk_id": kiosk and kiosk.id,
                "issued_at": clock._now(),
                **self._preferred_values(lane, chosen),
            }
        )
        facts = {"number": ticket.name, **choice, "kiosk": kiosk.id if kiosk else None}
        self.env["hcc.journal.entry"]._append(ticket, "issue", None, "waiting", facts)
        ticket._print(kiosk)
        return ticket

    def _preferred_values(self, lane, chosen):
        if not chosen:
            return {}
        before = self._let_in_before(lane, "priority")
        return {"priority_class_id": chosen.id, "line_before": before}

    def _check_lane(self, lane, kiosk):
        if not lane.active or (kiosk and lane.company_id != kiosk.company_id):
            raise UserError(
                self.env._(
                    "This lane is not open. Please choose again or ask at the reception desk."
                )
            )

    def _check_flood(self, kiosk):
        """Stop a kiosk that never rests; tickets of before the clock was put back do not count."""
        now = self.env["hcc.clock"]._now()
        recent = self.sudo().search_count(
            [
                ("kiosk_id", "=", kiosk.id),
                ("issued_at", ">", now - timedelta(minutes=1)),
                ("issued_at", "<=", now),
            ],
            limit=FLOOD_PER_MINUTE,
        )
        if recent >= FLOOD_PER_MINUTE:
            raise UserError(
                self.env._("Too many tickets in a short time. Please wait a moment and try again.")
            )

    def _answer(self):
        """What the citizen learns: no id, only what stands on the ticket."""
        ticket = self.sudo()
        token = ticket._token()
        return {
            "number": ticket.name,
            "ahead": ticket._count_ahead(),
            "lane": ticket.lane_id.name,
            "agency": ticket.agency_id.short_name or ticket.agency_id.name or "",
            "field": ticket.field_id.name or "",
            "issued_at": self.env["hcc.hall"]._clock_text(ticket.company_id, ticket.issued_at),
            # The page asks for the outcome; now it can only be on its way.
            "print_state": "pending" if ticket.kiosk_id.printer_id else "not_printed",
            "token": token,
            "url": ticket._page_url(token),
        }
