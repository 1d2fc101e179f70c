from odoo import api, fields, models

from .hcc_state_mixin import Verb

ADMINISTRATOR = ("hcc_base.group_administrator",)
#: Fields that tell a version's fate, not its content: they change after publication, by verbs.
LIFE_FIELDS = frozenset(
    {
        "state", "valid_to", "former_valid_to", "replaced_by_id",
        "abolition_number", "abolition_date", "abolition_signer",
    }
)  # fmt: skip


class HccProcedureVersion(models.Model):
    """One version of a procedure (phiên bản TTHC): components, steps, time limit, fee items and
    legal basis, as decided by one announcement.

    A draft is edited freely by administrators. Once published it never changes: what is new
    becomes the next version, and publishing that one ends this one on the day before. A dossier
    keeps the version of its day of reception, so replaced versions stay readable. A publication
    dated ahead may be withdrawn before its first day.

    Everybody reads published versions, public pages too; only staff read drafts. Administrators of
    a leading centre keep and publish them.
    """

    _name = "hcc.procedure.version"
    _inherit = ["hcc.state.mixin", "hcc.common.mixin"]
    _description = "Version of a Procedure"
    _order = "procedure_id, number desc, id desc"

    _verbs = {
        "publish": Verb(sources=("draft",), target="published", groups=ADMINISTRATOR),
        "replace": Verb(sources=("published",), target="replaced", groups=ADMINISTRATOR),
        "reinstate": Verb(sources=("replaced",), target="published", groups=ADMINISTRATOR),
        "withdraw_publication": Verb(sources=("published",), target="draft", groups=ADMINISTRATOR),
        "abolish": Verb(sources=("published",), target="abolished", groups=ADMINISTRATOR),
        "withdraw_abolition": Verb(
            sources=("abolished",), target="published", groups=ADMINISTRATOR
        ),
    }
    _verb_right = "write"
    _guarded_fields = (LIFE_FIELDS | {"number"}) - {"valid_to"}
    _editable_fields = {"draft": "*"}
    _deletable_states = ("draft",)

    procedure_id = fields.Many2one(
        "hcc.procedure", "Procedure", required=True, index=True, ondelete="restrict"
    )
    agency_id = fields.Many2one(related="procedure_id.agency_id", string="Competent agency")
    procedure_kind = fields.Selection(related="procedure_id.kind")
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
    valid_from = fields.Date(
        required=True,
        copy=False,
        default=lambda self: self.env["hcc.clock"]._today(),
        help="First day of reception to which this version applies.",
    )
    valid_to = fields.Date(
        copy=False, help="Last day of reception to which this version applies; empty: open."
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
    supplement_notice_days = fields.Integer(
        "Supplement asked for within (working days)",
        help="From reception, where sector law says otherwise. 0: as the policy says.",
    )

    handling_group_ids = fields.Many2many(
        "hcc.handling.group",
        "hcc_procedure_version_group_rel",
        "version_id",
        "group_id",
        "Handling groups",
        ondelete="restrict",
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
    # The next version is announced by a decision of its own, and checked against its own text.
    decision_number = fields.Char(
        "Announced by decision", copy=False, help="Number of the announcement."
    )
    decision_date = fields.Date("Date of the decision", copy=False)
    decision_signer = fields.Char("Signed by", copy=False)
    certainty = fields.Selection(
        [("certain", "Checked against the text"), ("likely", "Not yet checked against the text")],
        required=True,
        default="likely",
        copy=False,
    )
    source_note = fields.Text("Where the data comes from")

    former_valid_to = fields.Date("Last day before it was cut short", readonly=True, copy=False)
    replaced_by_id = fields.Many2one(
        "hcc.procedure.version",
        "Replaced by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    abolition_number = fields.Char("Abolished by decision", readonly=True, copy=False)
    abolition_date = fields.Date("Date of the abolition", readonly=True, copy=False)
    abolition_signer = fields.Char("Abolition signed by", readonly=True, copy=False)

    is_unchecked = fields.Boolean("Not checked against the text", compute="_compute_is_unchecked")

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
    _abandon_days_positive = models.Constraint(
        "CHECK (abandon_days >= 0)",
        "A number of days cannot be negative.",
    )
    _notice_days_positive = models.Constraint(
        "CHECK (supplement_notice_days >= 0)",
        "A number of days cannot be negative.",
    )

    # -------------------------------------------------------------------------
    # COMPUTE
    # -------------------------------------------------------------------------

    @api.depends("procedure_id")
    def _compute_name(self):
        for version in self:
            version.name = version.name or version.procedure_id.name

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

    # -------------------------------------------------------------------------
    # CRUD
    # -------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        versions = super().create(vals_list)
        versions._assign_numbers()
        return versions

    def _assign_numbers(self):
        """Give new versions the next numbers of their procedures."""
        last = dict(
            self.sudo()._read_group(
                [("procedure_id", "in", self.procedure_id.ids), ("id", "not in", self.ids)],
                ["procedure_id"],
                ["number:max"],
            )
        )
        by_number = {}  # a sheet of two thousand procedures is not two thousand writes
        for version in self:
            number = last[version.procedure_id] = (last.get(version.procedure_id) or 0) + 1
            by_number[number] = by_number.get(number, self.browse()) | version
        for number, versions in by_number.items():
            versions._guarded_write({"number": number})

    # -------------------------------------------------------------------------
    # ANSWERS AND EXTENSION POINTS
    # -------------------------------------------------------------------------

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
        if self.env.ref("hcc_base.handling_group_same_day") in self.handling_group_ids and (
            not self.is_same_day
        ):
            blockers.append(
                self.env._(
                    "It is in the group of same-day procedures but gives no result on the day."
                )
            )
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

    def _fee_amounts_on(self, day):
        """Return ``[(fee item, amount)]`` by the tariffs of ``day``."""
        self.ensure_one()
        return [(item, item.fee_id._amount_on(day)) for item in self.fee_item_ids]
