from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from .hcc_state_mixin import Verb

ADMINISTRATOR = ("hcc_base.group_administrator",)
#: act → the role that carries it out in its own right
ACT_GROUPS = {
    "appraise": "hcc_base.group_appraiser",
    "approve": "hcc_base.group_approver",
    "number_seal": "hcc_base.group_clerk",
    "return": "hcc_base.group_official",
}
#: whoever works on dossiers may be given a delegation
DELEGATE_GROUPS = tuple(ACT_GROUPS.values())


class HccDelegation(models.Model):
    """A delegation (uỷ quyền): by which decision who acts in whose place, on which procedures, in
    which acts and on which days.

    The delegate acts within the principal's own rights: who loses the role or leaves the agency
    can no longer be represented. Nobody passes on what was delegated to them. Whether a
    delegation counts is judged by the day of the act; ``is_current`` is the same for record rules
    and is set by the verbs and a daily job.

    Administrators enter, activate and revoke them; the director and oversight read all, principal
    and delegate their own.
    """

    _name = "hcc.delegation"
    _inherit = ["hcc.state.mixin"]
    _description = "Delegation"
    _order = "date_to desc, id desc"
    _check_company_auto = True

    _verbs = {
        "activate": Verb(sources=("draft",), target="active", groups=ADMINISTRATOR),
        "end": Verb(sources=("active",), target="ended", groups=ADMINISTRATOR),
        "revoke": Verb(sources=("active",), target="revoked", groups=ADMINISTRATOR),
    }
    _guarded_fields = frozenset({"state", "is_current", "covered_procedure_ids", "closed_on"})
    _editable_fields = {"draft": "*"}
    _deletable_states = ("draft",)

    company_id = fields.Many2one(
        "res.company",
        "Centre",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    state = fields.Selection(
        [("draft", "Draft"), ("active", "Active"), ("ended", "Ended"), ("revoked", "Revoked")],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
    )
    principal_user_id = fields.Many2one(
        "res.users", "In the place of", required=True, index=True, ondelete="restrict"
    )
    delegate_user_id = fields.Many2one(
        "res.users", "Delegate", required=True, index=True, ondelete="restrict"
    )
    agency_id = fields.Many2one("hcc.agency", required=True, index=True, ondelete="restrict")
    scope = fields.Selection(
        [
            ("agency", "All procedures of the agency"),
            ("fields", "Fields of the agency"),
            ("procedures", "Single procedures"),
        ],
        required=True,
        default="agency",
    )
    field_ids = fields.Many2many(
        "hcc.procedure.field", string="Fields", domain="[('agency_id', '=', agency_id)]"
    )
    procedure_ids = fields.Many2many(
        "hcc.procedure", "hcc_delegation_chosen_rel", string="Chosen procedures"
    )
    covered_procedure_ids = fields.Many2many(
        "hcc.procedure",
        "hcc_delegation_procedure_rel",
        "delegation_id",
        "procedure_id",
        "Procedures covered",
        compute="_compute_covered_procedure_ids",
        store=True,
        copy=False,
    )
    act_appraise = fields.Boolean("Appraise")
    act_approve = fields.Boolean("Approve")
    act_number_seal = fields.Boolean("Number and seal")
    act_return = fields.Boolean("Take and return results")
    act_words = fields.Char("Acts", compute="_compute_act_words")
    decision_number = fields.Char("Decision", required=True, copy=False)
    decision_date = fields.Date("Date of the decision", required=True, copy=False)
    decision_signer = fields.Char("Signed by", required=True)
    scan = fields.Binary("Scan of the decision", attachment=True, copy=False)
    scan_name = fields.Char(copy=False)
    date_from = fields.Date("From", required=True, copy=False)
    date_to = fields.Date("To", required=True, copy=False)
    closed_on = fields.Date("Closed on", readonly=True, copy=False)
    is_current = fields.Boolean(
        "In effect", readonly=True, copy=False, help="Active, and today lies within its days."
    )
    days_left = fields.Integer(compute="_compute_days_left")
    can_activate = fields.Boolean(compute="_compute_can")
    can_revoke = fields.Boolean(compute="_compute_can")

    _self_check = models.Constraint(
        "CHECK (principal_user_id <> delegate_user_id)", "Nobody delegates to themselves."
    )
    _days_check = models.Constraint(
        "CHECK (date_to >= date_from)", "A delegation cannot end before it begins."
    )
    _acts_check = models.Constraint(
        "CHECK (true IN (act_appraise, act_approve, act_number_seal, act_return) IS TRUE)",
        "A delegation covers at least one act.",
    )
    _current_idx = models.Index("(delegate_user_id) WHERE is_current")

    # -------------------------------------------------------------------------
    # COMPUTE
    # -------------------------------------------------------------------------

    @api.depends("decision_number")
    def _compute_display_name(self):
        for delegation in self:
            delegation.display_name = delegation.decision_number or self.env._("New delegation")

    @api.depends("scope", "agency_id.procedure_ids", "field_ids.procedure_ids", "procedure_ids")
    def _compute_covered_procedure_ids(self):
        for delegation in self:
            covered = {
                "agency": delegation.agency_id.procedure_ids,
                "fields": delegation.field_ids.procedure_ids,
                "procedures": delegation.procedure_ids,
            }
            delegation.covered_procedure_ids = covered.get(delegation.scope)

    @api.depends("act_appraise", "act_approve", "act_number_seal", "act_return")
    def _compute_act_words(self):
        for delegation in self:
            delegation.act_words = ", ".join(
                delegation._fields[f"act_{act}"]._description_string(self.env)
                for act in delegation._acts()
            )

    @api.depends("date_to", "state")
    def _compute_days_left(self):
        for delegation in self:
            today = self.env["hcc.clock"]._today(delegation.company_id or self.env.company)
            runs = delegation.state == "active" and delegation.date_to
            delegation.days_left = runs and (delegation.date_to - today).days

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_can(self):
        for delegation in self:
            allowed = bool(delegation.id) and delegation._has_verb_group("activate")
            delegation.can_activate = allowed and delegation.state == "draft"
            delegation.can_revoke = allowed and delegation.state == "active"

    # -------------------------------------------------------------------------
    # VERBS
    # -------------------------------------------------------------------------

    def activate(self):
        """Let the delegation count from its first day on."""
        for delegation in self:
            delegation._lock_parties()
            today = self.env["hcc.clock"]._today(delegation.company_id)
            delegation._transition(
                "activate",
                values={"is_current": delegation._spans(today)},
                facts=delegation._journal_facts(),
            )
        return True

    def revoke(self):
        """End the delegation before its last day, from this moment on."""
        return self._close("revoke")

    def _end_past(self):
        """The daily job closes those whose last day is over."""
        return self._close("end")

    def _close(self, verb):
        for delegation in self:
            today = self.env["hcc.clock"]._today(delegation.company_id)
            values = {"is_current": False, "closed_on": today}
            delegation._transition(verb, values=values, facts=delegation._journal_facts())
        return True

    def _journal_facts(self):
        return {
            "principal": self.principal_user_id.id,
            "delegate": self.delegate_user_id.id,
            "acts": self._acts(),
            "from": str(self.date_from),
            "to": str(self.date_to),
        }

    def _lock_parties(self):
        """Two overlapping delegations of the same people cannot be activated at once.

        The write makes the later transaction start anew instead of judging by an old snapshot.
        """
        parties = (self.principal_user_id | self.delegate_user_id).sudo()
        self.env.cr.execute(
            SQL("UPDATE res_users SET write_date = write_date WHERE id = ANY(%s)", parties.ids)
        )

    @api.model
    def _cron_refresh(self):
        """Daily, just after midnight: close what is over, mark what counts today."""
        for company in self.search([("state", "=", "active")]).company_id:
            today = self.env["hcc.clock"]._today(company)
            active = self.search([("state", "=", "active"), ("company_id", "=", company.id)])
            active.filtered(lambda d, today=today: d.date_to < today)._end_past()
            for delegation in active.filtered(lambda d: d.state == "active"):
                if delegation.is_current != delegation._spans(today):
                    delegation._guarded_write({"is_current": delegation._spans(today)})

    # -------------------------------------------------------------------------
    # CHECKS
    # -------------------------------------------------------------------------

    def _check_verb(self, verb):
        super()._check_verb(verb)
        if verb == "activate":
            self._check_days()
            self._check_parties()
            self._check_overlaps()

    def _check_days(self):
        if self.date_to < self.env["hcc.clock"]._today(self.company_id):
            raise UserError(self.env._("%s: its last day is already over.", self.display_name))
        if not self.covered_procedure_ids:
            raise UserError(
                self.env._(
                    "%s covers no procedure: choose the agency, its fields or the procedures.",
                    self.display_name,
                )
            )

    def _check_parties(self):
        """The principal has what is delegated; the delegate works on dossiers at all."""
        for act in self._acts():
            if not self._principal_may(act, self.agency_id):
                raise UserError(
                    self.env._(
                        "%(delegation)s: %(principal)s has not the role “%(role)s” at %(agency)s, "
                        "and nobody delegates what is not their own.",
                        delegation=self.display_name,
                        principal=self.principal_user_id.sudo().name,
                        role=self.env.ref(ACT_GROUPS[act]).sudo().name,
                        agency=self.agency_id.name,
                    )
                )
        if not any(self.delegate_user_id.sudo().has_group(group) for group in DELEGATE_GROUPS):
            raise UserError(
                self.env._(
                    "%(delegation)s: %(delegate)s has no role that works on dossiers.",
                    delegation=self.display_name,
                    delegate=self.delegate_user_id.sudo().name,
                )
            )

    def _check_overlaps(self):
        """The same act has one delegate at a time; and what was delegated is not passed on."""
        people = (self.principal_user_id | self.delegate_user_id).ids
        others = self.sudo().search(
            Domain("state", "=", "active")
            & Domain("id", "!=", self.id)
            & Domain("date_from", "<=", self.date_to)
            & Domain("date_to", ">=", self.date_from)
            & (Domain("principal_user_id", "in", people) | Domain("delegate_user_id", "in", people))
        )
        for other in others.filtered(lambda other: set(other._acts()) & set(self._acts())):
            self._check_against(other)

    def _check_against(self, other):
        same = other.principal_user_id == self.principal_user_id
        if same and other.covered_procedure_ids & self.covered_procedure_ids:
            raise UserError(
                self.env._(
                    "%(delegation)s: during these days %(other)s already delegates the same act on "
                    "some of these procedures. Revoke it or choose other days, acts or procedures.",
                    delegation=self.display_name,
                    other=other.display_name,
                )
            )
        if (
            other.delegate_user_id == self.principal_user_id
            or other.principal_user_id == self.delegate_user_id
        ):
            raise UserError(
                self.env._(
                    "%(delegation)s would pass on an act that %(other)s delegates during these "
                    "days. Whoever acts in somebody's place cannot delegate that act.",
                    delegation=self.display_name,
                    other=other.display_name,
                )
            )

    # -------------------------------------------------------------------------
    # ANSWERS
    # -------------------------------------------------------------------------

    @api.model
    def _for_act(self, acts, procedure, agency, company, principal=None):
        """The delegation under which the current user may carry out one of ``acts`` today.

        :param agency: the agency, or its room, with which the dossier lies
        :param principal: in whose place alone; empty: in anybody's
        :return: at most one; empty when none counts on this day
        """
        today = self.env["hcc.clock"]._today(company)
        self.flush_model(["covered_procedure_ids"])
        given = self.sudo().search(
            [
                ("delegate_user_id", "=", self.env.uid),
                ("state", "=", "active"),
                ("company_id", "=", company.id),
                ("date_from", "<=", today),
                ("date_to", ">=", today),
                ("covered_procedure_ids", "in", procedure.ids),
            ]
        )
        if principal:
            given = given.filtered(lambda one: one.principal_user_id == principal)
        for delegation in given:
            for act in set(acts).intersection(delegation._acts()):
                if delegation._principal_may(act, agency):
                    return delegation
        return self.browse()

    def _acts(self):
        return [act for act in ACT_GROUPS if self[f"act_{act}"]]

    def _spans(self, day):
        return self.date_from <= day <= self.date_to

    def _principal_may(self, act, agency):
        """Whether the principal could do it in person: role, and staff of the agency or room."""
        principal = self.principal_user_id.sudo()
        return (
            principal.active
            and principal.has_group(ACT_GROUPS[act])
            and agency._has_staff(principal)
        )

    def _verb_labels(self):
        return super()._verb_labels() | {
            "activate": self.env._("Activate"),
            "end": self.env._("End"),
            "revoke": self.env._("Revoke"),
        }
