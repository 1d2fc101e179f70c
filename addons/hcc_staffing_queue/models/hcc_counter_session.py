from odoo import models
from odoo.exceptions import UserError


class HccCounterSession(models.Model):
    """A sitting ends with the right to sit: whose stay has ended calls nobody any more."""

    _inherit = "hcc.counter.session"

    def _check_can_open(self, counter, user):
        self._check_staff(counter, user)
        super()._check_can_open(counter, user)

    def _lock_for_call(self):
        super()._lock_for_call()
        self._check_staff(self.counter_id, self.env.user)

    def _check_staff(self, counter, user):
        refusal = counter._open_refusal(user)
        if refusal:
            raise UserError(refusal)
