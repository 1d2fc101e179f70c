from odoo import api, models
from odoo.exceptions import AccessError

from ...tools import waiting

HALL_MANAGER = "hcc_base.group_hall_manager"
#: Who sees the hall as its manager does.
VIEWERS = (HALL_MANAGER, "hcc_base.group_oversight", "hcc_base.group_director")


class HccHall(models.AbstractModel):
    """What the hall manager's page shows; oversight and the director see it and change nothing."""

    _inherit = "hcc.hall"

    @api.model
    def _check_hall_viewer(self):
        if not any(self.env.user.has_group(group) for group in VIEWERS):
            raise AccessError(
                self.env._("This page is for hall managers, oversight and the director.")
            )

    @api.model
    def _wait_target(self, company):
        """Longest average wait in minutes, by today's policy."""
        return self.env["hcc.policy"]._todays(company).wait_target_minutes or 20

    @api.model
    def _hall_manager_state(self):
        self._check_hall_viewer()
        company = self.env.company
        hall = self.sudo()
        return {
            "centre": hall._centre(company),
            "now": hall._now_text(),
            "channel": hall._channel("hall", company.id),
            "can_act": self.env.user.has_group(HALL_MANAGER),
            "target_minutes": hall._wait_target(company),
            "counters": hall._counters_live(company),
            "lanes": hall._lanes_live(company),
            "reasons": hall._pause_reasons(),
        }

    @api.model
    def _pause_reasons(self):
        reasons = self.env["hcc.pause.reason"].search([])
        return [{"id": reason.id, "name": reason.name} for reason in reasons]

    # -------------------------------------------------------------------------
    # COUNTERS
    # -------------------------------------------------------------------------

    @api.model
    def _counters_live(self, company):
        counters = self.env["hcc.counter"].search([("company_id", "=", company.id)])
        sessions = self.env["hcc.counter.session"].search(
            [
                ("company_id", "=", company.id),
                ("state", "!=", "closed"),
                ("opened_on", "=", self.env["hcc.clock"]._today(company)),
            ]
        )
        by_counter = {session.counter_id: session for session in sessions}
        tickets = {ticket.session_id: ticket for ticket in sessions._current_tickets()}
        messages = self.env["hcc.counter.message"].search(
            [("session_id", "in", sessions.ids), ("state", "=", "sent")]
        )
        unread = {message.session_id: message for message in reversed(messages)}
        seated = sessions.user_id
        lines = []
        for counter in counters:
            session = by_counter.get(counter, sessions.browse())
            line = self._counter_line(counter, session, tickets.get(session))
            message = unread.get(session)
            line["message"] = message.body if message else ""
            free = (counter.user_ids - seated) if not session else counter.user_ids.browse()
            line["officials"] = [{"id": user.id, "name": user.name} for user in free]
            lines.append(line)
        return lines

    def _counter_line(self, counter, session, ticket):
        since = session.opened_at
        if ticket:
            since = ticket.served_at or ticket.called_at
        elif session.state == "paused":
            since = session.paused_at
        return {
            "id": counter.id,
            "number": counter.number,
            "name": counter.name,
            "lanes": [lane.prefix for lane in counter.lane_ids],
            "session": session.id or None,
            "state": session.state or "closed",
            "reason": session.pause_reason_id.name or "",
            "official": session.user_id.name or "",
            "ticket": ticket.name if ticket else "",
            "serving": bool(ticket) and ticket.state == "serving",
            "since_seconds": self._seconds_since(since),
        }

    # -------------------------------------------------------------------------
    # LANES
    # -------------------------------------------------------------------------

    @api.model
    def _lanes_live(self, company):
        lanes = self.env["hcc.lane"]._lanes_of(company)
        situation = self._situation(company)
        oldest = self._oldest_waits(company)
        target = self._wait_target(company)
        return [
            self._lane_line(company, lane, situation, oldest.get(lane.id), target) for lane in lanes
        ]

    def _lane_line(self, company, lane, situation, oldest, target):
        people = situation.waiting.get(lane.id, 0)
        expected = situation._expect(lane.id, people)
        longest = max(oldest or 0, expected.seconds or 0)
        return {
            "id": lane.id,
            "prefix": lane.prefix,
            "name": lane.name,
            "counters": lane.counter_ids.ids,
            "open": sum(1 for lanes, _free in situation.counters if lane.id in lanes),
            "waiting": people,
            "oldest_seconds": oldest,
            "expected_minutes": waiting.told_wait(expected.seconds),
            "words": self._told(company, expected)["words"],
            "light": waiting.light(longest, target),
        }

    @api.model
    def _oldest_waits(self, company):
        """``{lane id: seconds}`` that the one who waits longest has waited."""
        rows = self.env["hcc.ticket"]._read_group(
            [
                ("company_id", "=", company.id),
                ("business_date", "=", self.env["hcc.clock"]._today(company)),
                ("state", "=", "waiting"),
            ],
            ["lane_id"],
            ["issued_at:min"],
        )
        return {lane.id: self._seconds_since(issued) for lane, issued in rows}

    # -------------------------------------------------------------------------
    # THE COUNTER'S OWN PANEL AND THE BOARD
    # -------------------------------------------------------------------------

    def _session_state(self, session):
        """Besides: why it is paused, the hall manager's words, and the light of its lanes."""
        state = super()._session_state(session)
        state["session"]["reason"] = session.pause_reason_id.name or ""
        messages = self.env["hcc.counter.message"].search(
            [("session_id", "=", session.id), ("state", "=", "sent")], order="id"
        )
        return {
            **state,
            "reasons": self._pause_reasons(),
            "messages": [{"id": message.id, "text": message.body} for message in messages],
            "target_minutes": self._wait_target(session.company_id),
        }

    @api.model
    def _open_counters(self, company, zone):
        """The board says in words why a counter is paused."""
        self.env["hcc.counter.session"].flush_model()
        lines = super()._open_counters(company, zone)
        paused = self.env["hcc.counter.session"].search(
            [
                ("company_id", "=", company.id),
                ("opened_on", "=", self.env["hcc.clock"]._today(company)),
                ("state", "=", "paused"),
            ]
        )
        reasons = {s.counter_id.number: s.pause_reason_id.name or "" for s in paused}
        return [{**line, "reason": reasons.get(line["counter"], "")} for line in lines]
