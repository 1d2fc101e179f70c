from odoo import api, models

#: The panel lists at most this many waiting tickets.
PANEL_WAITING = 50


class HccHall(models.AbstractModel):
    """What the counter panel of the logged-in official shows."""

    _inherit = "hcc.hall"

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
        aside = self.env["hcc.ticket"].search(
            [
                ("lane_id", "in", lanes.ids),
                ("business_date", "=", today),
                ("state", "in", ("parked", "no_show")),
            ],
            order="id",
        )
        waiting = counter._waiting_in_order()
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
            "classes": self._classes_to_give(),
            "other_lanes": self._lanes_to_move_to(company),
            "current": self._current_state(current) if current else None,
            "waiting_count": len(waiting),
            "waiting": self._waiting_rows(counter, waiting[:PANEL_WAITING]),
            "aside": self._panel_rows(aside[:PANEL_WAITING]),
        }

    def _lanes_to_move_to(self, company):
        lanes = self.env["hcc.lane"]._lanes_of(company)
        return [{"id": lane.id, "name": lane.name, "prefix": lane.prefix} for lane in lanes]

    def _waiting_rows(self, counter, ranked):
        tickets = self.env["hcc.ticket"].browse(ticket.id for ticket, _rank in ranked)
        rows = self._panel_rows(tickets)
        for row, (ticket, rank) in zip(rows, ranked, strict=True):
            row["why"] = "; ".join(filter(None, (row["why"], counter._rank_words(ticket, rank))))
        return rows

    def _classes_to_give(self):
        classes = self.env["hcc.priority.class"].search([])
        return [{"code": priority.code, "name": priority.name} for priority in classes]

    def _current_state(self, ticket):
        return {
            **self._panel_rows(ticket)[0],
            "called_seconds": self._seconds_since(ticket.called_at),
            "served_seconds": self._seconds_since(ticket.served_at),
            "calls": len(ticket.call_ids.filtered(lambda call: not call.undone_at)),
            "undo_seconds": ticket._undo_seconds() if ticket.state == "called" else 0,
            "before_no_show": ticket._before_no_show() if ticket.state == "called" else None,
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
                "priority": ticket.priority_class_id.name or "",
                "priority_code": ticket.priority_class_id.code or "",
                "why": ticket.place_reason,
            }
            for ticket in tickets
        ]
