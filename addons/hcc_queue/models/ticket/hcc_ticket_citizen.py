from odoo import models
from odoo.exceptions import UserError

from odoo.addons.hcc_base.models.hcc_state_mixin import Verb


class HccTicket(models.Model):
    """What the citizen does with the own ticket, on the page behind its QR code: give it back.

    Whoever holds the page's address holds the ticket; the verb is open to that page alone, which
    has checked the address before it acts.
    """

    _inherit = "hcc.ticket"

    _verbs = {"give_back": Verb(("waiting", "parked", "no_show"), "cancelled")}

    def _give_back(self, request_key):
        """Cancel the ticket for who holds it; asked twice, it is done once."""
        self.ensure_one()
        return self.env["hcc.request.key"]._once(
            f"ticket.give_back/{self.id}",
            request_key,
            {"ticket": self.id},
            lambda: self._do_now(
                "give_back", {"finished_at": self.env["hcc.clock"]._now()}, {"by": "citizen"}
            ),
        )

    def _check_verb_state(self, verb):
        if verb == "give_back" and self.state in ("called", "serving"):
            raise UserError(
                self.env._(
                    "Ticket %(ticket)s is being called to counter %(counter)s. Please tell the "
                    "official there that you no longer need it.",
                    ticket=self.name,
                    counter=self.counter_id.number,
                )
            )
        super()._check_verb_state(verb)

    def _verb_labels(self):
        return {**super()._verb_labels(), "give_back": self.env._("Given back by the citizen")}
