import csv

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import file_open

CERTAINTIES = [
    ("certain", "Compared with the text"),
    ("likely", "Likely, not compared with the text"),
    ("unsure", "Unsure, not compared with the text"),
    ("not_found", "Text not found"),
]
#: letters of the shipped files → the shipped policies
SHIPPED = {"a": "hcc_base.policy_a", "b": "hcc_base.policy_b", "c": "hcc_base.policy_c"}


class HccPolicySource(models.Model):
    """Where one parameter of a policy comes from (nguồn) and how certain that is.

    Everybody reads sources; whoever keeps the policy keeps them, also while it is in use: somebody
    who has read the text at last says so here, without changing the rule.
    """

    _name = "hcc.policy.source"
    _inherit = ["hcc.common.mixin"]
    _description = "Source of a Policy's Parameter"
    _order = "policy_id, is_unchecked desc, field_name, id"
    _rec_name = "field_name"
    _allow_sudo_commands = False

    policy_id = fields.Many2one("hcc.policy", required=True, index=True, ondelete="cascade")
    field_name = fields.Char("Technical name", required=True)
    parameter = fields.Char(compute="_compute_parameter")
    value_text = fields.Char("Value", compute="_compute_parameter")
    legal_source = fields.Char()
    certainty = fields.Selection(CERTAINTIES, required=True, default="unsure")
    note = fields.Char("Remark")
    is_unchecked = fields.Boolean(
        "Not compared with the legal text", compute="_compute_is_unchecked", store=True
    )

    _parameter_uniq = models.Constraint(
        "UNIQUE (policy_id, field_name)", "A parameter has one source in a policy."
    )

    @api.depends("field_name", "policy_id")
    def _compute_parameter(self):
        for source in self:
            name, policy = source.field_name, source.policy_id
            known = name in policy._fields
            source.parameter = policy._parameter_label(name) if known else name
            source.value_text = policy._value_text(name) if known and policy else ""

    @api.depends("certainty")
    def _compute_is_unchecked(self):
        for source in self:
            source.is_unchecked = source.certainty != "certain"

    @api.constrains("field_name")
    def _check_field_name(self):
        names = set(self.env["hcc.policy"]._parameter_names())
        for source in self:
            if source.field_name not in names:
                raise ValidationError(
                    self.env._("“%s” is no parameter of a policy.", source.field_name)
                )

    def _owner(self):
        return self.policy_id._owner()

    def _is_kept_by(self, centres):
        return self.policy_id._is_kept_by(centres)

    def write(self, vals):
        self.check_access("write")  # the refusal below names the source
        self._check_place(vals)
        result = super().write(vals)
        if vals.keys() & {"legal_source", "certainty"}:
            for source in self:
                facts = {"field": source.field_name, "certainty": source.certainty}
                source.policy_id._journal("change_source", facts)
        return result

    def _check_place(self, vals):
        """A source stays with its policy and parameter: elsewhere it would tell another story."""
        for source in self:
            moved = vals.get("policy_id", source.policy_id.id) != source.policy_id.id
            if moved or vals.get("field_name", source.field_name) != source.field_name:
                raise UserError(
                    self.env._(
                        "The source of “%(parameter)s” stays with %(policy)s. Change what it says, "
                        "or write it down at the other place anew.",
                        parameter=source.parameter or source.field_name,
                        policy=source.policy_id.name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_use(self):
        for source in self:
            if source.policy_id.is_in_use:
                raise UserError(
                    self.env._(
                        "%(policy)s was already applied and keeps the source of “%(parameter)s”. "
                        "Correct it instead of deleting it.",
                        policy=source.policy_id.name,
                        parameter=source.parameter or source.field_name,
                    )
                )
            source.policy_id._journal("delete_source", {"field": source.field_name})

    # -------------------------------------------------------------------------
    # HELP TEXTS
    # -------------------------------------------------------------------------

    @api.model
    def _help_lines(self):
        """``{parameter: [line …]}`` by the shipped policies, one line for those that agree."""
        certainty = dict(self._fields["certainty"]._description_selection(self.env))
        lines = {}
        for regimes, source in self._shipped_by_text():
            text = self.env._(
                "Source (regime %(regimes)s): %(legal)s. Certainty: %(certainty)s.",
                regimes=regimes,
                legal=(source.legal_source or self.env._("none found")).rstrip("."),
                certainty=certainty[source.certainty].lower(),
            )
            lines.setdefault(source.field_name, []).append(text)
        return lines

    def _shipped_by_text(self):
        """``[("B, C", source) …]``: regimes that say the same stand together."""
        merged = {}
        for letter, xmlid in SHIPPED.items():
            policy = self.env.ref(xmlid, raise_if_not_found=False)
            # sudo: the law's sources are for everybody, whatever the caller's centre
            for source in policy.sudo().source_ids if policy else ():
                key = source.field_name, source.legal_source, source.certainty
                merged.setdefault(key, (source, []))[1].append(letter.upper())
        return [(", ".join(letters), source) for source, letters in merged.values()]

    # -------------------------------------------------------------------------
    # SHIPPED
    # -------------------------------------------------------------------------

    @api.model
    def _load_shipped(self, path="hcc_base/data/policy_sources.csv"):
        """Add the shipped sources of an addon's parameters; what is already there stays."""
        with file_open(path, "r") as stream:
            for row in csv.DictReader(stream):
                for letter in row.pop("regimes"):
                    self._add_missing(self.env.ref(SHIPPED[letter]), row)

    def _add_missing(self, policy, row):
        if row["field_name"] not in policy.source_ids.mapped("field_name"):
            self.create({**row, "policy_id": policy.id})
