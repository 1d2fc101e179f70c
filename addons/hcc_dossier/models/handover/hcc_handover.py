from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.hcc_base.models.hcc_state_mixin import Verb

from ..dossier.hcc_dossier import APPRAISER, APPROVER, CLERK, EXPORT_GROUPS, OFFICIAL
from .hcc_handover_line import DIFFERENCES

OFFICE = (APPRAISER, APPROVER, CLERK)
STAFF = (OFFICIAL, *OFFICE)
DIRECTIONS = [
    ("to_agency", "Papers, centre to agency"),
    ("to_centre", "Results, agency to centre"),
    ("onward", "Papers, agency to agency"),
]
#: direction → who gives and who takes, by role; both are staff of the side's agency
SIDES = {
    "to_agency": {"giver": (OFFICIAL,), "taker": OFFICE},
    "to_centre": {"giver": (CLERK,), "taker": (OFFICIAL,)},
    "onward": {"giver": OFFICE, "taker": OFFICE},
}
#: verb → the side that calls it
VERB_SIDES = {
    "hand": "giver",
    "cancel": "giver",
    "call_back": "giver",
    "dispatch": "giver",
    "record_not_sent": "giver",
    "add_to_list": "giver",
    "receive": "taker",
    "close": "taker",
    "record_sent_back": "taker",
}
#: direction → the letters in the batch's number
NUMBER_WORDS = {"to_agency": "BGHS", "to_centre": "BGKQ", "onward": "LCHS"}


