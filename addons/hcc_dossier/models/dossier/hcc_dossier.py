from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.hcc_base.models.hcc_applicant import PERSONAL
from odoo.addons.hcc_base.models.hcc_state_mixin import Verb

OFFICIAL = "hcc_base.group_official"
APPRAISER = "hcc_base.group_appraiser"
APPROVER = "hcc_base.group_approver"
CLERK = "hcc_base.group_clerk"
DIRECTOR = "hcc_base.group_director"

#: who may take dossiers and their parts out of the system as a file
EXPORT_GROUPS = (OFFICIAL, APPRAISER, APPROVER, CLERK, "hcc_base.group_oversight", DIRECTOR)

#: states in which the time limit runs
RUNNING_STATES = ("received", "handed_over", "processing")
#: states in which the dossier waits for the applicant or a decision
WAITING_STATES = ("supplement", "suspended")
#: states in which the official still fills the dossier in
RECEPTION_STATES = ("draft", "guided")
#: accepted, and without an end or a result yet
OPEN_STATES = (*RUNNING_STATES, *WAITING_STATES)
#: accepted, and still in somebody's hands
ACCEPTED_STATES = (*OPEN_STATES, "done")
#: states that nothing follows
FINAL_STATES = ("refused", "returned", "withdrawn", "stopped", "cancelled", "given_back")
#: ended without a result
ENDED_STATES = tuple(state for state in FINAL_STATES if state != "returned")
#: verbs by which an accepted dossier ends without a result
ENDING_VERBS = ("withdraw", "stop", "cancel", "give_back", "correct")

#: what the official fills in until acceptance
RECEPTION_FIELDS = frozenset(
    {
        "procedure_id", "applicant_id", "channel", "arrived_at", "return_channel", "return_address",
        "submitter_name", "submitter_phone", "submitter_paper", "subject", "sets", "component_ids",
        "is_difficult_area",
    }
)  # fmt: skip


