from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import numbers


class HccAgency(models.Model):
    """An agency (cơ quan, đơn vị) that decides procedures: a department with its rooms, a vertical
    agency of the centre, or an enterprise. Agencies are shared by all centres.

    Its members are the users who work on its dossiers: record rules follow ``member_ids`` in SQL,
    so that a change takes effect with the next request.

    Everybody reads agencies, public pages too (not their members); administrators maintain them.
    Every change of the members leaves an entry in the journal.
    """

    _name = "hcc.agency"
    _inherit = ["hcc.search.mixin"]
    _description = "Agency"
    _order = "sequence, name, id"
    _rec_names_search = ["name", "code"]
    _parent_store = True
    _allow_sudo_commands = False

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

    @api.depends("name", "short_name", "code")
    def _compute_search_text(self):
        super()._compute_search_text()

    def _search_parts(self):
        return [self.name, self.short_name, self.code]

    @api.constrains("identifier_code")
    def _check_identifier_code(self):
        for agency in self.filtered("identifier_code"):
            try:
                numbers.check_unit_code(agency.identifier_code)
            except numbers.NumberError as error:
                raise ValidationError(str(error)) from error

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

    def _journal_company(self):
        return self.env.company

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
        return not self.company_ids or company in self.company_ids
