from odoo import api, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.hcc_base.models.hcc_state_mixin import Verb

from .hcc_ticket import AT_COUNTER

#: A wrong call can be taken back for so long; then somebody is on the way to the counter.
UNDO_SECONDS = 20


class HccTicket(models.Model):
    """Taking back a wrong call (hủy lượt gọi nhầm) at once.

    Only by the official who called, while the ticket was neither served nor set aside. The ticket
    returns to the state and place that it had; the call stays on record, marked as taken back.
    """

    _inherit = "hcc.ticket"

    _verbs = {"undo_call": Verb(("called",), None, AT_COUNTER)}

    def undo_call(self, request_key=None):
        """Take back the call of this ticket; only within ``UNDO_SECONDS``."""
        self.ensure_one()
        return self._do("undo_call", request_key, self._as_before_the_call)

    def _as_before_the_call(self):
        """What the ticket was before its last call, once all checks have passed."""
        call = self._last_call()
        calls = self._calls()
        calls.filtered(lambda other: other.id >= call.id).undone_at = self.env["hcc.clock"]._now()
        earlier = calls.filtered(lambda other: other.id < call.id and not other.undone_at)
        return {
            "state": call.from_state,
            "called_at": earlier[-1:].called_at,
            **self._back_in_lane(),
        }

    def _calls(self):
        # sudo: a ticket's calls are part of it; verbs were checked against the user
        return self.sudo().call_ids.sorted("id")

    def _last_call(self):
        """The call that brought the ticket to its counter; repeated calls belong to it."""
        return self._calls().filtered(lambda call: call.kind == "call" and not call.undone_at)[-1:]

    def _check_verb(self, verb):
        super()._check_verb(verb)
        if verb == "undo_call":
            self._check_undo()

    def _check_undo(self):
        if self.official_user_id != self.env.user:
            raise AccessError(
                self.env._(
                    "Ticket %(ticket)s was called by counter %(counter)s: only the official there "
                    "takes the call back.",
                    ticket=self.name,
                    counter=self.counter_id.number,
                )
            )
        if not self._undo_seconds():
            raise UserError(
                self.env._(
                    "The call of ticket %(ticket)s is more than %(seconds)s seconds old and can no "
                    "longer be taken back. Park the ticket: it keeps its place.",
                    ticket=self.name,
                    seconds=UNDO_SECONDS,
                )
            )

    def _undo_seconds(self):
        """For how many seconds the call can still be taken back; 0: not any more."""
        call = self._last_call()
        if not call.from_state:
            return 0
        passed = (self.env["hcc.clock"]._now() - call.called_at).total_seconds()
        return int(UNDO_SECONDS - passed) if 0 <= passed < UNDO_SECONDS else 0

    @api.model
    def _verb_labels(self):
        return {**super()._verb_labels(), "undo_call": self.env._("Take back the call")}
