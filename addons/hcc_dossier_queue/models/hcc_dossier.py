from odoo import api, fields, models
from odoo.exceptions import AccessError

#: Roles that see what the citizen thought of the visit; the official at the counter does not.
SUPERVISORS = (
    "hcc_base.group_hall_manager,hcc_base.group_hr,hcc_base.group_oversight,"
    "hcc_base.group_administrator,hcc_base.group_director"
)


class HccDossier(models.Model):
    """A dossier opened at a counter belongs to the ticket that is being served there.

    Ticket and counter are those of the official's own sitting when the reception form opens. A
    ticket may bring several dossiers; one that came without a visit (post, online) has none. Who
    was sent home to complete the papers and comes back has a new ticket: the dossier then belongs
    to the visit in which it is accepted.
    """

    _inherit = "hcc.dossier"

    _guarded_fields = frozenset({"counter_id"})

    ticket_id = fields.Many2one(
        "hcc.ticket",
        "Ticket",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        default=lambda self: self._my_session().current_ticket_id,
    )
    counter_id = fields.Many2one(
        "hcc.counter",
        "Counter",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        default=lambda self: self._my_session().counter_id,
    )
    satisfaction_level_id = fields.Many2one(
        "hcc.satisfaction.level",
        "Satisfaction",
        compute="_compute_satisfaction_level_id",
        groups=SUPERVISORS,
    )

    @api.model
    def _my_session(self):
        """The current user's sitting of today."""
        # sudo: the own sitting, whatever else the role reads
        session = self.env["hcc.counter.session"].sudo()._mine()
        return session if session.company_id == self.env.company else session.browse()

    def _counter_at_work(self):
        return self._my_session().counter_id or super()._counter_at_work()

    @api.model
    def _desk_facts(self):
        """Whom the official is serving."""
        session = self._my_session()
        facts = [
            (self.env._("Counter"), session.counter_id.display_name),
            (self.env._("Ticket"), session.current_ticket_id.display_name),
        ]
        own = [{"label": label, "value": value} for label, value in facts if value]
        return [*super()._desk_facts(), *own]

    @api.depends("ticket_id")
    def _compute_satisfaction_level_id(self):
        ratings = self.env["hcc.satisfaction"].search([("ticket_id", "in", self.ticket_id.ids)])
        levels = {rating.ticket_id.id: rating.level_id for rating in ratings}
        for dossier in self:
            dossier.satisfaction_level_id = levels.get(dossier.ticket_id.id, False)

    @api.model_create_multi
    def create(self, vals_list):
        dossiers = super().create(vals_list)
        if not self.env.su:
            dossiers._check_own_ticket()
        return dossiers

    def _after_receive(self):
        super()._after_receive()
        session = self._my_session()
        for dossier in self.filtered(lambda dossier: dossier.state == "guided"):
            if session.current_ticket_id:
                dossier._guarded_write(
                    {
                        "ticket_id": session.current_ticket_id.id,
                        "counter_id": session.counter_id.id,
                    }
                )

    def _check_own_ticket(self):
        """Nobody hangs a dossier on another official's ticket."""
        for ticket in self.ticket_id.sudo():
            if ticket.official_user_id != self.env.user:
                raise AccessError(
                    self.env._(
                        "Ticket %(ticket)s is served at another counter: only the official there "
                        "receives dossiers for it.",
                        ticket=ticket.name,
                    )
                )
