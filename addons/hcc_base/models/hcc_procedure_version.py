from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from .hcc_state_mixin import Verb

TIME_UNITS = [
    ("working_hour", "working hours"),
    ("working_day", "working days"),
    ("calendar_day", "calendar days"),
]
PHASES = [
    ("draft", "Draft"),
    ("upcoming", "Soon in force"),
    ("in_force", "In force"),
    ("replaced", "Replaced"),
    ("abolished", "No longer in force"),
]
ADMINISTRATOR = ("hcc_base.group_administrator",)
HOURS_PER_DAY = 8


class HccProcedureVersion(models.Model):
    """One version of a procedure (phiên bản TTHC): components, steps, time limit, fee items and
    legal basis, as decided by one announcement.

    A draft is edited freely by administrators. Once published it never changes: what is new
    becomes the next version, and publishing that one ends this one on the day before. A dossier
    keeps the version of its day of reception, so replaced versions stay readable.

    Everybody reads published versions, public pages too; only staff read drafts.
    """

    _name = "hcc.procedure.version"
    _inherit = ["hcc.state.mixin"]
    _description = "Version of a Procedure"
    _order = "procedure_id, number desc, id desc"

    _verbs = {
        "publish": Verb(sources=("draft",), target="published", groups=ADMINISTRATOR),
        "replace": Verb(sources=("published",), target="replaced", groups=ADMINISTRATOR),
        "abolish": Verb(sources=("published",), target="abolished", groups=ADMINISTRATOR),
    }
    _guarded_fields = frozenset({"state", "number"})
    _editable_fields = {"draft": "*"}
    _deletable_states = ("draft",)

    procedure_id = fields.Many2one(
        "hcc.procedure", "Procedure", required=True, index=True, ondelete="restrict"
    )
    agency_id = fields.Many2one(related="procedure_id.agency_id", string="Competent agency")
    number = fields.Integer("Version", readonly=True, copy=False)
    name = fields.Char(
        "Name in this version",
        required=True,
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("published", "Published"),
            ("replaced", "Replaced"),
            ("abolished", "Abolished"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
    )
    phase = fields.Selection(
        PHASES,
        compute="_compute_phase",
        search="_search_phase",
        help="What the state means on the present day: a published version may begin later, a "
        "replaced one may still be in force.",
    )
    valid_from = fields.Date(
        required=True,
        copy=False,
        default=lambda self: self.env["hcc.clock"]._today(),
        help="First day of reception to which this version applies.",
    )
    valid_to = fields.Date(
        copy=False, help="Last day of reception to which this version applies; empty: open."
    )

    time_limit_value = fields.Integer("Time limit", required=True)
    time_limit_unit = fields.Selection(
        TIME_UNITS, "Unit of the time limit", required=True, default="working_day"
    )
    statutory_limit_value = fields.Integer(
        "Statutory time limit", help="By law, where the province has promised less; 0: the same."
    )
    statutory_limit_unit = fields.Selection(
        TIME_UNITS, "Unit of the statutory limit", required=True, default="working_day"
    )
    is_same_day = fields.Boolean(
        "Result on the day", help="The result is given while the applicant waits or the same day."
    )
    supplement_clock_mode = fields.Selection(
        [
            ("policy", "As the policy says"),
            ("recount_full", "Counted anew from the start"),
            ("pause", "Paused while waiting"),
        ],
        "Clock after a supplement",
        required=True,
        default="policy",
    )
    abandon_days = fields.Integer(
        "Closed when not supplemented within (days)", help="0: as the policy says."
    )

    handling_group_ids = fields.Many2many(
        "hcc.handling.group",
        "hcc_procedure_version_group_rel",
        "version_id",
        "group_id",
        "Handling groups",
    )
    spot_receive = fields.Boolean("Received on the spot", default=True)
    spot_appraise = fields.Boolean("Appraised on the spot")
    spot_approve = fields.Boolean("Approved on the spot")
    spot_seal = fields.Boolean("Numbered and sealed on the spot")
    spot_return = fields.Boolean("Returned on the spot", default=True)
    spot_count = fields.Integer("Steps on the spot", compute="_compute_spot", store=True)
    is_on_the_spot = fields.Boolean(
        "Solved on the spot",
        compute="_compute_spot",
        store=True,
        help="Received, appraised, approved and returned at the centre.",
    )
    is_non_territorial = fields.Boolean(
        "Received anywhere", help="Any centre receives it, wherever the applicant lives."
    )
    subject_note = fields.Char("Who may apply")
    requirement = fields.Text("Requirements and conditions")
    how_note = fields.Text("How and where to apply")

    component_ids = fields.One2many(
        "hcc.procedure.component", "version_id", "Components", copy=True
    )
    step_ids = fields.One2many("hcc.procedure.step", "version_id", "Steps", copy=True)
    fee_item_ids = fields.One2many("hcc.fee.item", "version_id", "Fee items", copy=True)

    result_ids = fields.One2many("hcc.procedure.result", "version_id", "Results", copy=True)
    result_name = fields.Char(
        "Result",
        compute="_compute_result_name",
        store=True,
        readonly=False,
        help="What the applicant receives; by default the first of the results.",
    )
    legal_basis = fields.Text()
    decision_number = fields.Char("Announced by decision", help="Number of the announcement.")
    decision_date = fields.Date("Date of the decision")
    decision_signer = fields.Char("Signed by")
    certainty = fields.Selection(
        [("certain", "Checked against the text"), ("likely", "Not yet checked against the text")],
        required=True,
        default="likely",
    )
    source_note = fields.Text("Where the data comes from")

    is_unchecked = fields.Boolean("Not checked against the text", compute="_compute_is_unchecked")
    can_publish = fields.Boolean(compute="_compute_can_verbs")
    can_abolish = fields.Boolean(compute="_compute_can_verbs")
    can_revise = fields.Boolean(compute="_compute_can_verbs")
    publish_blockers = fields.Text("Missing before publication", compute="_compute_blockers")
    open_uses = fields.Text("In use by", compute="_compute_open_uses")

    _number_uniq = models.Constraint(
        "UNIQUE (procedure_id, number)", "This procedure already has a version with this number."
    )
    _one_in_force = models.Constraint(
        "EXCLUDE USING gist (int4range(procedure_id, procedure_id, '[]') WITH =,"
        " daterange(valid_from, valid_to, '[]') WITH &&) WHERE (state::text <> 'draft'::text)",
        "Only one published version of a procedure can be in force on a day.",
    )
    _validity_order = models.Constraint(
        "CHECK (valid_to IS NULL OR valid_to >= valid_from)",
        "A version cannot end before it begins.",
    )
    _time_limit_positive = models.Constraint(
        "CHECK (time_limit_value > 0)", "The time limit must be at least 1."
    )
    _abandon_days_positive = models.Constraint(
        "CHECK (abandon_days >= 0 AND statutory_limit_value >= 0)",
        "Days and time limits cannot be negative.",
    )

    # -------------------------------------------------------------------------
    # COMPUTE
    # -------------------------------------------------------------------------

    @api.depends("procedure_id")
    def _compute_name(self):
        for version in self:
            version.name = version.name or version.procedure_id.name

    @api.depends("state", "valid_from", "valid_to")
    @api.depends_context("company")
    def _compute_phase(self):
        today = self.env["hcc.clock"]._today()
        for version in self:
            version.phase = version._phase_on(today)

    def _phase_on(self, day):
        self.ensure_one()
        if self.state == "draft":
            return "draft"
        if self.valid_from > day:
            return "upcoming"
        if not self.valid_to or self.valid_to >= day:
            return "in_force"
        return "replaced" if self.state == "replaced" else "abolished"

    def _field_to_sql(self, alias, field_expr, query=None):
        """The phase depends on the day and is not stored; lists still group by it."""
        if field_expr != "phase":
            return super()._field_to_sql(alias, field_expr, query)
        today = self.env["hcc.clock"]._today()
        return SQL(
            """CASE WHEN %(state)s = 'draft' THEN 'draft'
                    WHEN %(valid_from)s > %(today)s THEN 'upcoming'
                    WHEN %(valid_to)s IS NULL OR %(valid_to)s >= %(today)s THEN 'in_force'
                    WHEN %(state)s = 'replaced' THEN 'replaced'
                    ELSE 'abolished' END""",
            state=super()._field_to_sql(alias, "state", query),
            valid_from=super()._field_to_sql(alias, "valid_from", query),
            valid_to=super()._field_to_sql(alias, "valid_to", query),
            today=today,
        )

    def _search_phase(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env["hcc.clock"]._today()
        published, past = Domain("state", "!=", "draft"), Domain("valid_to", "<", today)
        domains = {
            "draft": ~published,
            "upcoming": published & Domain("valid_from", ">", today),
            "in_force": self._in_force_domain(today),
            "replaced": Domain("state", "=", "replaced") & past,
            "abolished": Domain("state", "in", ("published", "abolished")) & past,
        }
        return Domain.OR(domains[phase] for phase in value if phase in domains)

    @api.depends("result_ids.name")
    def _compute_result_name(self):
        for version in self:
            version.result_name = version.result_name or version.result_ids[:1].name

    @api.depends("spot_receive", "spot_appraise", "spot_approve", "spot_seal", "spot_return")
    def _compute_spot(self):
        for version in self:
            needed = [
                *(version.spot_receive, version.spot_appraise),
                *(version.spot_approve, version.spot_return),
            ]
            version.spot_count = sum(needed) + version.spot_seal
            version.is_on_the_spot = all(needed)

    @api.depends("procedure_id.code", "number")
    def _compute_display_name(self):
        for version in self:
            version.display_name = f"{version.procedure_id.code} · v{version.number}"

    @api.depends("certainty", "fee_item_ids.fee_id")
    def _compute_is_unchecked(self):
        for version in self:
            version.is_unchecked = version.certainty != "certain"

    @api.depends(
        "state", "component_ids", "step_ids", "time_limit_value", "time_limit_unit",
        "decision_number", "decision_date", "decision_signer",
    )  # fmt: skip
    @api.depends_context("uid")
    def _compute_can_verbs(self):
        for version in self:
            version.can_publish = bool(version.id) and version._can("publish")
            version.can_abolish = bool(version.id) and version._can("abolish")
            version.can_revise = version.state != "draft" and version._has_verb_group("publish")

    @api.depends(
        "state", "component_ids", "step_ids.hours", "time_limit_value", "time_limit_unit",
        "decision_number", "decision_date", "decision_signer",
    )  # fmt: skip
    def _compute_blockers(self):
        for version in self:
            blockers = version._get_publish_blockers() if version.state == "draft" else []
            version.publish_blockers = "\n".join(blockers)

    def _compute_open_uses(self):
        for version in self:
            version.open_uses = "\n".join(version._get_open_uses())

    # -------------------------------------------------------------------------
    # CRUD
    # -------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        versions = super().create(vals_list)
        by_number = {}
        for version, number in versions._next_numbers():
            by_number.setdefault(number, []).append(version.id)
        for number, ids in by_number.items():
            self.browse(ids)._guarded_write({"number": number})
        return versions

    def _next_numbers(self):
        """``(version, number)``: each follows the versions its procedure had before."""
        groups = self.sudo()._read_group(
            [("procedure_id", "in", self.procedure_id.ids), ("id", "not in", self.ids)],
            ["procedure_id"],
            ["number:max"],
        )
        last = {procedure.id: number or 0 for procedure, number in groups}
        numbers = []
        for version in self:
            last[version.procedure_id.id] = last.get(version.procedure_id.id, 0) + 1
            numbers.append((version, last[version.procedure_id.id]))
        return numbers

    # -------------------------------------------------------------------------
    # VERBS
    # -------------------------------------------------------------------------

    def publish(self):
        """Make the version law from its first day on; the one before ends the day before."""
        for version in self:
            version._end_predecessor()
            version._transition("publish", facts={"valid_from": str(version.valid_from)})
            version.flush_recordset()
        return True

    def abolish(self, last_day=None):
        """End the version without a successor, after ``last_day`` (default: today)."""
        last_day = fields.Date.to_date(last_day) or self.env["hcc.clock"]._today()
        for version in self:
            if last_day < version.valid_from:
                raise UserError(
                    self.env._(
                        "%(version)s begins on %(day)s and cannot end before that.",
                        version=version.display_name,
                        day=version.valid_from,
                    )
                )
            version._transition(
                "abolish", values={"valid_to": last_day}, facts={"valid_to": str(last_day)}
            )
        return True

    def revise(self):
        """Start the next version as a draft copy; returns the action that opens it."""
        self.ensure_one()
        draft = self.copy({"valid_from": self.env["hcc.clock"]._today()})
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": draft.id,
            "view_mode": "form",
        }

    def _end_predecessor(self):
        """Let the version in force at our first day end the day before."""
        self.ensure_one()
        predecessor = self.search(
            self._in_force_domain(self.valid_from)
            & Domain("procedure_id", "=", self.procedure_id.id)
            & Domain("state", "=", "published")
        )
        if not predecessor:
            return
        last_day = self.valid_from - timedelta(days=1)
        if last_day < predecessor.valid_from:
            raise UserError(
                self.env._(
                    "%(new)s cannot begin on %(day)s: %(old)s begins on that day too. "
                    "Choose a later first day.",
                    new=self.display_name,
                    day=self.valid_from,
                    old=predecessor.display_name,
                )
            )
        predecessor._transition(
            "replace", values={"valid_to": last_day}, facts={"by_version": self.id}
        )
        predecessor.flush_recordset()

    def _check_verb(self, verb):
        super()._check_verb(verb)
        if verb == "publish" and (blockers := self._get_publish_blockers()):
            raise UserError(
                self.env._(
                    "%(version)s cannot be published yet:\n%(blockers)s",
                    version=self.display_name,
                    blockers="\n".join(f"– {line}" for line in blockers),
                )
            )

    def _verb_labels(self):
        return super()._verb_labels() | {
            "publish": self.env._("Publish"),
            "replace": self.env._("Replace"),
            "abolish": self.env._("Abolish"),
        }

    def _journal_company(self):
        return self.env.company

    # -------------------------------------------------------------------------
    # ANSWERS AND EXTENSION POINTS
    # -------------------------------------------------------------------------

    @api.model
    def _in_force_domain(self, day):
        """Domain of the versions that apply to a dossier received on ``day``."""
        return (
            Domain("state", "!=", "draft")
            & Domain("valid_from", "<=", day)
            & (Domain("valid_to", "=", False) | Domain("valid_to", ">=", day))
        )

    def _get_publish_blockers(self):
        """Extension point: sentences that say what is missing before publication."""
        self.ensure_one()
        blockers = []
        if self.procedure_id.kind == "procedure" and not self._has_decision():
            blockers.append(
                self.env._("The decision that announces it is not complete: number, date, signer.")
            )
        if not self.step_ids:
            blockers.append(self.env._("No step says who decides."))
        if not self.component_ids:
            blockers.append(self.env._("No component says what the applicant hands in."))
        limit, hours = self._limit_hours(), sum(self.step_ids.mapped("hours"))
        if hours > limit:
            blockers.append(
                self.env._(
                    "The steps take %(hours)g working hours, the time limit allows %(limit)g.",
                    hours=hours,
                    limit=limit,
                )
            )
        return blockers

    def _has_decision(self):
        return all((self.decision_number, self.decision_date, self.decision_signer))

    def _get_open_uses(self):
        """Extension point: sentences that say what still works by this version."""
        self.ensure_one()
        return []

    def _limit_hours(self):
        """The time limit in working hours, for comparison with the sum of the steps."""
        if self.time_limit_unit == "working_hour":
            return self.time_limit_value
        if self.time_limit_unit == "working_day":
            return self.time_limit_value * HOURS_PER_DAY
        return max(self.time_limit_value * 5 // 7, 1) * HOURS_PER_DAY

    def _fee_amounts_on(self, day):
        """Return ``[(fee item, amount)]`` by the tariffs of ``day``."""
        self.ensure_one()
        return [(item, item.fee_id._amount_on(day)) for item in self.fee_item_ids]

    @api.constrains("is_same_day", "time_limit_value", "time_limit_unit")
    def _check_same_day(self):
        for version in self.filtered("is_same_day"):
            if version._limit_hours() > HOURS_PER_DAY:
                raise ValidationError(
                    self.env._(
                        "%(version)s: a result on the day needs a time limit of one day or less.",
                        version=version.display_name,
                    )
                )
