from odoo import api, fields, models


class HccCounter(models.Model):
    """A counter (quầy) of a centre: where officials receive, collect money and return results.

    Everybody in the centre reads counters, public pages too (not their users); administrators
    and hall managers maintain them. Who may sit down at one is asked of ``_can_open``.
    """

    _name = "hcc.counter"
    _description = "Counter"
    _order = "company_id, number, id"
    _check_company_auto = True
    _allow_sudo_commands = False

    name = fields.Char(required=True, help="As it stands above the counter.")
    number = fields.Integer(required=True, help="The number that boards show and voices call.")
    company_id = fields.Many2one(
        "res.company",
        "Centre",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    agency_ids = fields.Many2many(
        "hcc.agency", "hcc_counter_agency_rel", "counter_id", "agency_id", "Agencies"
    )
    user_ids = fields.Many2many(
        "res.users",
        "hcc_counter_user_rel",
        "counter_id",
        "user_id",
        "Officials",
        copy=False,
        groups="base.group_user",
        help="Users who may open this counter.",
    )
    purpose = fields.Selection(
        [
            ("reception", "Reception"),
            ("cashier_return", "Cashier and return of results"),
            ("mixed", "Reception, fees and return"),
        ],
        required=True,
        default="reception",
    )
    place = fields.Char(
        help="Where in the house: floor, hall, room. It stands on papers and directions."
    )
    is_accessible = fields.Boolean(
        "Barrier-free",
        help="Can be reached and used in a wheelchair; people with disabilities are called here.",
    )
    active = fields.Boolean(default=True)
    note = fields.Text()

    _number_uniq = models.Constraint(
        "UNIQUE (company_id, number)", "This centre already has a counter with this number."
    )
    _number_positive = models.Constraint("CHECK (number > 0)", "A counter's number starts at 1.")

    @api.depends("name", "number")
    def _compute_display_name(self):
        for counter in self:
            counter.display_name = f"{counter.number:02d} – {counter.name}"

    def _can_open(self, user):
        """Whether ``user`` may sit down at this counter: by default, the listed users.

        Extended where more is known: secondments, substitutions, a shift still open elsewhere.
        """
        self.ensure_one()
        return self.active and user in self.sudo().user_ids

    def _has_staff(self):
        """Whether somebody may open this counter. Extended where more is known than the list."""
        self.ensure_one()
        return bool(self.sudo().user_ids)
