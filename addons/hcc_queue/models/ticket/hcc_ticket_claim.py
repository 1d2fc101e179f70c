from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.hcc_base.models.hcc_state_mixin import Verb
from odoo.addons.hcc_base.transaction import draws_number

from .hcc_ticket import AT_COUNTER, STAFF


class HccTicket(models.Model):
    """Calling tickets (gọi số) to the counter that an official opened."""

    _inherit = "hcc.ticket"

    _verbs = {
        "call_next": Verb(("waiting",), "called", AT_COUNTER),
        "call": Verb(("waiting", "parked", "no_show"), "called", AT_COUNTER),
        "recall": Verb(("called",), None, STAFF),
    }

    @api.model
    @draws_number
    def call_next(self, session_id, request_key=None):
        """Call the first ticket in the lanes of the session's counter.

        :return: ``{"ticket_id": …, "number": …}``, or both empty when nobody waits
        """
        self._check_verb_access("call_next")
        session = self.env["hcc.counter.session"].browse(session_id)
        session.check_access("read")
        return self.env["hcc.request.key"]._once(
            f"ticket.call/user/{self.env.uid}",
            request_key,
            {"verb": "call_next", "session": session.id},
            lambda: self._call_next(session),
        )

    def _call_next(self, session):
        session._lock_for_call()
        ticket = self._claim_next(session)
        if ticket:
            facts = {"counter": session.counter_id.id, "session": session.id}
            self.env["hcc.journal.entry"]._append(ticket, "call_next", "waiting", "called", facts)
            self.env["hcc.ticket.call"]._log(ticket, "call", "waiting")
            ticket._ring()
        return {"ticket_id": ticket.id or None, "number": ticket.name or ""}

    def _claim_next(self, session):
        """Claim one waiting ticket in one statement: no two officials ever get the same.

        Rows that another official is claiming at this instant are skipped, not waited for.
        """
        self.flush_model()
        now = self.env["hcc.clock"]._now()
        rows = self.env.execute_query(
            SQL(
                """
                WITH next AS (
                    SELECT ticket.id
                      FROM hcc_ticket ticket
                      JOIN hcc_lane_counter_rel served ON served.lane_id = ticket.lane_id
                 LEFT JOIN hcc_counter_turn turn ON turn.lane_id = served.lane_id
                                                AND turn.counter_id = served.counter_id
                     WHERE served.counter_id = %(counter)s
                       AND ticket.state = 'waiting'
                       AND ticket.business_date = %(today)s
                  ORDER BY %(order)s
                     LIMIT 1
                       FOR NO KEY UPDATE OF ticket SKIP LOCKED
                )
                UPDATE hcc_ticket ticket
                   SET state = 'called', session_id = %(session)s, counter_id = %(counter)s,
                       official_user_id = %(user)s, called_at = COALESCE(called_at, %(now)s),
                       write_uid = %(user)s, write_date = %(now)s
                  FROM next
                 WHERE ticket.id = next.id
             RETURNING ticket.id
                """,
                session=session.id,
                counter=session.counter_id.id,
                today=self.env["hcc.clock"]._today(session.company_id),
                user=self.env.uid,
                now=now,
                order=self._call_order(session.company_id),
            )
        )
        ticket = self.browse(row[0] for row in rows)
        ticket.invalidate_recordset()
        return ticket

    @draws_number
    def call(self, session_id=None, request_key=None):
        """Call this very ticket, waiting, parked or not present before, to the user's counter."""
        self.ensure_one()
        self._check_verb_access("call")
        sessions = self.env["hcc.counter.session"]
        session = sessions.browse(session_id) if session_id else sessions._mine()
        return self.env["hcc.request.key"]._once(
            f"ticket.call/user/{self.env.uid}",
            request_key,
            {"verb": "call", "ticket": self.id, "session": session.id},
            lambda: self._call(session),
        )

    def _call(self, session):
        if not session:
            raise UserError(
                self.env._("Open a counter before calling ticket %(ticket)s.", ticket=self.name)
            )
        session.check_access("read")
        session._lock_for_call()
        self._lock_rows()
        from_state = self.state
        values = {
            "session_id": session.id,
            "counter_id": session.counter_id.id,
            "official_user_id": self.env.uid,
            "called_at": self.called_at or self.env["hcc.clock"]._now(),
        }
        facts = {"counter": session.counter_id.id, "session": session.id}
        self._transition("call", values, facts)
        self.env["hcc.ticket.call"]._log(self, "call", from_state)
        self._ring()
        return {"ticket_id": self.id, "number": self.name}

    def recall(self, request_key=None):
        """Call the ticket once more to the same counter."""
        return self._do("recall", request_key)
