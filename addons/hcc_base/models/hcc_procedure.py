from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools import numbers
from ..tools.text import fold

#: What a published procedure is known by; changing it is recorded.
IDENTITY_FIELDS = {
    "code", "kind", "level", "agency_id", "field_id", "reception", "company_ids", "active",
}  # fmt: skip


class HccProcedure(models.Model):
    """A procedure (thủ tục hành chính): its code and identity. What it asks for and how long it
    takes stands in its versions, of which one is in force on any day.

    Public services of enterprises (water, power) are kind ``service``: they have a local code
    and prices instead of fees.

    Everybody reads procedures, public pages too; administrators maintain them. Once a version is
    published, changing what it is known by or where it is received leaves an entry in the
    journal, and it is archived only when nobody is received by it any more.
    """

    _name = "hcc.procedure"
    _inherit = ["hcc.search.mixin", "hcc.common.mixin"]
    _description = "Procedure"
    _order = "agency_id, code, id"
    _rec_names_search = ["code", "name"]

    code = fields.Char(required=True, copy=False, help="National code of the procedure.")
    local_code = fields.Char(
        "Code in the province", copy=False, help="As the province numbers it, where it does."
    )
    alias_ids = fields.One2many(
        "hcc.procedure.alias", "procedure_id", "Other codes", help="Old and localised codes."
    )
    name = fields.Char(required=True)
    kind = fields.Selection(
        [("procedure", "Administrative procedure"), ("service", "Service of an enterprise")],
        required=True,
        default="procedure",
    )
    level = fields.Selection(
        [
            ("ministry", "Ministry"),
            ("province", "Province"),
            ("district", "District"),
            ("commune", "Commune"),
            ("both", "Province and commune"),
            ("other", "Other agencies"),
        ],
        required=True,
        default="province",
    )
    agency_id = fields.Many2one(
        "hcc.agency", "Competent agency", required=True, index=True, ondelete="restrict"
    )
    field_id = fields.Many2one(
        "hcc.procedure.field",
        "Field",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('agency_id', '=', agency_id)]",
    )
    co_agency_ids = fields.Many2many(
        "hcc.agency",
        "hcc_procedure_co_agency_rel",
        "procedure_id",
        "agency_id",
        "Co-ordinating agencies",
        help="Agencies that take part in solving it beside the competent one.",
    )
    life_event_ids = fields.Many2many(
        "hcc.life.event",
        "hcc_procedure_life_event_rel",
        "procedure_id",
        "event_id",
        "Life events",
    )
    reception = fields.Selection(
        [
            ("centre", "At the centre"),
            ("own_premises", "At the agency's own premises"),
            ("excluded", "Not under the one-stop mechanism"),
        ],
        "Received",
        required=True,
        default="centre",
    )
    exclusion_reason = fields.Text(
        "Why not at the centre", help="Decree 61/2018 art. 14 (5) and the province's decision."
    )
    company_ids = fields.Many2many(
        "res.company",
        "hcc_procedure_company_rel",
        "procedure_id",
        "company_id",
        "Centres",
        help="Centres that receive this procedure; empty: all centres of its agency.",
    )
    version_ids = fields.One2many("hcc.procedure.version", "procedure_id", "Versions")
    current_version_id = fields.Many2one(
        "hcc.procedure.version",
        "Version in force",
        compute="_compute_current_version_id",
        search="_search_current_version_id",
        help="The version that applies to a dossier received today.",
    )
    current_limit_words = fields.Char(related="current_version_id.limit_words")
    current_sheet_html = fields.Html(related="current_version_id.sheet_html")
    version_count = fields.Integer("Number of versions", compute="_compute_version_count")
    delegation_ids = fields.Many2many(
        "hcc.delegation",
        "hcc_delegation_procedure_rel",
        "procedure_id",
        "delegation_id",
        "Delegations",
        copy=False,
        groups="base.group_user",
    )
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE (code)", "Another procedure already has this code.")
    _exclusion_check = models.Constraint(
        "CHECK (reception != 'excluded' OR COALESCE(exclusion_reason, '') != '')",
        "A procedure that is not received under the one-stop mechanism says why.",
    )

    # -------------------------------------------------------------------------
    # COMPUTE
    # -------------------------------------------------------------------------

    @api.depends(
        "code", "local_code", "alias_ids.code", "name", "field_id.name", "life_event_ids.name",
        "agency_id.name", "agency_id.short_name", "co_agency_ids.name",
        "version_ids.name", "version_ids.state",
    )  # fmt: skip
    def _compute_search_text(self):
        super()._compute_search_text()

    def _search_parts(self):
        agency = self.agency_id
        announced = self.version_ids.filtered(lambda version: version.state != "draft")
        names = dict.fromkeys(fold(name or "") for name in [self.name, *announced.mapped("name")])
        return [
            *(self.code, self.local_code, *self.alias_ids.mapped("code")),
            *(*names, self.field_id.name),
            *self.life_event_ids.mapped("name"),
            *(agency.name, agency.short_name, *self.co_agency_ids.mapped("name")),
        ]

    @api.depends("code", "name")
    def _compute_display_name(self):
        for procedure in self:
            procedure.display_name = f"{procedure.code} – {procedure.name}"

    @api.depends("version_ids.state", "version_ids.valid_from", "version_ids.valid_to")
    @api.depends_context("company")
    def _compute_current_version_id(self):
        versions = self._versions_on(self.env["hcc.clock"]._today())
        for procedure in self:
            procedure.current_version_id = versions.get(procedure.id, False)

    def _search_current_version_id(self, operator, value):
        if operator not in ("in", "not in"):
            return NotImplemented
        in_force = self.env["hcc.procedure.version"]._in_force_domain(
            self.env["hcc.clock"]._today()
        )
        ids = [item for item in value if item]
        wanted = Domain("version_ids", "any", in_force & Domain("id", "in", ids))
        if len(ids) < len(value):
            wanted |= ~Domain("version_ids", "any", in_force)
        return wanted if operator == "in" else ~wanted

    @api.depends("version_ids")
    def _compute_version_count(self):
        counts = dict(
            self.env["hcc.procedure.version"]._read_group(
                [("procedure_id", "in", self.ids)], ["procedure_id"], ["__count"]
            )
        )
        for procedure in self:
            procedure.version_count = counts.get(procedure._origin, 0)

    # -------------------------------------------------------------------------
    # CRUD
    # -------------------------------------------------------------------------

    def write(self, vals):
        """Who moves an announced procedure to another code or agency leaves a trace."""
        if not vals.get("active", True):
            for procedure in self.filtered("active"):
                procedure._check_archivable()
        identity = IDENTITY_FIELDS & vals.keys()
        before = {procedure.id: procedure._identity(identity) for procedure in self}
        result = super().write(vals)
        for procedure in self if identity else ():
            changed = before[procedure.id] != procedure._identity(identity)
            if changed and procedure.version_ids.filtered(lambda v: v.state != "draft"):
                facts = {"from": before[procedure.id], "to": procedure._identity(identity)}
                self.env["hcc.journal.entry"]._append(procedure, "change_identity", facts=facts)
        return result

    def _check_archivable(self):
        """An archived procedure is found neither at the counter nor on the public pages."""
        today = self.env["hcc.clock"]._today()
        versions = self.sudo().version_ids
        reasons = [
            self.env._("%(version)s applies %(period)s.", version=version.display_name,
                       period=version._period_words())
            for version in versions
            if version.state != "draft" and (not version.valid_to or version.valid_to >= today)
        ]  # fmt: skip
        reasons += [use for version in versions for use in version._get_open_uses()]
        if reasons:
            raise UserError(
                self.env._(
                    "%(procedure)s cannot be archived:\n%(reasons)s\n"
                    "Abolish the version instead, or take the procedure out of the centre by a "
                    "decision; archive it when its dossiers have ended.",
                    procedure=self.display_name,
                    reasons="\n".join(f"– {reason}" for reason in reasons),
                )
            )

    def _identity(self, names):
        """The values of ``names`` as ids and codes."""
        return {
            name: self[name].ids if self._fields[name].relational else self[name]
            for name in sorted(names)
        }

    # -------------------------------------------------------------------------
    # CONSTRAINS
    # -------------------------------------------------------------------------

    @api.constrains("code", "kind")
    def _check_code(self):
        for procedure in self.filtered(lambda p: p.kind == "procedure"):
            try:
                numbers.check_procedure_code(procedure.code)
            except numbers.NumberError as error:
                raise ValidationError(str(error)) from error

    @api.constrains("field_id", "agency_id")
    def _check_field_id(self):
        for procedure in self:
            if procedure.field_id.agency_id != procedure.agency_id:
                raise ValidationError(
                    self.env._(
                        "The field “%(field)s” belongs to another agency than procedure %(code)s. "
                        "Choose a field of %(agency)s.",
                        field=procedure.field_id.name,
                        code=procedure.code,
                        agency=procedure.agency_id.name,
                    )
                )

    @api.constrains("agency_id")
    def _check_agency_exists(self):
        for procedure in self:
            if not procedure.agency_id.active:
                raise ValidationError(
                    self.env._(
                        "%(agency)s no longer exists and gets no new procedures. Choose its "
                        "successor for procedure %(code)s.",
                        agency=procedure.agency_id.name,
                        code=procedure.code,
                    )
                )

    # -------------------------------------------------------------------------
    # ANSWERS
    # -------------------------------------------------------------------------

    def _versions_on(self, day):
        """Return ``{procedure id: version in force on day}`` for the procedures that have one."""
        version_model = self.env["hcc.procedure.version"]
        in_force = version_model._in_force_domain(day) & Domain("procedure_id", "in", self.ids)
        return {version.procedure_id.id: version for version in version_model.search(in_force)}

    def _version_on(self, day):
        """The version that applies to a dossier received on ``day``; empty when none does."""
        self.ensure_one()
        return self._versions_on(day).get(self.id, self.env["hcc.procedure.version"])

    def _hold_version_on(self, day):
        """:meth:`_version_on`, for who receives by it: until this transaction ends, nobody cuts
        its days short. One whose days are being changed is waited for.

        In READ COMMITTED; where it has ended meanwhile, its successor is found by asking again.
        """
        self.ensure_one()
        versions = self.env["hcc.procedure.version"]
        in_force = versions._in_force_domain(day) & Domain("procedure_id", "=", self.id)
        table = SQL.identifier(versions._table)
        query = SQL("%s FOR SHARE OF %s", versions._search(in_force).select(), table)
        rows = self.env.execute_query(query) or self.env.execute_query(query)
        return versions.browse(row[0] for row in rows)
