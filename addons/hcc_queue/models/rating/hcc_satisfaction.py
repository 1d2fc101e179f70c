from datetime import timedelta

from odoo import api, fields, models

#: So long after its end a visit may still be rated: then somebody else sits before the screen.
RATING_MINUTES = 3


class HccSatisfaction(models.Model):
    """What a citizen thought of one visit (đánh giá mức độ hài lòng): anonymous, one per ticket.

    Made by ``_rate`` only and never changed. Hall managers, staff management and
    directors of the centre and oversight read it.
    """

    _name = "hcc.satisfaction"
    _description = "Satisfaction"
    _order = "id desc"
    _allow_sudo_commands = False

    ticket_id = fields.Many2one(
        "hcc.ticket", "Ticket", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", "Centre", required=True, readonly=True, index=True)
    business_date = fields.Date("Day", required=True, readonly=True)
    lane_id = fields.Many2one("hcc.lane", "Lane", required=True, readonly=True)
    agency_id = fields.Many2one("hcc.agency", "Agency", readonly=True)
    counter_id = fields.Many2one("hcc.counter", "Counter", required=True, readonly=True)
    official_user_id = fields.Many2one(
        "res.users", "Official", required=True, readonly=True, index=True
    )
    level_id = fields.Many2one(
        "hcc.satisfaction.level", "Level", required=True, readonly=True, ondelete="restrict"
    )
    value = fields.Integer(related="level_id.value", store=True, aggregator="avg", string="Value")
    rated_at = fields.Datetime("At", required=True, readonly=True)

    _ticket_uniq = models.UniqueIndex("(ticket_id)", "This ticket has already been rated.")
    _period_idx = models.Index("(company_id, business_date)")

    def _compute_display_name(self):
        for satisfaction in self:
            # sudo: a number is no secret, and HR reads marks but no tickets
            satisfaction.display_name = satisfaction.sudo().ticket_id.name

    @api.model
    def _asked_ticket(self, counter):
        """The ticket that the rating screen of ``counter`` asks about now, or none.

        Whoever is being served comes first, then whoever has just left.
        """
        now = self.env["hcc.clock"]._now()
        since = now - timedelta(minutes=RATING_MINUTES)
        tickets = self.env["hcc.ticket"].sudo()
        ticket = tickets.search(
            [
                ("counter_id", "=", counter.id),
                ("business_date", "=", self.env["hcc.clock"]._today(counter.company_id)),
                "|", ("state", "=", "serving"),
                "&", ("state", "=", "finished"),
                "&", ("finished_at", ">", since), ("finished_at", "<=", now),
            ],
            order="finished_at desc nulls first, id desc",
            limit=1,
        )  # fmt: skip
        return tickets if ticket.satisfaction_ids else ticket

    @api.model
    def _rate(self, counter, number, level_code):
        """Keep the citizen's answer about ticket ``number`` at ``counter``; one a ticket.

        :return: the satisfaction, empty when the ticket can no longer be rated
        """
        ticket = self._asked_ticket(counter)
        level = self.env["hcc.satisfaction.level"].sudo().search([("code", "=", level_code)])
        if ticket.name != number or not level:
            return self.browse()
        ticket._lock_rows()
        if ticket.satisfaction_ids:
            return self.browse()
        satisfaction = self.sudo().create(self._values_of(ticket, level))
        self.env["hcc.journal.entry"]._append(
            ticket, "rate", ticket.state, ticket.state, {"level": level.code}
        )
        ticket._ring()
        return satisfaction

    def _values_of(self, ticket, level):
        return {
            "ticket_id": ticket.id,
            "company_id": ticket.company_id.id,
            "business_date": ticket.business_date,
            "lane_id": ticket.lane_id.id,
            "agency_id": ticket.agency_id.id,
            "counter_id": ticket.counter_id.id,
            "official_user_id": ticket.official_user_id.id,
            "level_id": level.id,
            "rated_at": self.env["hcc.clock"]._now(),
        }
