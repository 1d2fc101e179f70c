from math import ceil

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

HALL_MANAGER = "hcc_base.group_hall_manager"


class HccLane(models.Model):
    """How a lane numbers its tickets, and how many it gives out a day (số lượt trong ngày).

    The day's numbers are counted where they are drawn, so that kiosks that press at the same
    instant cannot pass the limit. Hall managers are told before it is reached, and may issue
    beyond it; the journal says that they did.
    """

    _inherit = "hcc.lane"

    first_number = fields.Integer(
        required=True,
        default=1,
        aggregator=None,
        help="The number with which every day begins, e.g. 101 for A101.",
    )
    number_digits = fields.Integer(
        "Digits",
        required=True,
        default=3,
        aggregator=None,
        help="At least so many digits has a number: 3 for A012.",
    )
    daily_capacity = fields.Integer(
        "Tickets a day",
        aggregator=None,
        help="So many tickets can be served in a day; then the kiosk gives out no more. 0: no "
        "limit.",
    )
    warn_share = fields.Integer(
        "Warn at (%)",
        required=True,
        default=80,
        aggregator=None,
        help="At this share of the day's tickets the hall managers are told.",
    )
    issued_today = fields.Integer("Issued today", compute="_compute_issued_today")
    capacity_state = fields.Selection(
        [("free", "Free"), ("near", "Nearly full"), ("full", "Full")],
        "Places today",
        compute="_compute_issued_today",
    )

    _first_number_check = models.Constraint(
        "CHECK (first_number BETWEEN 1 AND 9000)", "The first number of a day is 1 to 9000."
    )
    _number_digits_check = models.Constraint(
        "CHECK (number_digits BETWEEN 1 AND 5)", "A ticket's number has 1 to 5 digits."
    )
    _daily_capacity_check = models.Constraint(
        "CHECK (daily_capacity >= 0)", "The tickets of a day cannot be fewer than none."
    )
    _warn_share_check = models.Constraint(
        "CHECK (warn_share BETWEEN 1 AND 100)", "The warning comes at 1 to 100 percent."
    )

    @api.depends("daily_capacity", "warn_share")
    def _compute_issued_today(self):
        issued = self._issued_counts()
        for lane in self:
            lane.issued_today = issued.get(lane.id, 0)
            lane.capacity_state = lane._state_at(lane.issued_today)

    def _issued_counts(self):
        """``{lane id: numbers given out today}`` for the lanes that have any."""
        today = self.env["hcc.clock"]._today
        keys = {lane._series_key(today(lane.company_id)): lane.id for lane in self if lane.id}
        rows = self.env.execute_query(
            SQL("SELECT key, last_number FROM hcc_number_series WHERE key = ANY(%s)", list(keys))
        )
        return {keys[key]: count for key, count in rows}

    def _state_at(self, issued):
        if not self.daily_capacity or issued < self._warning_at():
            return "free"
        return "full" if issued >= self.daily_capacity else "near"

    def _warning_at(self):
        return ceil(self.daily_capacity * self.warn_share / 100)

    def _left(self, issued):
        """Places that are left today; ``None`` without a limit."""
        return max(0, self.daily_capacity - issued) if self.daily_capacity else None

    # -------------------------------------------------------------------------
    # COUNTING
    # -------------------------------------------------------------------------

    def _count_in(self, ordinal, may_exceed):
        """Take the place of the day's ``ordinal``-th ticket.

        :return: whether it lies beyond the day's limit, which only ``may_exceed`` allows
        """
        self.ensure_one()
        if not self.daily_capacity:
            return False
        if ordinal > self.daily_capacity and not may_exceed:
            raise UserError(
                self.env._(
                    "Lane %(lane)s has given out all %(capacity)s numbers of today. Please ask at "
                    "the reception desk, or come back on the next working day.",
                    lane=self.name,
                    capacity=self.daily_capacity,
                )
            )
        if ordinal in (self._warning_at(), self.daily_capacity):
            self._tell_hall_managers(ordinal)
        return ordinal > self.daily_capacity

    def _tell_hall_managers(self, ordinal):
        message = self.env._(
            "Lane %(lane)s has given out %(issued)s of today's %(capacity)s numbers.",
            lane=self.name,
            issued=ordinal,
            capacity=self.daily_capacity,
        )
        kind = "danger" if ordinal >= self.daily_capacity else "warning"
        for user in self._hall_managers():
            user._bus_send(
                "simple_notification", {"type": kind, "message": message, "sticky": True}
            )

    def _hall_managers(self):
        # sudo: whoever draws the number need not know who runs the hall
        group = self.env.ref(HALL_MANAGER).sudo()
        return group.all_user_ids.filtered(
            lambda user: user.active and self.company_id in user.company_ids
        )