class HccHandover(models.Model):
    """A batch of papers that changes hands (bàn giao hồ sơ, kết quả): from the centre's counter to
    an agency, its results back, or on to the agency of the next step.

    The giver signs for what is on the list, the taker for what came; each is staff of the side's
    agency in its role (``SIDES``), and who has signed for one side does nothing for the other. What
    is on the list and did not come, or came and is not on the list, keeps the batch open until one
    of the two sides clears it up. The dossiers move by their own verbs, which the batch calls for
    all of them or for none.

    Staff of both agencies read it; directors, administrators and oversight read all of the centre.
    Nobody edits or deletes.
    """

    _name = "hcc.handover"
    _description = "Hand-over"
    _inherit = ["hcc.state.mixin"]
    _order = "id desc"
    _rec_names_search = ["name", "waybill_number"]
    _check_company_auto = True
    _allow_sudo_commands = False
    _export_groups = EXPORT_GROUPS

    _verbs = {
        "hand": Verb(("draft",), "handed", STAFF),
        "receive": Verb(("handed",), "received", STAFF),
        "close": Verb(("received",), "closed", STAFF),
        "cancel": Verb(("draft",), "cancelled", STAFF),
        "call_back": Verb(("handed",), "cancelled", STAFF),
        "record_not_sent": Verb(("received",), None, STAFF),
        "add_to_list": Verb(("handed", "received"), None, STAFF),
        "record_sent_back": Verb(("handed", "received"), None, STAFF),
    }
    _guarded_fields = frozenset(
        {
            "name", "year", "company_id", "direction", "from_agency_id", "to_agency_id", "state",
            "line_ids", "giver_user_id", "handed_at", "taker_user_id", "received_at", "closed_at",
            "due_at", "reason",
        }
    )  # fmt: skip

    name = fields.Char("Number", readonly=True, copy=False, index="btree_not_null")
    year = fields.Integer(readonly=True, copy=False, aggregator=None)
    company_id = fields.Many2one("res.company", "Centre", required=True, readonly=True, index=True)
    direction = fields.Selection(DIRECTIONS, required=True, readonly=True)
    from_agency_id = fields.Many2one(
        "hcc.agency", "Giving side", required=True, readonly=True, index=True, ondelete="restrict",
        help="The agency whose counter or office gives.",
    )  # fmt: skip
    to_agency_id = fields.Many2one(
        "hcc.agency", "Taking side", required=True, readonly=True, index=True, ondelete="restrict",
        help="The agency whose counter or office takes.",
    )  # fmt: skip
    state = fields.Selection(
        [
            ("draft", "Being listed"),
            ("handed", "Handed over"),
            ("received", "Received, differences open"),
            ("closed", "Closed"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        default="draft",
        index=True,
    )
    line_ids = fields.One2many("hcc.handover.line", "handover_id", "Dossiers", readonly=True)
    giver_user_id = fields.Many2one(
        "res.users", "Given by", required=True, readonly=True, index=True
    )
    handed_at = fields.Datetime("Handed over at", readonly=True)
    taker_user_id = fields.Many2one("res.users", "Taken by", readonly=True, index="btree_not_null")
    received_at = fields.Datetime("Signed for at", readonly=True)
    closed_at = fields.Datetime("Closed at", readonly=True)
    due_at = fields.Datetime(
        "Hand over until", readonly=True, help="The earliest of its dossiers' times."
    )
    reason = fields.Char(readonly=True)

    giving_place = fields.Char("Giving side at", compute="_compute_places")
    taking_place = fields.Char("Taking side at", compute="_compute_places")
    line_count = fields.Integer("Dossiers listed", compute="_compute_counts")
    given_count = fields.Integer("Scanned by the giver", compute="_compute_counts")
    taken_count = fields.Integer("Scanned by the taker", compute="_compute_counts")
    difference_count = fields.Integer("Differences", compute="_compute_counts")
    is_late = fields.Boolean("Late", compute="_compute_is_late")
    can_hand = fields.Boolean(compute="_compute_can")
    can_receive = fields.Boolean(compute="_compute_can")
    can_close = fields.Boolean(compute="_compute_can")
    can_cancel = fields.Boolean(compute="_compute_can")
    can_call_back = fields.Boolean(compute="_compute_can")
    can_record_not_sent = fields.Boolean(compute="_compute_can")
    can_add_to_list = fields.Boolean(compute="_compute_can")
    can_record_sent_back = fields.Boolean(compute="_compute_can")

    _name_uniq = models.UniqueIndex(
        "(company_id, name) WHERE name IS NOT NULL", "This hand-over number is taken."
    )
    _handed_check = models.Constraint(
        "CHECK (state IN ('draft', 'cancelled') OR (name IS NOT NULL AND handed_at IS NOT NULL))",
        "What is handed over has a number and a time.",
    )
    _received_check = models.Constraint(
        "CHECK (state NOT IN ('received', 'closed') OR (taker_user_id IS NOT NULL"
        " AND taker_user_id <> giver_user_id))",
        "Giver and taker of a batch are two people.",
    )
    _open_idx = models.Index("(company_id, state) WHERE state IN ('draft', 'handed', 'received')")

    @api.model
    def _verb_labels(self):
        _ = self.env._
        return {
            "hand": _("Hand over"),
            "receive": _("Receive"),
            "close": _("Close"),
            "cancel": _("Discard the list"),
            "call_back": _("Call back"),
            "record_not_sent": _("Not sent after all"),
            "add_to_list": _("Add to the list"),
            "record_sent_back": _("Send back to the giver"),
        }

    # -------------------------------------------------------------------------
    # COMPUTE
    # -------------------------------------------------------------------------

    @api.depends("name")
    def _compute_display_name(self):
        for batch in self:
            batch.display_name = batch.name or self.env._("New list %s", batch._origin.id or "")

    @api.depends("direction", "company_id", "from_agency_id", "to_agency_id")
    @api.depends_context("lang")
    def _compute_places(self):
        for batch in self:
            batch.giving_place = batch._side_place("giver")
            batch.taking_place = batch._side_place("taker")

    def _side_place(self, side):
        """Where a side stands: at the centre's counter of its agency, or in the agency."""
        agency = self._side_agency(side).sudo()
        if not self._is_at_centre(side):
            return agency.name
        return self.env._(
            "%(centre)s (counter of %(agency)s)",
            centre=self.company_id.sudo().name,
            agency=agency.short_name or agency.name,
        )

    def _side_agency(self, side):
        return self.from_agency_id if side == "giver" else self.to_agency_id

    def _is_at_centre(self, side):
        return (self.direction, side) in (("to_agency", "giver"), ("to_centre", "taker"))

    @api.depends("line_ids.status", "state")
    def _compute_counts(self):
        counts = {batch: {} for batch in self}
        groups = self.env["hcc.handover.line"]._read_group(
            [("handover_id", "in", self.ids)], ["handover_id", "status"], ["__count"]
        )
        for batch, status, count in groups:
            counts[batch][status] = count
        for batch in self:
            by_status = counts[batch]
            listed = {k: n for k, n in by_status.items() if k not in ("unlisted", "sent_back")}
            batch.line_count = sum(listed.values())
            batch.given_count = batch.line_count - by_status.get("listed", 0)
            batch.taken_count = by_status.get("scanned", 0) + by_status.get("arrived", 0)
            differing = DIFFERENCES if batch.state != "cancelled" else ()  # nobody clears them up
            batch.difference_count = sum(by_status.get(status, 0) for status in differing)

    @api.depends("state", "due_at", "handed_at")
    def _compute_is_late(self):
        now = self.env["hcc.clock"]._now()
        for batch in self:
            moment = batch.handed_at or now
            batch.is_late = bool(batch.due_at and moment > batch.due_at)

    @api.depends("state", "line_ids.status")
    @api.depends_context("uid")
    def _compute_can(self):
        for batch in self:
            for verb in self._verbs:
                batch[f"can_{verb}"] = bool(batch.id) and batch._can(verb)

    # -------------------------------------------------------------------------
    # WHO MAY
    # -------------------------------------------------------------------------

    def _is_side(self, side):
        """Whether the current user gives or takes for this batch."""
        self.ensure_one()
        if self.env.su:
            return True
        agency = self._side_agency(side)
        roles = SIDES[self.direction][side]
        user = self.env.user
        return any(user.has_group(role) for role in roles) and agency._has_staff(user)

    def _acts_for(self, side):
        """Whether the current user is of this side and has not signed for the other one."""
        return self._is_side(side) and not self._has_signed_opposite(side)

    def _has_signed_opposite(self, side):
        signer = self.taker_user_id if side == "giver" else self.giver_user_id
        return self.env.uid == signer.id and not self.env.su

    def _check_verb(self, verb):
        super()._check_verb(verb)
        if side := VERB_SIDES.get(verb):
            self._check_side(side)
            self._check_two_people(side)
        check = getattr(self, f"_check_{verb}", None)
        if check:
            check()

    def _check_side(self, side):
        if self._is_side(side):
            return
        agency = self._side_agency(side)
        raise AccessError(
            self.env._(
                "%(batch)s: this is for the staff of %(agency)s in the role: %(roles)s.",
                batch=self.display_name,
                agency=agency.sudo().name,
                roles=", ".join(
                    self.env.ref(role).sudo().name for role in SIDES[self.direction][side]
                ),
            )
        )

    def _check_two_people(self, side):
        if self._has_signed_opposite(side):
            raise UserError(
                self.env._(
                    "%s: you have signed for the other side. A colleague acts for this one.",
                    self.display_name,
                )
            )

    # -------------------------------------------------------------------------
    # THE LIST
    # -------------------------------------------------------------------------

    @api.model
    def _draft_for(self, company, direction, from_agency, to_agency):
        """The current user's list for this way, begun on the first call."""
        way = {
            "company_id": company.id,
            "direction": direction,
            "from_agency_id": from_agency.id,
            "to_agency_id": to_agency.id,
            "giver_user_id": self.env.uid,
        }
        mine = [(name, "=", value) for name, value in way.items()]
        batch = self.search([*mine, ("state", "=", "draft")], limit=1)
        if not batch:
            batch = self._guarded_create(way)
            batch._check_side("giver")
        return batch

    def _lines(self, *statuses):
        """Its lines, ready to be written by a verb."""
        lines = self.sudo()._open_guard().line_ids
        return lines.filtered(lambda line: line.status in statuses) if statuses else lines

    def _add(self, dossiers, status="listed"):
        """Put ``dossiers`` on a list that is not handed over yet; returns their lines."""
        self._check_side("giver")
        self._check_verb_state("hand")
        dossiers._lock_rows()
        for dossier in dossiers:
            dossier._check_joins(self)
        now = self.env["hcc.clock"]._now()
        first = len(self.sudo().line_ids)
        lines = (
            self.sudo()
            ._open_guard()
            .env["hcc.handover.line"]
            .create(
                [
                    {
                        "handover_id": self.id,
                        "company_id": self.company_id.id,
                        "dossier_id": dossier.id,
                        "sequence": first + n,
                        "status": status,
                        "given_at": now if status == "given" else False,
                        "scan_user_id": self.env.uid if status == "given" else False,
                    }
                    for n, dossier in enumerate(dossiers, 1)
                ]
            )
        )
        dossiers._guarded_write({"handover_id": self.id})
        self._follow_due()
        return lines

    def _follow_due(self):
        """The list is due when the first of its dossiers is."""
        listed = self.sudo().line_ids.dossier_id.filtered(lambda d: d.state == "received")
        times = [time for time in listed.mapped("handover_due_at") if time]
        self._guarded_write({"due_at": min(times, default=False)})

    def _remove(self, lines):
        self._check_side("giver")
        self._lock_rows()
        self._check_verb_state("hand")
        self._lines().browse(lines.ids)._drop()
        self._follow_due()

    def _check_cancel(self):
        """A list that nobody signed leaves nothing behind."""

    def cancel(self):
        """Discard a list that was not handed over; its dossiers stay where they are."""

        def prepare():
            self._lines()._drop()
            return {"closed_at": self.env["hcc.clock"]._now()}

        self._transition("cancel", values=prepare)
        return self

    # -------------------------------------------------------------------------
    # THE AGENCY'S END
    # -------------------------------------------------------------------------

    @api.model
    def _move_to_agency(self, former, successor):
        """What ``former`` had still to give or to take is for ``successor``."""
        open_states = ("draft", "handed", "received")
        for side in ("from_agency_id", "to_agency_id"):
            batches = self.sudo().search([("state", "in", open_states), (side, "=", former.id)])
            batches._guarded_write({side: successor.id})
            for batch in batches:
                facts = {"side": side, "from": former.id, "to": successor.id}
                self.env["hcc.journal.entry"]._append(batch, "move_to_agency", facts=facts)
