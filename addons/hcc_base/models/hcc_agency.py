from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..tools import numbers


class HccAgency(models.Model):
    """An agency (cơ quan, đơn vị) that decides procedures: a department with its rooms, a vertical
    agency of the centre, or an enterprise. Agencies are shared by all centres.

    Not every agency comes to the hall: one with few dossiers receives at its own premises and the
    centre follows it through the system; another is not part of the mechanism at all. An agency
    that was merged or dissolved names its last day and its successor, which takes over its work.

    Its members are the users who work on its dossiers: record rules follow ``member_ids`` in SQL,
    so that a change takes effect with the next request.

    Everybody reads agencies, public pages too (not their members). Administrators of a leading
    centre maintain them; one that receives at the own centres alone, with its rooms, is kept by
    those centres' administrators too. Every change of the members leaves an entry in the journal.
    """

    _name = "hcc.agency"
    _inherit = ["hcc.search.mixin", "hcc.common.mixin"]
    _description = "Agency"
    _order = "sequence, name, id"
    _rec_names_search = ["name", "code"]
    _parent_store = True
    _allow_sudo_commands = False
    _has_own_records = True

    name = fields.Char(required=True)
    short_name = fields.Char(help="As it stands on tickets, boards and buttons.")
    code = fields.Char(required=True, copy=False)
    identifier_code = fields.Char(
        "Identifier code",
        copy=False,
        help="National identifier of the unit (mã định danh), the first part of its dossier codes.",
    )
    kind = fields.Selection(
        [
            ("department", "Department of the province"),
            ("vertical", "Vertical agency of the central government"),
            ("enterprise", "Enterprise"),
            ("commune", "People's Committee of a commune"),
            ("office", "Office"),
            ("unit", "Unit"),
        ],
        required=True,
        default="department",
    )
    parent_id = fields.Many2one(
        "hcc.agency", "Superior agency", index="btree_not_null", ondelete="restrict"
    )
    parent_path = fields.Char(index=True)
    reception_mode = fields.Selection(
        [
            ("centre", "At the centre"),
            ("own_premises", "At its own premises, followed by the centre"),
            ("none", "Not received"),
        ],
        "Receives",
        required=True,
        compute="_compute_reception_mode",
        store=True,
        readonly=False,
        recursive=True,
        precompute=True,
        help="At its own premises: dossiers are entered and followed in the system, but no "
        "counter, lane or kiosk button of the centre serves it. "
        "A room follows its superior agency.",
    )
    premises_address = fields.Char(
        "Address of its own premises", help="Where the agency's own reception desk is."
    )
    is_difficult_area = fields.Boolean(
        "Area of difficult conditions",
        help="Its dossiers are proposed as coming from such an area; see the policy's rule on "
        "added days.",
    )
    supervision_note = fields.Text(
        "How the centre follows it",
        help="Who at the centre follows this agency's reception, and by which means.",
    )
    ended_on = fields.Date(
        "Last day",
        copy=False,
        help="The last day on which it existed, e.g. the day before a merger takes effect.",
    )
    successor_id = fields.Many2one(
        "hcc.agency",
        "Successor",
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="Takes over its dossiers on the day after the last one.",
    )
    predecessor_ids = fields.One2many("hcc.agency", "successor_id", "Predecessors")
    alias_ids = fields.One2many(
        "hcc.agency.alias",
        "agency_id",
        "Former and other codes",
        help="Identifier codes under the other scheme, and those of the agencies it came from.",
    )
    child_ids = fields.One2many("hcc.agency", "parent_id", "Rooms and units")
    member_ids = fields.Many2many(
        "res.users",
        "hcc_agency_member_rel",
        "agency_id",
        "user_id",
        "Members",
        copy=False,
        groups="base.group_user",
        help="Users who may see and work on this agency's dossiers.",
    )
    company_ids = fields.Many2many(
        "res.company",
        "hcc_agency_company_rel",
        "agency_id",
        "company_id",
        "Centres",
        help="Centres that receive this agency's procedures; empty: all.",
    )
    counter_ids = fields.Many2many(
        "hcc.counter", "hcc_counter_agency_rel", "agency_id", "counter_id", "Counters"
    )
    procedure_ids = fields.One2many("hcc.procedure", "agency_id", "Procedures")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    note = fields.Text()

    _code_uniq = models.Constraint("UNIQUE (code)", "Another agency already has this code.")
    _identifier_uniq = models.UniqueIndex(
        "(identifier_code) WHERE identifier_code IS NOT NULL",
        "Another agency already has this identifier code.",
    )

    _end_check = models.Constraint(
        "CHECK (successor_id IS NULL OR ended_on IS NOT NULL)",
        "An agency with a successor needs its last day.",
    )

    # -------------------------------------------------------------------------
    # COMPUTE
    # -------------------------------------------------------------------------

    @api.depends("name", "short_name", "code", "identifier_code", "alias_ids.code")
    def _compute_search_text(self):
        super()._compute_search_text()

    def _search_parts(self):
        codes = [self.code, self.identifier_code, *self.alias_ids.mapped("code")]
        return [self.name, self.short_name, *codes]

    @api.depends("parent_id.reception_mode")
    def _compute_reception_mode(self):
        for agency in self:
            if agency.parent_id:
                agency.reception_mode = agency.parent_id.reception_mode
            else:
                agency.reception_mode = agency.reception_mode or "centre"

    # -------------------------------------------------------------------------
    # CONSTRAINS
    # -------------------------------------------------------------------------

    @api.constrains("identifier_code")
    def _check_identifier_code(self):
        for agency in self.filtered("identifier_code"):
            try:
                numbers.check_unit_code(agency.identifier_code)
            except numbers.NumberError as error:
                raise ValidationError(str(error)) from error

    @api.constrains("reception_mode", "premises_address")
    def _check_premises(self):
        for agency in self:
            own = agency.reception_mode == "own_premises" and not agency.parent_id
            if own and not agency.premises_address:
                raise ValidationError(
                    self.env._(
                        "%s receives at its own premises: enter their address, so that citizens "
                        "can be sent there.",
                        agency.name,
                    )
                )

    @api.constrains("successor_id")
    def _check_successor(self):
        for agency in self:
            if agency._has_cycle("successor_id"):
                raise ValidationError(
                    self.env._(
                        "%s cannot be its own successor, neither directly nor through others. "
                        "Choose the agency that exists today.",
                        agency.name,
                    )
                )

    # -------------------------------------------------------------------------
    # WHO KEEPS IT
    # -------------------------------------------------------------------------

    def _is_kept_by(self, centres):
        return super()._is_kept_by(centres) or self._is_only_at(centres)

    def _is_only_at(self, centres):
        """Whether it receives nowhere but at ``centres`` and those below; a room's superior
        likewise, for a room's members work on the superior's dossiers too."""
        agency = self.with_context(active_test=False)
        while agency:
            own = agency.company_ids
            if not (own or agency.parent_id) or not all(c._with_superiors() & centres for c in own):
                return False
            agency = agency.parent_id
        return True

    # -------------------------------------------------------------------------
    # CRUD
    # -------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        agencies = super().create(vals_list)
        agencies._journal_member_changes({})
        return agencies

    def write(self, vals):
        before = self._members_by_agency()
        result = super().write(vals)
        if "member_ids" in vals:
            self._journal_member_changes(before)
        if {"ended_on", "successor_id"} & vals.keys():
            self._close_ended(again=bool(vals.get("successor_id")))
        return result

    def _members_by_agency(self):
        return {agency.id: frozenset(agency.sudo().member_ids.ids) for agency in self}

    def _journal_member_changes(self, before):
        """Record who gained and who lost access to the agencies' dossiers, as user ids."""
        for agency in self:
            old = before.get(agency.id, frozenset())
            new = frozenset(agency.sudo().member_ids.ids)
            if old != new:
                facts = {"added": sorted(new - old), "removed": sorted(old - new)}
                self.env["hcc.journal.entry"]._append(agency, "change_members", facts=facts)

    # -------------------------------------------------------------------------
    # ANSWERS
    # -------------------------------------------------------------------------

    @api.model
    def _receiving_domain(self, company, in_hall=False):
        """Agencies whose procedures the centre ``company`` receives.

        :param in_hall: only those that its counters, lanes and kiosks serve
        """
        modes = ("centre",) if in_hall else ("centre", "own_premises")
        return Domain("reception_mode", "in", modes) & (
            Domain("company_ids", "=", False) | Domain("company_ids", "in", company.ids)
        )

    def _place_words(self):
        """The agency and where it is, for those who are sent there."""
        self.ensure_one()
        address = self.premises_address
        return f"{self.name} ({address})" if address else self.name

    def _has_staff(self, user):
        """Whether ``user`` works on this agency's dossiers: as its member or that of a room."""
        self.ensure_one()
        agency = self.sudo()
        if user in agency.member_ids:
            return True
        rooms = agency.child_ids.filtered(lambda room: room.kind == "unit")
        return user in rooms.member_ids

    def _works_at(self, company):
        """Whether this agency's procedures are received at the centre ``company``."""
        self.ensure_one()
        return bool(self.sudo().filtered_domain(self._receiving_domain(company)))

    def _acting_on(self, day):
        """Who does this agency's work on ``day``: itself or its successor; empty when nobody."""
        self.ensure_one()
        agency = self
        while agency and agency.ended_on and agency.ended_on < day:
            agency = agency.successor_id
        return agency

    def _code_under(self, scheme, day):
        """The identifier code under ``scheme`` on ``day``; the main one when there is no other."""
        self.ensure_one()
        if not self.identifier_code or numbers.unit_code_scheme(self.identifier_code) == scheme:
            return self.identifier_code
        aliases = self.alias_ids.filtered(lambda a: a.scheme == scheme and a._holds_on(day))
        return aliases[:1].code or self.identifier_code

    # -------------------------------------------------------------------------
    # THE END OF AN AGENCY
    # -------------------------------------------------------------------------

    @api.model
    def _cron_close_ended(self):
        """Archive the agencies whose last day is over; their work goes to the successor."""
        today = self.env["hcc.clock"]._today()
        self.search([("ended_on", "<", today)])._close_ended()

    def _close_ended(self, again=False):
        """
        :param again: closed ones too: their successor became known only now
        """
        today = self.env["hcc.clock"]._today()
        for agency in self:
            if (agency.active or again) and agency.ended_on and agency.ended_on < today:
                agency._close(agency._acting_on(today))

    def _close(self, successor):
        facts = {"successor": successor.id or None, "ended_on": str(self.ended_on)}
        if successor:
            facts["moved"] = self._hand_over_work(successor)
        self.active = False
        self.env["hcc.journal.entry"]._append(self, "end", facts=facts)

    def _hand_over_work(self, successor):
        """Extension point: what is still open goes to ``successor``.

        :return: how much was handed over, as ``{model: count}``
        """
        return {}
