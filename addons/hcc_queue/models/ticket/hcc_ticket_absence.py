from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from .hcc_ticket import HALL_MANAGER


class HccTicket(models.Model):
    """Who does not come when called (vắng mặt), and who comes back (gọi lại người vắng mặt).

    The policy says how often and for how long a number is called before it may be marked as not
    present, how soon afterwards it may be called again, and how often. Calling it again is always
    somebody's act. The hall manager, who clears up what others left, is not bound.
    """

    _inherit = "hcc.ticket"

    absent_at = fields.Datetime("Not present since", readonly=True)
    absence_count = fields.Integer("Times not present", readonly=True, aggregator=None)

    _guarded_fields = frozenset({"absent_at", "absence_count"})

    def _absence_values(self):
        return {"absent_at": self.env["hcc.clock"]._now(), "absence_count": self.absence_count + 1}

    def _check_verb(self, verb):
        super()._check_verb(verb)
        if self.env.su or self.env.user.has_group(HALL_MANAGER):
            return
        if verb == "no_show":
            self._check_called_enough()
        elif verb in ("call", "resume") and self.state == "no_show":
            self._check_may_come_back()

    # -------------------------------------------------------------------------
    # NOT PRESENT
    # -------------------------------------------------------------------------

    def _check_called_enough(self):
        missing = self._before_no_show()
        if missing["calls"]:
            raise UserError(
                self.env._(
                    "Ticket %(ticket)s must be called %(calls)s more time(s) before it is marked "
                    "as not present.",
                    ticket=self.name,
                    calls=missing["calls"],
                )
            )
        if missing["seconds"]:
            raise UserError(
                self.env._(
                    "Ticket %(ticket)s may be marked as not present in %(seconds)s seconds: the "
                    "person may be on the way.",
                    ticket=self.name,
                    seconds=missing["seconds"],
                )
            )

    def _before_no_show(self):
        """``{"calls": …, "seconds": …}``: what is missing before the ticket counts as absent."""
        policy = self.env["hcc.policy"]._todays(self.company_id)
        first = self._last_call()
        calls = self._calls().filtered(lambda call: call.id >= first.id and not call.undone_at)
        waited = self.env["hcc.hall"]._seconds_since(first.called_at) or 0
        return {
            "calls": max(0, policy.no_show_calls - len(calls)),
            "seconds": max(0, policy.no_show_seconds - waited),
        }

    # -------------------------------------------------------------------------
    # BACK AGAIN
    # -------------------------------------------------------------------------

    def _check_may_come_back(self):
        policy = self.env["hcc.policy"]._todays(self.company_id)
        if policy.recall_limit and self.absence_count > policy.recall_limit:
            raise UserError(
                self.env._(
                    "Ticket %(ticket)s was not present %(count)s times and is not called any more. "
                    "Issue a new one, or ask the hall manager to put it back.",
                    ticket=self.name,
                    count=self.absence_count,
                )
            )
        earliest = self._back_from(policy)
        if earliest and self.env["hcc.clock"]._now() < earliest:
            raise UserError(
                self.env._(
                    "Ticket %(ticket)s may be called again from %(time)s.",
                    ticket=self.name,
                    time=self.env["hcc.hall"]._clock_text(self.company_id, earliest),
                )
            )

    @api.model
    def _rounded_up(self, instant):
        """To the whole minute that is shown, so that nobody is refused at that minute."""
        return instant + timedelta(seconds=-instant.second % 60)

    def _back_from(self, policy):
        if not (self.absent_at and policy.recall_after_minutes):
            return None
        return self._rounded_up(self.absent_at + timedelta(minutes=policy.recall_after_minutes))
