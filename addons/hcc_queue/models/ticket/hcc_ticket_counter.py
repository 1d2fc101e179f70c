from odoo import models
from odoo.exceptions import AccessError, UserError

from odoo.addons.hcc_base.models.hcc_state_mixin import Verb

from .hcc_ticket import AT_WORK, HALL_MANAGER, STAFF


class HccTicket(models.Model):
    """What becomes of a ticket at the counter: served, finished, parked, not present, moved."""

    _inherit = "hcc.ticket"

    _verbs = {
        "serve": Verb(("called",), "serving", STAFF),
        "finish": Verb(AT_WORK, "finished", STAFF),
        "no_show": Verb(("called",), "no_show", STAFF),
        "park": Verb(AT_WORK, "parked", STAFF),
        "resume": Verb(("parked", "no_show"), "waiting", STAFF),
        "transfer": Verb(("waiting", "parked", "no_show", *AT_WORK), "waiting", STAFF),
        "cancel": Verb(("waiting", "parked", "no_show", "called"), "cancelled", (HALL_MANAGER,)),
    }

    def serve(self, request_key=None):
        return self._do("serve", request_key, {"served_at": self.env["hcc.clock"]._now()})

    def finish(self, request_key=None):
        return self._do("finish", request_key, {"finished_at": self.env["hcc.clock"]._now()})

    def no_show(self, request_key=None):
        return self._do("no_show", request_key, self._absence_values)

    def park(self, request_key=None):
        return self._do("park", request_key)

    def resume(self, request_key=None):
        """Put the ticket back into its lane, at its old place."""
        return self._do("resume", request_key, self._back_in_lane())

    def transfer(self, lane_id, request_key=None):
        """Move the ticket to another lane of the centre; it keeps its number and its place."""
        self.ensure_one()
        return self.env["hcc.request.key"]._once(
            f"ticket.transfer/user/{self.env.uid}",
            request_key,
            {"ticket": self.id, "lane": lane_id},
            lambda: self._transfer(lane_id),
        )

    def _transfer(self, lane_id):
        lane = self.env["hcc.lane"].browse(lane_id).exists()
        self._check_transfer(lane)
        values = {"lane_id": lane.id, **self._back_in_lane()}
        return self._do_now("transfer", values, {"lane": lane.id})

    def cancel(self, request_key=None):
        return self._do("cancel", request_key, {"finished_at": self.env["hcc.clock"]._now()})

    def _back_in_lane(self):
        return {"session_id": False, "counter_id": False, "official_user_id": False}

    # -------------------------------------------------------------------------
    # CHECKS
    # -------------------------------------------------------------------------

    def _check_transfer(self, lane):
        if not lane or not lane.active or lane.company_id != self.company_id:
            raise UserError(
                self.env._(
                    "Ticket %(ticket)s can only be moved to an open lane of its own centre.",
                    ticket=self.name,
                )
            )
        if lane == self.lane_id and self.state == "waiting":
            raise UserError(
                self.env._(
                    "Ticket %(ticket)s already waits in lane %(lane)s.",
                    ticket=self.name,
                    lane=lane.name,
                )
            )

    def _check_verb(self, verb):
        super()._check_verb(verb)
        if self.state in AT_WORK and verb not in ("lapse", "lapse_served"):
            self._check_own_or_managed()
        if self.business_date != self.env["hcc.clock"]._today(self.company_id):
            self._check_same_day(verb)

    def _check_own_or_managed(self):
        user = self.env.user
        if not (self.env.su or self.official_user_id == user or user.has_group(HALL_MANAGER)):
            raise AccessError(
                self.env._(
                    "Ticket %(ticket)s is at counter %(counter)s: only the official there and the "
                    "hall manager can change it.",
                    ticket=self.name,
                    counter=self.counter_id.number,
                )
            )

    def _check_same_day(self, verb):
        if verb in ("call", "resume", "transfer", "prefer"):
            raise UserError(
                self.env._(
                    "Ticket %(ticket)s is of an earlier day. Please issue a new one.",
                    ticket=self.name,
                )
            )

    # -------------------------------------------------------------------------
    # BUTTONS
    # -------------------------------------------------------------------------
    # A verb answers with plain values; a button of the web client must answer with an action.

    def action_finish(self):
        self.finish()

    def action_no_show(self):
        self.no_show()

    def action_park(self):
        self.park()

    def action_resume(self):
        self.resume()

    def action_cancel(self):
        self.cancel()

    def action_transfer(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Move ticket %s", self.name),
            "res_model": "hcc.ticket.transfer",
            "view_mode": "form",
            "target": "new",
            "context": {"default_ticket_id": self.id},
        }

    def _panel_actions(self):
        """Extension point: what else an official may do with the ticket at the counter.

        :return: list of ``{"key": "7", "label": …, "url": …}``
        """
        return []
