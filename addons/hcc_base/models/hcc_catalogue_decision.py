from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..transaction import reads_committed
from .hcc_state_mixin import Verb

DECIDERS = ("hcc_base.group_director", "hcc_base.group_administrator")
RECEPTION_MODES = [
    ("centre", "At the centre"),
    ("own_premises", "At the agency's own premises"),
    ("excluded", "Not under the one-stop mechanism"),
]
#: how a line of a policy's basis begins that a decision may rest on
LEGAL_TEXTS = ("Luật", "Nghị định", "Thông tư", "Quyết định")


class HccCatalogueDecision(models.Model):
    """A decision that brings procedures into a centre or out of it (quyết định đưa thủ tục vào,
    ra khỏi Trung tâm), with its list.

    From its effective day on it says where each procedure of the list is received, until a later
    decision says otherwise. It can be cancelled before that day; afterwards only another decision
    changes anything.

    All staff read decisions; administrators prepare them; the director or an administrator signs
    and cancels them.
    """

    _name = "hcc.catalogue.decision"
    _inherit = ["hcc.state.mixin"]
    _description = "Decision on the Centre's Catalogue"
    _order = "effective_on desc, id desc"

    _verbs = {
        "sign": Verb(sources=("draft",), target="signed", groups=DECIDERS),
        "cancel": Verb(sources=("signed",), target="cancelled", groups=DECIDERS),
    }
    _guarded_fields = frozenset({"state"})
    _editable_fields = {"draft": "*"}
    _deletable_states = ("draft",)

    name = fields.Char("Number", required=True, copy=False)
    company_id = fields.Many2one(
        "res.company",
        "Centre",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    state = fields.Selection(
        [("draft", "Draft"), ("signed", "Signed"), ("cancelled", "Cancelled")],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
    )
    decided_on = fields.Date(
        "Date", required=True, copy=False, default=lambda self: self.env["hcc.clock"]._today()
    )
    effective_on = fields.Date(
        "In force from",
        required=True,
        copy=False,
        default=lambda self: self.env["hcc.clock"]._today(),
        help="First day of reception that follows the list.",
    )
    signer = fields.Char("Signed by", required=True)
    signer_title = fields.Char("Title of the signer", help="As above the signature: CHỦ TỊCH …")
    proposed_by = fields.Char("At the proposal of")
    legal_basis = fields.Text(default=lambda self: self._default_legal_basis())
    line_ids = fields.One2many(
        "hcc.catalogue.decision.line", "decision_id", "Procedures", copy=True
    )
    in_count = fields.Integer("Into the centre", compute="_compute_counts")
    out_count = fields.Integer("Out of the centre", compute="_compute_counts")
    is_in_force = fields.Boolean("In force", compute="_compute_is_in_force")
    can_sign = fields.Boolean(compute="_compute_can")
    can_cancel = fields.Boolean(compute="_compute_can")

    _number_uniq = models.UniqueIndex(
        "(company_id, name) WHERE state <> 'cancelled'",
        "The centre already has a decision with this number.",
    )
    _in_force_idx = models.Index("(company_id, effective_on DESC) WHERE state = 'signed'")
    _days_check = models.Constraint(
        "CHECK (effective_on >= decided_on)", "A decision is not in force before its own date."
    )

    # -------------------------------------------------------------------------
    # COMPUTE
    # -------------------------------------------------------------------------

    @api.model
    def _default_legal_basis(self):
        policy = self.env["hcc.policy"]._get(self.env.company, self.env["hcc.clock"]._today())
        texts = (text.strip(" .") for text in (policy.legal_basis or "").split(";"))
        return "\n".join(f"Căn cứ {text};" for text in texts if text.startswith(LEGAL_TEXTS))

    @api.depends("line_ids.direction")
    def _compute_counts(self):
        for decision in self:
            brought = decision.line_ids.filtered(lambda line: line.direction == "in")
            decision.in_count = len(brought)
            decision.out_count = len(decision.line_ids) - len(brought)

    @api.depends("state", "effective_on")
    def _compute_is_in_force(self):
        for decision in self:
            today = self.env["hcc.clock"]._today(decision.company_id or self.env.company)
            decision.is_in_force = decision.state == "signed" and decision.effective_on <= today

    @api.depends("state", "effective_on", "line_ids")
    @api.depends_context("uid")
    def _compute_can(self):
        for decision in self:
            decision.can_sign = bool(decision.id) and decision._can("sign")
            decision.can_cancel = bool(decision.id) and decision._can("cancel")

    # -------------------------------------------------------------------------
    # VERBS
    # -------------------------------------------------------------------------

    @reads_committed
    def sign(self):
        """Let the list count from its effective day on."""
        return self._sign()

    def _sign(self):
        """:meth:`sign` in the caller's transaction, for decisions that it has just made."""
        self._check_verb_access("sign")
        # Receptions under way are waited for and seen (``_hold_version_on``).
        self.sudo().line_ids.procedure_id.version_ids._lock_rows()
        for decision in self:
            decision._transition("sign", facts=decision._journal_facts())
        return True

    def cancel(self):
        """Take a decision back that is not yet in force."""
        for decision in self:
            decision._transition("cancel", facts=decision._journal_facts())
        return True

    def _journal_facts(self):
        return {
            "effective_on": str(self.effective_on),
            "in": self.in_count,
            "out": self.out_count,
        }

    def _check_verb(self, verb):
        super()._check_verb(verb)
        if verb == "sign" and not self.line_ids:
            raise UserError(
                self.env._("%s: list the procedures it brings in or takes out.", self.display_name)
            )
        if verb == "sign":
            self._check_received_before()
        if verb == "cancel" and self.is_in_force:
            raise UserError(
                self.env._(
                    "%(decision)s is in force since %(day)s. Only a further decision changes it.",
                    decision=self.display_name,
                    day=f"{self.effective_on:%d/%m/%Y}",
                )
            )

    def _check_received_before(self):
        """What was received at the centre was received there by right."""
        out = self.sudo().line_ids.filtered(lambda line: line.direction == "out").procedure_id
        last_days = out._last_received_at(self.company_id)
        late = out.filtered(lambda p: last_days.get(p.id) and last_days[p.id] >= self.effective_on)
        if late:
            raise UserError(
                self.env._(
                    "%(decision)s takes out of the centre what was still received there: "
                    "%(procedures)s. Let it be in force after the last of these days.",
                    decision=self.display_name,
                    procedures=", ".join(f"{p.code} ({last_days[p.id]:%d/%m/%Y})" for p in late),
                )
            )

    def _verb_labels(self):
        return super()._verb_labels() | {
            "sign": self.env._("Sign"),
            "cancel": self.env._("Cancel the decision"),
        }

    # -------------------------------------------------------------------------
    # PAPER
    # -------------------------------------------------------------------------

    def _paper_lists(self):
        """The annexes, ``[(title, shows reasons, [(agency, lines)])]``, empty ones left out."""
        titles = {
            "in": "Danh mục thủ tục hành chính\nđưa vào thực hiện tại Trung tâm",
            "out": "Danh mục thủ tục hành chính\nđưa ra, không thực hiện tại Trung tâm",
        }
        return [
            (title, direction == "out", lines.grouped("agency_id").items())
            for direction, title in titles.items()
            if (lines := self.line_ids.filtered(lambda ln, d=direction: ln.direction == d))
        ]

    def _is_trial_paper(self):
        return self.env["hcc.clock"]._is_demonstration_database()


class HccCatalogueDecisionLine(models.Model):
    """One procedure of a decision: where it is received from then on, and why not at the centre.

    Rights: those of the decision; fixed once it is signed, for the superuser too.
    """

    _name = "hcc.catalogue.decision.line"
    _description = "Procedure of a Decision"
    _order = "decision_id, agency_id, procedure_id, id"

    decision_id = fields.Many2one(
        "hcc.catalogue.decision", required=True, index=True, ondelete="cascade"
    )
    procedure_id = fields.Many2one(
        "hcc.procedure", "Procedure", required=True, index=True, ondelete="restrict"
    )
    agency_id = fields.Many2one(related="procedure_id.agency_id", store=True, string="Agency")
    mode = fields.Selection(RECEPTION_MODES, "Received", required=True, default="centre")
    direction = fields.Selection(
        [("in", "Into the centre"), ("out", "Out of the centre")],
        compute="_compute_direction",
        store=True,
    )
    reason = fields.Char(help="Why the procedure is not received at the centre; citizens read it.")
    company_id = fields.Many2one(related="decision_id.company_id", store=True, string="Centre")
    effective_on = fields.Date(related="decision_id.effective_on")
    state = fields.Selection(related="decision_id.state")

    _procedure_uniq = models.Constraint(
        "UNIQUE (decision_id, procedure_id)", "A decision lists a procedure once."
    )
    _reason_check = models.Constraint(
        "CHECK (mode = 'centre' OR COALESCE(reason, '') <> '')",
        "State why the procedure is not received at the centre.",
    )

    @api.depends("mode")
    def _compute_direction(self):
        for line in self:
            line.direction = "in" if line.mode == "centre" else "out"

    @api.depends("procedure_id.display_name")
    def _compute_display_name(self):
        for line in self:
            line.display_name = line.procedure_id.display_name

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_derived(self._follows_decision(vals))
        lines = super().create(vals_list)
        lines._check_is_draft()
        return lines

    def write(self, vals):
        self._refuse_derived(self._follows_decision(vals))
        self._check_is_draft()
        result = super().write(vals)
        if "decision_id" in vals:
            self._check_is_draft()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_if_draft(self):
        self._check_is_draft()

    @api.model
    def _follows_decision(self, names):
        """What a line takes over from its decision, by which alone it counts."""
        return {"company_id", "effective_on", "state", "direction"}.intersection(names)

    def _check_is_draft(self):
        for decision in self.sudo().decision_id:
            if decision.state != "draft":
                raise AccessError(
                    self.env._(
                        "%s is signed and its list no longer changes. Prepare a further decision.",
                        decision.display_name,
                    )
                )
