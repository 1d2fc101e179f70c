from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.hcc_base.models.hcc_state_mixin import Verb
from odoo.addons.hcc_base.transaction import draws_number

from .hcc_counter_session import CASHIER, HALL_MANAGER, OFFICIAL


class HccCounterSession(models.Model):
    """Hall managers also open a counter for an official who sits there already."""

    _inherit = "hcc.counter.session"

    _verbs = {"open_for": Verb((), "open", (HALL_MANAGER,))}

    @api.model
    @draws_number
    def open_for(self, counter_id, user_id, request_key=None):
        """Open a counter for ``user_id``, who must be allowed to sit there.

        :return: ``{"session_id": …}``
        """
        self._check_verb_access("open_for")
        counter = self.env["hcc.counter"].browse(counter_id).exists()
        counter.check_access("read")
        # sudo: whether this user may sit there; hall managers need not read users
        user = self.env["res.users"].sudo().browse(user_id).exists()
        self._check_open_for(counter, user)
        return self.env["hcc.request.key"]._once(
            f"session.open_for/{self.env.uid}",
            request_key,
            {"counter": counter.id, "user": user.id},
            # sudo: hall managers do not read by what right an official sits there
            lambda: {"session_id": self._open(counter.sudo(), user, "open_for").id},
        )

    def _check_open_for(self, counter, user):
        roles = (OFFICIAL, CASHIER)
        if not counter or not user.active or not any(user.has_group(role) for role in roles):
            raise UserError(
                self.env._("Choose an open counter of the centre and one of its officials.")
            )

    @api.model
    def _verb_labels(self):
        return {**super()._verb_labels(), "open_for": self.env._("Open for an official")}