class HccDossier(models.Model):
    """A dossier (hồ sơ thủ tục hành chính) from the counter to the returned result.

    A counter official receives, guides, refuses, hands over, takes the supplement and the result,
    returns it, and records a withdrawal or a stop. The agency's staff take it and complete the
    internal steps: an appraiser appraises, an approver approves, sends back, suspends and
    re-appoints, the clerk numbers, seals and hands the result over to the centre; a step may name
    another role. A director or approver cancels. Who holds a delegation acts in the principal's
    place (see ``hcc_dossier_authority``). Everyone sees the dossiers of the own agencies;
    directors, administrators and oversight see all. State, code and due dates change through the
    verbs only.
    """

    _name = "hcc.dossier"
    _description = "Dossier"
    _inherit = ["hcc.state.mixin"]
    _order = "id desc"
    _rec_names_search = ["name", "reception_number"]
    _check_company_auto = True
    _export_groups = EXPORT_GROUPS

    # -------------------------------------------------------------------------
    # WHAT IS ASKED, BY WHOM
    # -------------------------------------------------------------------------

    name = fields.Char("Dossier code", readonly=True, copy=False)
    reception_number = fields.Char(
        "Temporary reception number",
        readonly=True,
        copy=False,
        help="Given to a dossier that is not yet accepted.",
    )
    company_id = fields.Many2one(
        "res.company",
        "Centre",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    procedure_id = fields.Many2one("hcc.procedure", index=True, ondelete="restrict")
    version_id = fields.Many2one(
        "hcc.procedure.version",
        "Version",
        compute="_compute_version_id",
        store=True,
        index=True,
        ondelete="restrict",
    )
    agency_id = fields.Many2one(
        "hcc.agency",
        "Competent agency",
        compute="_compute_agency_id",
        store=True,
        index=True,
        ondelete="restrict",
    )
    field_id = fields.Many2one(
        "hcc.procedure.field", related="procedure_id.field_id", related_sudo=False
    )
    policy_id = fields.Many2one("hcc.policy", readonly=True, index=True, ondelete="restrict")
    applicant_id = fields.Many2one("hcc.applicant", index=True, ondelete="restrict")
    applicant_kind = fields.Selection(
        [("person", "Person"), ("organisation", "Organisation")], readonly=True
    )
    applicant_name = fields.Char("Applicant's name", readonly=True, help="As it was that day.")
    applicant_address = fields.Char("Applicant's address", readonly=True)
    applicant_phone = fields.Char("Applicant's phone", readonly=True, groups=PERSONAL)
    applicant_email = fields.Char("Applicant's e-mail", readonly=True, groups=PERSONAL)
    applicant_identity = fields.Char("Identity number, masked", readonly=True)
    submitter_name = fields.Char("Submitted by", help="When it is not the applicant.")
    submitter_phone = fields.Char("Submitter's phone", groups=PERSONAL)
    submitter_paper = fields.Char(
        "Power of attorney", help="Number and date of the paper that entitles the submitter."
    )
    channel = fields.Selection(
        [
            ("counter", "At the counter"),
            ("postal", "By post"),
            ("online", "Online"),
            ("home", "At home"),
            ("other_centre", "At another centre"),
        ],
        required=True,
        default="counter",
    )
    arrived_at = fields.Datetime(
        "Arrival postmark", help="For postal dossiers, when the policy counts from the arrival."
    )
    return_channel = fields.Selection(
        [("counter", "At the counter"), ("postal", "By post"), ("online", "Online")],
        "Collect the result",
        required=True,
        default="counter",
    )
    return_address = fields.Char()
    subject = fields.Char("Request", help="Empty: the procedure's name.")
    sets = fields.Integer("Sets of papers", required=True, default=1)

    # -------------------------------------------------------------------------
    # WHERE IT STANDS
    # -------------------------------------------------------------------------

    state = fields.Selection(
        [
            ("draft", "Being received"),
            ("guided", "Guided to complete"),
            ("refused", "Refused"),
            ("received", "Received"),
            ("handed_over", "Handed over"),
            ("processing", "In process"),
            ("supplement", "Waiting for supplement"),
            ("suspended", "Suspended"),
            ("done", "Result at the centre"),
            ("returned", "Result returned"),
            ("withdrawn", "Withdrawn"),
            ("stopped", "Stopped"),
            ("cancelled", "Cancelled"),
            ("given_back", "Given back without a result"),
        ],
        required=True,
        readonly=True,
        default="draft",
        index=True,
        group_expand="_in_the_order_of_the_way",
    )
    custody = fields.Selection(
        [
            ("centre", "At the centre"),
            ("to_agency", "On the way to the agency"),
            ("agency", "With the agency"),
            ("to_centre", "Result on the way to the centre"),
            ("applicant", "With the applicant"),
            ("archive", "In the archive"),
        ],
        "Papers",
        required=True,
        readonly=True,
        default="centre",
    )
    official_user_id = fields.Many2one(
        "res.users", "Received by", readonly=True, index="btree_not_null"
    )
    step_ids = fields.One2many("hcc.dossier.step", "dossier_id", "Steps", readonly=True)
    current_step_id = fields.Many2one(
        "hcc.dossier.step", readonly=True, index="btree_not_null", copy=False
    )
    current_step_kind = fields.Selection(related="current_step_id.kind", related_sudo=False)
    notice_ids = fields.One2many("hcc.dossier.notice", "dossier_id", "Notices", readonly=True)
    request_reason = fields.Text("Last reason", readonly=True, copy=False)
    handover_due_at = fields.Datetime("Hand over until", readonly=True)
    handed_over_at = fields.Datetime(readonly=True)

    # What the current user may do now, for the buttons of the views.
    can_receive = fields.Boolean(compute="_compute_can")
    can_guide = fields.Boolean(compute="_compute_can")
    can_refuse = fields.Boolean(compute="_compute_can")
    can_hand_over = fields.Boolean(compute="_compute_can")
    can_take = fields.Boolean(compute="_compute_can")
    can_complete_step = fields.Boolean(compute="_compute_can")
    can_send_back = fields.Boolean(compute="_compute_can")
    can_hand_over_result = fields.Boolean(compute="_compute_can")
    can_take_result = fields.Boolean(compute="_compute_can")
    can_request_supplement = fields.Boolean(compute="_compute_can")
    can_accept_supplement = fields.Boolean(compute="_compute_can")
    can_suspend = fields.Boolean(compute="_compute_can")
    can_resume = fields.Boolean(compute="_compute_can")
    can_extend = fields.Boolean(compute="_compute_can")
    can_return_result = fields.Boolean(compute="_compute_can")
    can_withdraw = fields.Boolean(compute="_compute_can")
    can_stop = fields.Boolean(compute="_compute_can")
    can_cancel = fields.Boolean(compute="_compute_can")

    # Constraints of the data itself; the verbs explain them before the database has to.
    _name_uniq = models.UniqueIndex("(name) WHERE name IS NOT NULL", "This dossier code is taken.")
    _reception_number_uniq = models.UniqueIndex(
        "(company_id, reception_number) WHERE reception_number IS NOT NULL",
        "This reception number is taken.",
    )
    _identified_check = models.Constraint(
        "CHECK (state IN ('draft', 'cancelled') OR (procedure_id IS NOT NULL"
        " AND agency_id IS NOT NULL AND applicant_id IS NOT NULL))",
        "A dossier that has left the draft has a procedure, an agency and an applicant.",
    )
    _received_check = models.Constraint(
        "CHECK (received_at IS NULL OR (name IS NOT NULL AND due_at IS NOT NULL"
        " AND first_due_at IS NOT NULL AND policy_id IS NOT NULL AND received_on IS NOT NULL))",
        "A received dossier has a code, a due date and a policy.",
    )
    _finished_check = models.Constraint(
        "CHECK (state NOT IN ('done', 'returned') OR (finished_at IS NOT NULL"
        " AND timeliness IS NOT NULL))",
        "A finished dossier says when and whether in time.",
    )
    _sets_check = models.Constraint("CHECK (sets BETWEEN 1 AND 999)", "There are 1 to 999 sets.")
    _open_due_idx = models.Index(
        "(company_id, due_at) WHERE state IN ('received', 'handed_over', 'processing')"
    )
    _agency_state_idx = models.Index("(agency_id, state)")
    _days_idx = models.Index("USING brin (received_on, finished_on)")

    # -------------------------------------------------------------------------
    # RULES OF THE STATE MIXIN
    # -------------------------------------------------------------------------

    _verbs = {
        "receive": Verb(RECEPTION_STATES, "received", (OFFICIAL,)),
        "guide": Verb(RECEPTION_STATES, "guided", (OFFICIAL,)),
        "refuse": Verb(RECEPTION_STATES, "refused", (OFFICIAL,)),
        "hand_over": Verb(("received",), "handed_over", (OFFICIAL,)),
        # What waits with its parent goes on waiting when its papers come.
        "take": Verb(
            ("handed_over", *WAITING_STATES), None, (APPRAISER, APPROVER, CLERK, OFFICIAL)
        ),
        "complete_step": Verb(("processing",), None, (APPRAISER, APPROVER, CLERK, OFFICIAL)),
        "send_back": Verb(("processing",), None, (APPROVER,)),
        # The result travels back by the same two words: hand_over() and take() choose by custody.
        "hand_over_result": Verb(("processing",), None, (CLERK,)),
        "take_result": Verb(("processing",), "done", (OFFICIAL,)),
        "request_supplement": Verb(("processing",), "supplement", (APPRAISER, APPROVER)),
        "accept_supplement": Verb(("supplement",), "processing", (OFFICIAL,)),
        "suspend": Verb(("processing",), "suspended", (APPROVER,)),
        "resume": Verb(("suspended",), "processing", (APPROVER,)),
        "extend": Verb(("handed_over", "processing"), None, (APPROVER,)),
        "return_result": Verb(("done",), "returned", (OFFICIAL,)),
        "withdraw": Verb(("guided", *OPEN_STATES), "withdrawn", (OFFICIAL,)),
        "stop": Verb(("processing", *WAITING_STATES), "stopped", (OFFICIAL, APPROVER)),
        "cancel": Verb(
            (*RECEPTION_STATES, *OPEN_STATES),
            "cancelled",
            (OFFICIAL, APPROVER, DIRECTOR),
        ),
    }
    _guarded_fields = frozenset(
        {
            "state", "name", "reception_number", "version_id", "agency_id", "policy_id", "custody",
            "applicant_kind", "applicant_name", "applicant_address", "applicant_phone",
            "applicant_email", "applicant_identity", "official_user_id", "step_ids",
            "current_step_id", "notice_ids", "ledger_ids", "request_reason", "handover_due_at",
            "handed_over_at", "received_at", "received_on", "first_due_at", "due_at",
            "appointment_at", "finished_at", "finished_on", "returned_at", "returned_on",
            "ended_at", "ended_on", "timeliness", "result_kind", "result_number", "result_year",
            "sealed_at", "sealed_user_id", "collector_kind", "collector_name", "collector_paper",
        }
    )  # fmt: skip
    _editable_fields = {"draft": RECEPTION_FIELDS, "guided": RECEPTION_FIELDS}

    @api.model
    def _verb_labels(self):
        _ = self.env._
        return {
            "receive": _("Accept"),
            "guide": _("Guide to complete"),
            "refuse": _("Refuse"),
            "hand_over": _("Hand over"),
            "take": _("Take"),
            "complete_step": _("Complete the step"),
            "send_back": _("Send back"),
            "hand_over_result": _("Hand over the result"),
            "take_result": _("Take the result"),
            "request_supplement": _("Request a supplement"),
            "accept_supplement": _("Take the supplement"),
            "suspend": _("Suspend"),
            "resume": _("Resume"),
            "extend": _("Apologise and re-appoint"),
            "return_result": _("Return the result"),
            "withdraw": _("Record a withdrawal"),
            "stop": _("Stop"),
            "cancel": _("Cancel the dossier"),
        }

    def _in_the_order_of_the_way(self, states, _domain):
        """The columns of the kanban: only states with dossiers, in their order."""
        return [state for state, _label in self._fields["state"].selection if state in states]

    # -------------------------------------------------------------------------
    # COMPUTE
    # -------------------------------------------------------------------------

    @api.depends("name", "reception_number", "procedure_id")
    def _compute_display_name(self):
        for dossier in self:
            number = dossier.name or dossier.reception_number
            new = self.env._("New dossier %s", dossier.procedure_id.sudo().code or "")
            dossier.display_name = number or new.strip()

    @api.depends("procedure_id")
    def _compute_version_id(self):
        for dossier in self:
            today = self.env["hcc.clock"]._today(dossier.company_id or self.env.company)
            procedure = dossier.procedure_id
            dossier.version_id = procedure._version_on(today) if procedure else False

    @api.depends("procedure_id")
    def _compute_agency_id(self):
        for dossier in self:
            agency = dossier.procedure_id.agency_id
            if agency:
                today = self.env["hcc.clock"]._today(dossier.company_id or self.env.company)
                agency = agency.sudo()._acting_on(today).with_env(self.env) or agency
            dossier.agency_id = agency or self.env.user.agency_ids[:1]

    @api.depends("state", "custody", "current_step_id", "notice_ids")
    @api.depends_context("uid")
    def _compute_can(self):
        for dossier in self:
            for verb in self._verbs:
                dossier[f"can_{verb}"] = bool(dossier.id) and dossier._can(verb)

    # -------------------------------------------------------------------------
    # DIALOGS
    # -------------------------------------------------------------------------

    def action_open_dialog(self):
        """Open the dialog of the verb that the button names in its context."""
        self.ensure_one()
        return self.env["hcc.dossier.act"]._open(self, self.env.context.get("verb"))

    # -------------------------------------------------------------------------
    # SHARED BY THE VERBS
    # -------------------------------------------------------------------------

    def _policy(self):
        """The policy of the day of reception; before acceptance, today's."""
        self.ensure_one()
        if self.policy_id:
            return self.policy_id
        today = self.env["hcc.clock"]._today(self.company_id)
        return self.env["hcc.policy"]._get(self.company_id, today)

    def _parts(self, model):
        """``model`` ready to be written by a verb."""
        return self.sudo()._open_guard().env[model]

    def _checked_reason(self, reason):
        text = (reason or "").strip()
        if not text:
            raise UserError(
                self.env._("%s: state the reason; the applicant reads it.", self.display_name)
            )
        return text

    def _ending(self):
        """Stamps of an end without a result."""
        clock = self.env["hcc.clock"]
        now = clock._now()
        return {"ended_at": now, "ended_on": clock._local(self.company_id, now).date()}

    def _unit_code(self, policy):
        """The identifier that opens the dossier's code: the agency's, or by policy the centre's."""
        agency = self.agency_id.sudo()
        centre = self.company_id.sudo()
        by_agency = policy.sudo().dossier_code_unit == "agency"
        day = self.env["hcc.clock"]._today(centre)
        own = by_agency and agency._code_under(policy.sudo().agency_code_scheme, day)
        code = own or centre.identifier_code
        if not code:
            raise UserError(
                self.env._(
                    "Neither %(agency)s nor %(centre)s has an identifier code, so no dossier code "
                    "can be given. An administrator must enter one.",
                    agency=agency.name,
                    centre=centre.name,
                )
            )
        return code
