from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from odoo.addons.hcc_base.models.hcc_state_mixin import Verb

ADMINISTRATOR = ("hcc_base.group_administrator",)


class HccSeal(models.Model):
    """A seal of the register (sổ quản lý con dấu): whose it is, where it lies, who keeps it.

    An agency has one seal; a further wet one, like the second seal at the centre, needs the
    competent authority's permission and its registration (Decree 99/2016 art. 5(4a), 16(1)).
    An electronic seal is the agency's certificate. A result is sealed with one that is in use, by
    a keeper or in a keeper's place; each use is a row of its own.

    Administrators enter seals, name the keepers and take seals out of use: a centre's own those
    that lie there, a leading centre's those at an agency's office. Clerks read the own agencies'
    seals and those of a keeper in whose place they act, directors and oversight all.
    """

    _name = "hcc.seal"
    _inherit = ["hcc.state.mixin", "hcc.common.mixin"]
    _description = "Seal"
    _order = "agency_id, kind, id"

    _verbs = {
        "take_into_use": Verb(("draft",), "in_use", ADMINISTRATOR),
        "appoint": Verb(("in_use",), None, ADMINISTRATOR),
        "retire": Verb(("in_use",), "retired", ADMINISTRATOR),
    }
    _guarded_fields = frozenset({"state", "retired_on", "retire_reason"})
    _editable_fields = {"draft": "*"}
    _deletable_states = ("draft",)
    _has_own_records = True

    name = fields.Char(required=True)
    number = fields.Char("Number of the seal", required=True, copy=False)
    agency_id = fields.Many2one("hcc.agency", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(
        "res.company",
        "Kept at",
        index=True,
        help="The centre where it lies. Empty: at the agency's own office, for all centres.",
    )
    kind = fields.Selection(
        [
            ("own", "The agency's seal"),
            ("second", "Second seal at a centre"),
            ("electronic", "Electronic seal"),
        ],
        required=True,
        default="own",
    )
    certificate_id = fields.Many2one(
        "hcc.signing.certificate",
        "Certificate",
        domain="[('purpose', '=', 'agency'), ('agency_id', '=', agency_id)]",
        help="Of an electronic seal.",
    )
    keeper_ids = fields.Many2many("res.users", string="Keepers")
    delegate_ids = fields.Many2many(
        "res.users",
        string="In a keeper's place",
        compute="_compute_delegate_ids",
        search="_search_delegate_ids",
        compute_sudo=True,
        help="By a delegation that counts today; record rules ask for them.",
    )
    permission_number = fields.Char("Permission")
    permission_date = fields.Date("Date of the permission")
    permission_authority = fields.Char("Permitted by")
    registration_number = fields.Char("Registration certificate")
    registration_date = fields.Date("Date of the registration")
    state = fields.Selection(
        [("draft", "Draft"), ("in_use", "In use"), ("retired", "Out of use")],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
    )
    retired_on = fields.Date("Out of use since", readonly=True, copy=False)
    retire_reason = fields.Char("Reason", readonly=True, copy=False)
    use_ids = fields.One2many("hcc.seal.use", "seal_id", "Uses", readonly=True)
    can_take_into_use = fields.Boolean(compute="_compute_can")
    can_appoint = fields.Boolean(compute="_compute_can")
    can_retire = fields.Boolean(compute="_compute_can")

    _number_uniq = models.UniqueIndex(
        "(agency_id, number)", "The agency's register has this number already."
    )

    @api.depends("name", "number")
    def _compute_display_name(self):
        for seal in self:
            seal.display_name = f"{seal.name} ({seal.number})" if seal.number else seal.name

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_can(self):
        for seal in self:
            for verb in self._verbs:
                seal[f"can_{verb}"] = bool(seal.id) and seal._can(verb)

    @api.depends("keeper_ids", "company_id")
    def _compute_delegate_ids(self):
        for seal in self:
            given = self._delegations([("principal_user_id", "in", seal.keeper_ids.ids)])
            at_hand = given.filtered(
                lambda one, seal=seal: seal.company_id in (one.company_id, seal.company_id.browse())
            )
            seal.delegate_ids = at_hand.delegate_user_id

    def _search_delegate_ids(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain.OR(
            Domain("keeper_ids", "in", given.principal_user_id.ids)
            & Domain("company_id", "in", [False, given.company_id.id])
            for given in self._delegations([("delegate_user_id", "in", list(value))])
        )

    def _delegations(self, domain):
        """Those in effect today by which a keeper's place is taken."""
        counts = Domain("is_current", "=", True) & Domain("act_number_seal", "=", True)
        return self.env["hcc.delegation"].sudo().search(counts & Domain(domain))

    @api.constrains("kind", "company_id")
    def _check_place(self):
        for seal in self:
            if seal.kind == "second" and not seal.company_id:
                raise ValidationError(
                    self.env._("%s: a second seal lies at a centre; say at which.", seal.name)
                )

    def action_open_dialog(self):
        """Open the dialog of the verb that the button names in its context."""
        self.ensure_one()
        verb = self.env.context.get("verb")
        return {
            "type": "ir.actions.act_window",
            "name": self._verb_labels().get(verb, ""),
            "res_model": "hcc.seal.act",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_seal_id": self.id,
                "default_verb": verb,
                "default_keeper_ids": self.keeper_ids.ids,
            },
        }

    # -------------------------------------------------------------------------
    # VERBS
    # -------------------------------------------------------------------------

    def take_into_use(self):
        """From now on results may be sealed with it."""
        for seal in self:
            seal._transition("take_into_use", facts=seal._journal_facts())
        return True

    def appoint(self, keeper_ids):
        """Name who keeps the seal from now on; nobody else seals with it.

        :param keeper_ids: ids of users with the clerk's role and on the agency's staff list
        """
        self.ensure_one()
        keepers = self.env["res.users"].browse(keeper_ids).exists()
        self._check_keepers(keepers)
        facts = {**self._journal_facts(), "keepers": keepers.ids, "before": self.keeper_ids.ids}
        values = {"keeper_ids": [fields.Command.set(keepers.ids)]}
        self._transition("appoint", values=values, facts=facts)
        return True

    def retire(self, reason=None):
        """Take the seal out of use: handed in, lost, worn out; what it sealed stays valid."""
        self.ensure_one()
        words = (reason or "").strip()
        if not words:
            raise UserError(self.env._("%s: say why the seal goes out of use.", self.display_name))
        today = self.env["hcc.clock"]._today(self.company_id or self.env.company)
        values = {"retired_on": today, "retire_reason": words}
        self._transition("retire", values=values, facts=self._journal_facts())
        return True

    def _check_verb(self, verb):
        super()._check_verb(verb)
        if verb == "take_into_use":
            self._check_papers()
            self._check_keepers(self.keeper_ids)

    def _check_papers(self):
        """Decree 99/2016 art. 5(4a), 16(1): permission first, then registration."""
        needed = {
            "own": ("registration_number",),
            "second": ("permission_number", "permission_date", "registration_number"),
            "electronic": ("certificate_id",),
        }
        missing = [name for name in needed[self.kind] if not self[name]]
        if missing:
            raise UserError(
                self.env._(
                    "%(seal)s cannot be taken into use without: %(papers)s.",
                    seal=self.display_name,
                    papers=self._field_labels(missing),
                )
            )

    def _check_keepers(self, keepers):
        if not keepers:
            raise UserError(self.env._("%s: name at least one keeper.", self.display_name))
        for keeper in keepers.sudo():
            if not (keeper.has_group("hcc_base.group_clerk") and self.agency_id._has_staff(keeper)):
                raise UserError(
                    self.env._(
                        "%(seal)s: %(keeper)s is no clerk of %(agency)s and cannot keep its seal.",
                        seal=self.display_name,
                        keeper=keeper.name,
                        agency=self.agency_id.name,
                    )
                )

    def _journal_facts(self):
        return {"agency": self.agency_id.id, "kind": self.kind, "number": self.number}

    def _verb_labels(self):
        return super()._verb_labels() | {
            "take_into_use": self.env._("Take into use"),
            "appoint": self.env._("Appoint keepers"),
            "retire": self.env._("Take out of use"),
        }

    def _owner(self):
        return self.company_id

    # -------------------------------------------------------------------------
    # ANSWERS
    # -------------------------------------------------------------------------

    @api.model
    def _usable(self, agency, company, keeper=None):
        """Seals in use of ``agency`` or the agencies above it, at ``company`` or the agency's own
        office, the centre's first; with ``keeper`` only theirs."""
        domain = (
            Domain("state", "=", "in_use")
            & Domain("agency_id", "parent_of", agency.ids)
            & Domain("company_id", "in", [False, company.id])
        )
        if keeper:
            domain &= Domain("keeper_ids", "in", keeper.ids)
        seals = self.sudo().search(domain)
        return seals.sorted(lambda seal: (seal.kind == "electronic", not seal.company_id, seal.id))
