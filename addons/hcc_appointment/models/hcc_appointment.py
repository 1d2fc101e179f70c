from odoo import api, fields, models

from odoo.addons.hcc_base.models.hcc_state_mixin import Verb
from odoo.addons.hcc_queue.models.ticket.hcc_ticket import STAFF

HALL_MANAGER = "hcc_base.group_hall_manager"
#: States in which an appointment holds a place.
LIVE = ("held", "booked", "checked_in")
#: States in which the person is still expected.
OPEN = ("held", "booked")


class HccAppointment(models.Model):
    """An appointment (lịch hẹn): one place of one slot of a lane, for one person.

    Citizens book on the public page and confirm with a one-time code; the hall manager books by
    hand, beyond a slot's places with a reason. Officials, cashiers and hall managers check in who
    comes, which issues a ticket; hall managers cancel with a reason. Name and telephone are read
    by hall managers alone, the identity number is never kept, only its hash. Those who serve in
    the hall and oversight read the rest; nobody edits an appointment by hand.

    The place is a number within the slot. That nobody gets a place twice, and no person two
    appointments at one time, is the database's.
    """

    _name = "hcc.appointment"
    _inherit = ["hcc.state.mixin"]
    _description = "Appointment"
    _order = "slot_start, place, id"
    _allow_sudo_commands = False

    name = fields.Char("Code", required=True, readonly=True, copy=False)
    company_id = fields.Many2one("res.company", "Centre", required=True, readonly=True)
    lane_id = fields.Many2one(
        "hcc.lane", "Lane", required=True, readonly=True, index=True, ondelete="restrict"
    )
    agency_id = fields.Many2one("hcc.agency", "Agency", readonly=True, ondelete="restrict")
    field_id = fields.Many2one("hcc.procedure.field", "Field", readonly=True, ondelete="restrict")
    business_date = fields.Date("Day", required=True, readonly=True)
    slot_start = fields.Datetime("From", required=True, readonly=True)
    slot_end = fields.Datetime("To", required=True, readonly=True)
    place = fields.Integer(required=True, readonly=True, copy=False, aggregator=None)
    places = fields.Integer("Places of the slot", required=True, readonly=True, aggregator=None)
    is_extra = fields.Boolean("Beyond the places", readonly=True)
    extra_reason = fields.Char("Reason for the extra place", readonly=True)
    channel = fields.Selection(
        [("page", "Booking page"), ("staff", "Hall manager")], required=True, readonly=True
    )
    state = fields.Selection(
        [
            ("held", "To be confirmed"),
            ("booked", "Confirmed"),
            ("checked_in", "Came"),
            ("no_show", "Did not come"),
            ("cancelled", "Cancelled"),
            ("lapsed", "Not confirmed"),
        ],
        required=True,
        readonly=True,
        default="held",
    )
    booked_at = fields.Datetime(required=True, readonly=True)
    booked_on = fields.Date("Booked on", required=True, readonly=True)
    opens_at = fields.Datetime("Check-in from", required=True, readonly=True)
    kept_until = fields.Datetime(required=True, readonly=True)
    held_until = fields.Datetime(readonly=True, copy=False)
    code_tries = fields.Integer(readonly=True, copy=False, aggregator=None)
    ticket_id = fields.Many2one("hcc.ticket", "Ticket", readonly=True, index="btree_not_null")
    cancel_reason = fields.Char("Reason for the cancellation", readonly=True, copy=False)

    person_name = fields.Char("Person", readonly=True, groups=HALL_MANAGER)
    phone = fields.Char("Telephone", readonly=True, groups=HALL_MANAGER)
    identity_end = fields.Char("Identity number, masked", readonly=True)
    identity_hash = fields.Char(required=True, readonly=True, groups="base.group_system")
    phone_hash = fields.Char(required=True, readonly=True, groups="base.group_system")

    can_check_in = fields.Boolean(compute="_compute_can")
    can_cancel = fields.Boolean(compute="_compute_can")
    can_no_show = fields.Boolean(compute="_compute_can")

    _name_uniq = models.UniqueIndex(
        "(company_id, name)", "Another appointment already has this code."
    )
    _place_uniq = models.UniqueIndex(
        "(lane_id, slot_start, place) WHERE state IN ('held', 'booked', 'checked_in')",
        "Somebody else has just taken this place. Please choose again.",
    )
    _place_check = models.Constraint(
        "CHECK (place >= 1 AND (place <= places OR is_extra IS TRUE))",
        "This slot is full.",
    )
    _extra_check = models.Constraint(
        "CHECK (is_extra IS NOT TRUE OR COALESCE(extra_reason, '') != '')",
        "A place beyond those of the slot needs a reason.",
    )
    # A person as a range of one number, so that the constraint needs no extension of PostgreSQL.
    _person_excl = models.Constraint(
        "EXCLUDE USING gist ("
        "int8range(('x' || substr(md5(identity_hash), 1, 15))::bit(60)::int8,"
        " ('x' || substr(md5(identity_hash), 1, 15))::bit(60)::int8, '[]') WITH =,"
        " tsrange(slot_start, slot_end) WITH &&) WHERE (state IN ('held', 'booked'))",
        "This person already has an appointment at this time.",
    )
    _day_idx = models.Index("(company_id, business_date, state)")
    _held_idx = models.Index("(held_until) WHERE state = 'held'")
    _identity_idx = models.Index("(identity_hash, booked_on)")
    _phone_idx = models.Index("(phone_hash, booked_on)")

    _verbs = {
        # The public page's and the system's own verbs carry no role.
        "book": Verb((), "held"),
        "book_by_hand": Verb((), "booked", (HALL_MANAGER,)),
        "confirm": Verb(("held",), "booked"),
        "withdraw": Verb(("held", "booked"), "cancelled"),
        "cancel": Verb(("held", "booked"), "cancelled", (HALL_MANAGER,)),
        "check_in": Verb(("booked",), "checked_in", STAFF),
        "no_show": Verb(("booked",), "no_show", (HALL_MANAGER,)),
        "lapse": Verb(("held",), "lapsed"),
    }
    _guarded_fields = frozenset(
        {
            "name",
            "company_id",
            "lane_id",
            "agency_id",
            "field_id",
            "business_date",
            "slot_start",
            "slot_end",
            "opens_at",
            "kept_until",
            "place",
            "places",
            "is_extra",
            "extra_reason",
            "channel",
            "state",
            "booked_at",
            "booked_on",
            "held_until",
            "code_tries",
            "ticket_id",
            "cancel_reason",
            "person_name",
            "phone",
            "identity_end",
            "identity_hash",
            "phone_hash",
        }
    )

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_can(self):
        for appointment in self:
            for verb in ("check_in", "cancel", "no_show"):
                appointment[f"can_{verb}"] = appointment._can(verb)

    @api.model
    def _verb_labels(self):
        return {
            **super()._verb_labels(),
            "book": self.env._("Book"),
            "book_by_hand": self.env._("Book by hand"),
            "confirm": self.env._("Confirm"),
            "withdraw": self.env._("Cancel by the person"),
            "cancel": self.env._("Cancel"),
            "check_in": self.env._("Check in"),
            "no_show": self.env._("Did not come"),
            "lapse": self.env._("Let lapse"),
        }
