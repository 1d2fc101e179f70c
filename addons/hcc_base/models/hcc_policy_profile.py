import csv

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import file_open

from .hcc_policy_source import CERTAINTIES


class HccPolicyProfile(models.Model):
    """A province's own terms (hồ sơ quy định địa phương): only what differs from the common policy.

    Applied to a centre from a day, it becomes a policy of that centre: the common one of that day
    with the profile's differences, each with its source. Profiles are not law themselves.

    Everybody reads profiles; administrators keep them.
    """

    _name = "hcc.policy.profile"
    _inherit = ["hcc.common.mixin"]
    _description = "Local Profile of Policies"
    _order = "name, id"
    _allow_sudo_commands = False

    name = fields.Char(required=True)
    code = fields.Char(required=True)
    legal_basis = fields.Text()
    note = fields.Text()
    active = fields.Boolean(default=True)
    line_ids = fields.One2many("hcc.policy.profile.line", "profile_id", "Differences", copy=True)

    _code_uniq = models.Constraint("UNIQUE (code)", "Another profile already has this code.")

    def _apply(self, company, day):
        """The policy of ``company`` from ``day``: the common one with the profile's differences."""
        self.ensure_one()
        common = self.env["hcc.policy"]._common(day) or self.env["hcc.policy"]._get(company, day)
        policy = common.copy(
            {
                "name": f"{self.name} – {common.name}",
                "company_id": company.id,
                "valid_from": day,
                "valid_to": False,
                "legal_basis": "\n".join(filter(None, (common.legal_basis, self.legal_basis))),
                **{line.field_name: line._python_value() for line in self.line_ids},
            }
        )
        self.line_ids._write_sources(policy)
        return policy

    @api.model
    def _load_shipped(self, path):
        """Add the differences an addon ships to the profiles; what is already there stays."""
        profiles = {profile.code: profile for profile in self.search([])}
        with file_open(path, "r") as stream:
            for row in csv.DictReader(stream):
                profile = profiles.get(row.pop("profile"))
                if profile and row["field_name"] not in profile.line_ids.mapped("field_name"):
                    profile.line_ids.create({**row, "profile_id": profile.id})


class HccPolicyProfileLine(models.Model):
    """One parameter in which a province differs. Rights as the profile's."""

    _name = "hcc.policy.profile.line"
    _inherit = ["hcc.common.mixin"]
    _description = "Difference of a Local Profile"
    _order = "profile_id, field_name, id"
    _rec_name = "field_name"
    _allow_sudo_commands = False

    profile_id = fields.Many2one(
        "hcc.policy.profile", required=True, index=True, ondelete="cascade"
    )
    field_name = fields.Char("Technical name", required=True)
    parameter = fields.Char(compute="_compute_parameter")
    value = fields.Char("Value as stored", help="A number, 0 or 1, or the code of a choice.")
    value_text = fields.Char("Value", compute="_compute_parameter")
    legal_source = fields.Char()
    certainty = fields.Selection(CERTAINTIES, required=True, default="unsure")
    note = fields.Char("Remark")

    _parameter_uniq = models.Constraint(
        "UNIQUE (profile_id, field_name)", "A profile says each parameter once."
    )

    @api.depends("field_name", "value")
    def _compute_parameter(self):
        policies = self.env["hcc.policy"]
        for line in self:
            known = line.field_name in policies._fields
            line.parameter = policies._parameter_label(line.field_name) if known else ""
            line.value_text = known and line._is_valid() and line._as_text()

    def _as_text(self):
        sample = self.env["hcc.policy"].new({self.field_name: self._python_value()})
        return sample._value_text(self.field_name)

    @api.constrains("field_name", "value")
    def _check_value(self):
        for line in self:
            if not line._is_valid():
                raise ValidationError(
                    self.env._(
                        "%(profile)s: “%(value)s” is no value of the parameter %(parameter)s.",
                        profile=line.profile_id.name,
                        value=line.value,
                        parameter=line.field_name,
                    )
                )

    def _is_valid(self):
        names = self.env["hcc.policy"]._parameter_names()
        try:
            return self.field_name in names and self._python_value() is not None
        except ValueError:
            return False

    def _python_value(self):
        """The value in the field's own type; ``None`` when a choice has no such code."""
        field = self.env["hcc.policy"]._fields[self.field_name]
        if field.type == "integer":
            return int(self.value)
        if field.type == "boolean":
            return bool(int(self.value))
        if field.type == "selection":
            return self.value if self.value in field.get_values(self.env) else None
        if field.relational:  # by its code, which is the same in every database
            found = self.env[field.comodel_name].search([("code", "=", self.value)], limit=1)
            return found.id or None
        return self.value or ""

    def _write_sources(self, policy):
        by_name = {source.field_name: source for source in policy.source_ids}
        for line in self:
            by_name[line.field_name].write(
                {
                    "legal_source": line.legal_source,
                    "certainty": line.certainty,
                    "note": line.note,
                }
            )
