from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL


class HccCounterTurn(models.Model):
    """When a counter calls from one of its lanes (thứ tự làn của quầy): before or after the others.

    A counter calls from all its lanes in the order of issue; a turn changes that for one lane at
    one counter. Who has waited longer than the policy says is called before all turns, so that a
    lane that comes last is served too. Everybody in the centre reads turns, hall managers and
    administrators keep them.
    """

    _name = "hcc.counter.turn"
    _description = "Turn of a Lane at a Counter"
    _order = "counter_id, turn, id"
    _allow_sudo_commands = False

    counter_id = fields.Many2one("hcc.counter", "Counter", required=True, ondelete="cascade")
    lane_id = fields.Many2one("hcc.lane", "Lane", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="lane_id.company_id", store=True, index=True)
    turn = fields.Selection(
        [("before", "Before its other lanes"), ("last", "When nobody waits in the others")],
        "It calls from this lane",
        required=True,
    )

    _lane_uniq = models.Constraint(
        "UNIQUE (counter_id, lane_id)", "This counter's turn for this lane is already set."
    )

    @api.depends("counter_id.number", "lane_id.prefix")
    def _compute_display_name(self):
        for turn in self:
            turn.display_name = f"{turn.counter_id.number:02d} · {turn.lane_id.prefix}"

    @api.constrains("counter_id", "lane_id")
    def _check_counter_calls(self):
        for turn in self:
            if turn.counter_id not in turn.lane_id.counter_ids:
                raise ValidationError(
                    self.env._(
                        "Counter %(counter)s does not call from lane %(lane)s. Add it to the "
                        "lane's counters first.",
                        counter=turn.counter_id.number,
                        lane=turn.lane_id.name,
                    )
                )


class HccLane(models.Model):
    """In what turn its counters call from a lane."""

    _inherit = "hcc.lane"

    turn_ids = fields.One2many(
        "hcc.counter.turn",
        "lane_id",
        "Turns",
        help="Without a line a counter calls from all its lanes in the order of issue.",
    )

    def write(self, vals):
        result = super().write(vals)
        if "counter_ids" in vals:
            turns = self.turn_ids.sudo()
            turns.filtered(lambda turn: turn.counter_id not in turn.lane_id.counter_ids).unlink()
        return result


class HccTicket(models.Model):
    """The order in which a counter calls from several lanes."""

    _inherit = "hcc.ticket"

    @api.model
    def _rank_sql(self, company):
        """SQL: 0, 1, 2: called before, with, after the rest; of ``ticket`` at a ``turn``.

        The policy is read once a statement, inside it.
        """
        clock = self.env["hcc.clock"]
        for model in ("hcc.counter.turn", "hcc.policy"):
            self.env[model].flush_model()
        return SQL(
            """CASE WHEN turn.turn = 'before' THEN 0
                    WHEN ticket.issued_at <= (
                         SELECT %(now)s::timestamp
                                - make_interval(mins => NULLIF(y.queue_aging_minutes, 0))
                           FROM (%(policy)s) y) THEN 0
                    WHEN turn.turn = 'last' THEN 2
                    ELSE 1 END""",
            now=clock._now(),
            policy=self.env["hcc.policy"]._valid_sql(company.id, clock._today(company)),
        )

    @api.model
    def _call_order(self, company):
        """SQL: the order in which a counter calls ``ticket`` (with ``turn`` joined)."""
        return SQL("%s, %s", self._rank_sql(company), self._line_order())


class HccCounter(models.Model):
    """What a counter calls next, and why."""

    _inherit = "hcc.counter"

    def _waiting_in_order(self):
        """``[(ticket, rank)]`` of all who wait in the counter's lanes, as it would call them."""
        self.ensure_one()
        tickets = self.env["hcc.ticket"]
        tickets.flush_model()
        rows = self.env.execute_query(
            SQL(
                """SELECT ticket.id, %(rank)s
                     FROM hcc_ticket ticket
                     JOIN hcc_lane_counter_rel served ON served.lane_id = ticket.lane_id
                LEFT JOIN hcc_counter_turn turn ON turn.lane_id = served.lane_id
                                               AND turn.counter_id = served.counter_id
                    WHERE served.counter_id = %(counter)s AND ticket.state = 'waiting'
                      AND ticket.business_date = %(today)s
                 ORDER BY %(order)s""",
                rank=tickets._rank_sql(self.company_id),
                order=tickets._call_order(self.company_id),
                counter=self.id,
                today=self.env["hcc.clock"]._today(self.company_id),
            )
        )
        # prefetched together, as one list
        found = tickets.browse(ticket_id for ticket_id, _rank in rows)
        return list(zip(found, (rank for _ticket, rank in rows), strict=True))

    def _rank_words(self, ticket, rank):
        """Why ``ticket`` stands before or after other lanes' here; empty where it does not."""
        turn = ticket.lane_id.turn_ids.filtered(lambda turn: turn.counter_id == self).turn
        if rank == 0 and turn != "before":
            return self.env._("has waited long")
        if turn == "before":
            return self.env._("this counter calls lane %s first", ticket.lane_id.prefix)
        if rank == 2:
            return self.env._("this counter calls lane %s last", ticket.lane_id.prefix)
        return ""
