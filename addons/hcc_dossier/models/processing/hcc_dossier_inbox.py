from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..dossier.hcc_dossier_authority import KIND_GROUPS, ROLE_GROUPS, STEP_ACTS


class HccDossierStep(models.Model):
    """My work (việc của tôi): the steps that wait for the reader.

    Those the reader holds; those nobody holds yet, or whose holder may no longer do them, of the
    reader's agencies and rooms and by the reader's roles; and those of a principal whose delegation
    to the reader counts today. Read from the open steps alone, however many are finished.
    """

    _inherit = "hcc.dossier.step"

    waits_for_me = fields.Boolean(compute="_compute_work", search="_search_waits_for_me")
    work_kind = fields.Selection(
        [("held", "Held by me"), ("unit", "Of my unit, not taken"), ("place", "In one's place")],
        "Mine because",
        compute="_compute_work",
    )
    in_place_of = fields.Char("For whom", compute="_compute_work")
    waits_for_my_unit = fields.Boolean(
        compute="_compute_waits_for_my_unit", search="_search_waits_for_my_unit"
    )

    # What the list of steps shows of their dossier.
    procedure_id = fields.Many2one(related="dossier_id.procedure_id")
    dossier_state = fields.Selection(related="dossier_id.state", string="State of the dossier")
    dossier_due_at = fields.Datetime(
        "Dossier due", related="dossier_id.work_due_at", related_sudo=False
    )
    dossier_is_late = fields.Boolean(
        "Dossier overdue", related="dossier_id.is_overdue", related_sudo=False
    )
    dossier_is_amber = fields.Boolean(
        "Dossier due soon", related="dossier_id.is_amber", related_sudo=False
    )

    # -------------------------------------------------------------------------
    # WHOSE WORK
    # -------------------------------------------------------------------------

    @api.depends("is_current", "holder_user_id", "agency_id.member_ids", "role", "kind")
    @api.depends_context("uid")
    def _compute_work(self):
        current = self.filtered("is_current")
        held = current.filtered(lambda step: step.holder_user_id == self.env.user)
        others = current - held
        unit = others and others.filtered_domain(self._unit_domain())
        places = {}
        for delegation, domain in self._place_domains():
            theirs = (others - unit).sudo().filtered_domain(domain)
            places.update(dict.fromkeys(theirs.ids, delegation.principal_user_id.name))
        for step in self:
            kind = "held" if step in held else "unit" if step in unit else False
            step.in_place_of = not kind and places.get(step.id)
            step.work_kind = kind or (step.in_place_of and "place")
            step.waits_for_me = bool(step.work_kind)

    def _search_waits_for_me(self, operator, value):
        if operator != "in":
            return NotImplemented
        held = Domain("holder_user_id", "=", self.env.uid)
        places = [domain for __, domain in self._place_domains()]
        return Domain("is_current", "=", True) & Domain.OR([held, self._unit_domain(), *places])

    def _unit_domain(self):
        """Nobody's yet or any more, and of the reader's units and roles."""
        user = self.env.user
        roles = self._roles_domain(lambda group: user.has_group(group))
        mine = Domain("agency_id", "in", self._units_of(user).ids) & roles
        left = Domain("id", "in", self._left_behind(mine).ids)
        return (Domain("holder_user_id", "=", False) | left) & mine

    def _left_behind(self, domain):
        """The open steps within ``domain`` whose holder left, changed the agency or lost the role:
        they hold nothing any more (see ``_held_by``)."""
        steps = self.sudo()
        held = Domain("is_current", "=", True) & Domain("holder_user_id", "!=", False) & domain
        alike = ["holder_user_id", "company_id", "agency_id", "role", "kind"]
        left = self.browse()
        for [person, company, agency, role, kind] in steps._read_group(held, alike):
            groups = ROLE_GROUPS.get(role) or (KIND_GROUPS[kind],)
            if not self._is_able(person, company, agency, groups):
                same = held & Domain("holder_user_id", "=", person.id)
                same &= Domain("company_id", "=", company.id) & Domain("agency_id", "=", agency.id)
                same &= Domain("role", "=", role) & Domain("kind", "=", kind)
                left |= steps.search(same).filtered(lambda step: not step._held_by())
        return left

    def _place_domains(self):
        """``[(delegation, steps it opens)]`` of the delegations to the reader in effect today."""
        delegations = self.env["hcc.delegation"].sudo()
        given = delegations.search(
            [
                ("delegate_user_id", "=", self.env.uid),
                ("is_current", "=", True),
                ("company_id", "in", self.env.companies.ids),
            ]
        )
        return [(delegation, self._place_domain(delegation)) for delegation in given]

    def _place_domain(self, delegation):
        principal, acts = delegation.principal_user_id, delegation._acts()
        covered = delegation.covered_procedure_ids.ids
        unit = Domain("agency_id", "in", self._units_of(principal).ids)
        roles = self._roles_domain(
            lambda group: STEP_ACTS.get(group) in acts and principal.has_group(group)
        )
        left = self._left_behind(Domain("company_id", "=", delegation.company_id.id) & unit & roles)
        return (
            Domain("company_id", "=", delegation.company_id.id)
            & (Domain("holder_user_id", "in", [False, principal.id]) | Domain("id", "in", left.ids))
            & unit
            # the steps' own rules say who sees them: the dossiers' would be asked of all history
            & Domain("dossier_id", "any!", [("procedure_id", "in", covered)])
            & roles
        )

    @api.model
    def _units_of(self, user):
        """The agencies and rooms whose steps ``user`` does; see ``hcc.agency._has_staff``."""
        rooms = Domain("kind", "=", "unit") & Domain("member_ids", "in", user.ids)
        mine = Domain("member_ids", "in", user.ids) | Domain("child_ids", "any", rooms)
        return self.env["hcc.agency"].sudo().search(mine)

    @api.model
    def _roles_domain(self, has):
        """Steps that one of the roles completes of which ``has`` says that it is there."""
        roles = [role for role, groups in ROLE_GROUPS.items() if any(map(has, groups))]
        kinds = [kind for kind, group in KIND_GROUPS.items() if has(group)]
        return Domain("role", "in", roles) | Domain("role", "=", False) & Domain(
            "kind", "in", kinds
        )

    @api.depends_context("uid")
    @api.depends("is_current", "agency_id.member_ids")
    def _compute_waits_for_my_unit(self):
        mine = self.filtered_domain(self._search_waits_for_my_unit("in", [True]))
        for step in self:
            step.waits_for_my_unit = step in mine

    def _search_waits_for_my_unit(self, operator, value):
        """All open steps of the reader's units; of everybody for a director."""
        if operator != "in":
            return NotImplemented
        current = Domain("is_current", "=", True)
        if self.env.user.has_group("hcc_base.group_director"):
            return current
        return current & Domain("agency_id", "in", self._units_of(self.env.user).ids)

    # -------------------------------------------------------------------------
    # BUTTONS
    # -------------------------------------------------------------------------

    def action_open_dossier(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "hcc.dossier",
            "res_id": self.dossier_id.id,
            "views": [(False, "form")],
            "context": {"create": False},
        }

    def action_take(self):
        """Take the papers of what was handed over, and the step of what is in process."""
        self._check_current()
        for dossier in self.dossier_id:
            if dossier.state == "handed_over":
                dossier.take()
            else:
                dossier.take_step()
        return True

    def action_release(self):
        """Give the chosen steps back."""
        self._check_current()
        self.dossier_id.release_step()
        return True

    def action_reassign(self):
        """Open the dialog that gives the chosen steps to somebody else."""
        self._check_current()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reassign"),
            "res_model": "hcc.dossier.reassign",
            "view_mode": "form",
            "target": "new",
            "context": {"default_step_ids": self.ids},
        }

    def _check_current(self):
        """The screen may be older than the dossier: no button acts on another step than shown."""
        for step in self:
            if step.dossier_id.current_step_id != step:
                raise UserError(
                    self.env._(
                        "%(dossier)s is no longer in the step “%(step)s”. Reload the list.",
                        dossier=step.dossier_id.display_name,
                        step=step.name,
                    )
                )
