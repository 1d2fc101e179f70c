from odoo import api, models


class HccHall(models.AbstractModel):
    """What the board over one counter shows (bảng quầy)."""

    _inherit = "hcc.hall"

    @api.model
    def _counter_board_state(self, counter):
        """The counter's number, the number at it, and whether it is open.

        ``call`` is the ticket's last call: whenever it changes, the board blinks.
        """
        counter = counter.sudo()
        session = counter._session_of_today()
        ticket = session._current_tickets()
        call = ticket.call_ids[:1]
        return {
            "centre": self._centre(counter.company_id),
            "now": self._now_text(),
            "counter": counter.number,
            "name": counter.name,
            "state": session.state or "closed",
            "why": session.pause_reason_id.name or "" if session.state == "paused" else "",
            "number": ticket.name or "",
            "called": ticket.state == "called",
            "call": call.id or None,
            "called_seconds": self._seconds_since(call.called_at),
        }
