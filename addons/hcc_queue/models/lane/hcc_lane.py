from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.hcc_base.tools import numbers

#: How a lane's numbers look; fixed for the day with its first ticket.
NUMBERING = ("prefix", "first_number", "number_digits")


class HccLane(models.Model):
    """A lane (làn, hàng chờ) of a centre: one waiting line with its own ticket numbers.

    A lane serves agencies as a whole, or only some of their fields; a lane without agencies is a
    general one (fees, return of results). Its counters call from it. Everybody in the centre reads
    lanes, hall managers and administrators keep them.
    """

    _name = "hcc.lane"
    _description = "Lane"
    _order = "company_id, sequence, prefix, id"
    _check_company_auto = True
    _allow_sudo_commands = False

    name = fields.Char(required=True, help="As it stands on the kiosk, the ticket and the board.")
    prefix = fields.Char(
        required=True, help="Letters that open the lane's ticket numbers, e.g. A for A012."
    )
    company_id = fields.Many2one(
        "res.company",
        "Centre",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    agency_ids = fields.Many2many(
        "hcc.agency", "hcc_lane_agency_rel", "lane_id", "agency_id", "Agencies"
    )
    field_ids = fields.Many2many(
        "hcc.procedure.field",
        "hcc_lane_field_rel",
        "lane_id",
        "field_id",
        "Fields",
        help="Only these fields of the agencies; empty: all that have no lane of their own.",
    )
    counter_ids = fields.Many2many(
        "hcc.counter",
        "hcc_lane_counter_rel",
        "lane_id",
        "counter_id",
        "Counters",
        compute="_compute_counter_ids",
        store=True,
        readonly=False,
        check_company=True,
        help="Counters that call from this lane.",
    )
    ticket_ids = fields.One2many("hcc.ticket", "lane_id", "Tickets")
    waiting_count = fields.Integer("Waiting now", compute="_compute_waiting_count")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _prefix_uniq = models.Constraint(
        "UNIQUE (company_id, prefix)",
        "Another lane of this centre (perhaps an archived one) already uses this prefix.",
    )

    # -------------------------------------------------------------------------
    # COMPUTE
    # -------------------------------------------------------------------------

    @api.depends("agency_ids", "company_id")
    def _compute_counter_ids(self):
        """Propose the counters of the lane's agencies; what was chosen by hand stays."""
        for lane in self:
            if not lane.counter_ids:
                lane.counter_ids = lane.agency_ids.counter_ids.filtered(
                    lambda counter, lane=lane: counter.company_id == lane.company_id
                )

    def _compute_waiting_count(self):
        counts = self._waiting_counts()
        for lane in self:
            lane.waiting_count = counts.get(lane.id, 0)

    def _waiting_counts(self):
        """``{lane id: tickets waiting today}`` for the lanes that have any."""
        counts = {}
        for company, lanes in self.grouped("company_id").items():
            today = self.env["hcc.clock"]._today(company)
            rows = self.env["hcc.ticket"]._read_group(
                [
                    ("state", "=", "waiting"),
                    ("lane_id", "in", lanes.ids),
                    ("business_date", "=", today),
                ],
                ["lane_id"],
                ["__count"],
            )
            counts.update({lane.id: count for lane, count in rows})
        return counts

    # -------------------------------------------------------------------------
    # CONSTRAINS
    # -------------------------------------------------------------------------

    @api.constrains("prefix")
    def _check_prefix(self):
        for lane in self:
            try:
                numbers.ticket_number(lane.prefix or "", 1)
            except numbers.NumberError as error:
                raise ValidationError(str(error)) from error

    def write(self, vals):
        changed = {name: vals[name] for name in NUMBERING if name in vals}
        if changed:
            self._check_numbering_unused_today(changed)
        return super().write(vals)

    def _check_numbering_unused_today(self, changed):
        """A day's numbers are made in one way: the same number may not be issued twice."""
        for lane in self:
            if all(lane[name] == value for name, value in changed.items()):
                continue
            today = self.env["hcc.clock"]._today(lane.company_id)
            if self.env["hcc.number.series"].sudo()._last(lane._series_key(today)):
                raise UserError(
                    self.env._(
                        "Lane %(lane)s has already issued tickets today as %(prefix)s…; "
                        "change its numbering before the first ticket of a day.",
                        lane=lane.name,
                        prefix=lane.prefix,
                    )
                )

    # -------------------------------------------------------------------------
    # ANSWERS
    # -------------------------------------------------------------------------

    def _ticket_number(self, ordinal):
        """What stands on the ``ordinal``-th ticket of a day."""
        return numbers.ticket_number(
            self.prefix, self.first_number - 1 + ordinal, self.number_digits
        )

    def _series_key(self, day):
        self.ensure_one()
        return f"ticket/{self.id}/{day:%Y-%m-%d}"

    @api.model
    def _lanes_of(self, company):
        """The open lanes of a centre, in their order."""
        return self.search([("company_id", "=", company.id)])

    def _lane_for(self, agency, field):
        """Which lane of ``self`` serves a citizen who chose this agency and field.

        A lane of the field comes before a lane of the whole agency.
        """
        of_field = self.filtered(lambda lane: field and field in lane.field_ids)
        of_agency = self.filtered(lambda lane: agency in lane.agency_ids and not lane.field_ids)
        return (of_field or of_agency)[:1]

    def _is_general(self):
        """Whether the lane is open to everybody, whatever the agency."""
        return not self.agency_ids and not self.field_ids

    def action_issue(self):
        """Issue a ticket by hand, for who cannot use the kiosk or while it is out of order."""
        self.ensure_one()
        ticket = self.env["hcc.ticket"].issue(self.id)
        return self._issued_notice(ticket, self._remark_on_hand_issue())

    @api.model
    def _issued_notice(self, ticket, remark=""):
        """Tell who issued ``ticket`` by hand what to write down, and close any dialogue."""
        message = self.env._(
            "%(lane)s, people ahead: %(ahead)s. Write the number down for the citizen.",
            lane=ticket["lane"],
            ahead=ticket["ahead"],
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if remark else "success",
                "sticky": True,
                "title": self.env._("Number %s", ticket["number"]),
                "message": f"{message} {remark}".strip(),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _remark_on_hand_issue(self):
        """What the hall manager should know who just issued a ticket the kiosk would refuse."""
        remarks = []
        issued = self._issued_counts().get(self.id, 0)
        if self.daily_capacity and issued > self.daily_capacity:
            remarks.append(
                self.env._(
                    "It lies beyond the %s tickets of the day; the journal notes it.",
                    self.daily_capacity,
                )
            )
        if not self._reception().is_open:
            remarks.append(self.env._("The lane is closed now."))
        return " ".join(remarks)
