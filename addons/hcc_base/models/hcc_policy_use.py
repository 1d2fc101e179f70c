from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..shipped import is_shipped_data

#: What frames a policy; every other stored field is a parameter of the law.
FRAME = frozenset(
    {
        "id", "name", "active", "regime", "company_id", "valid_from", "valid_to", "legal_basis",
        "unverified_note", "source_ids",
    }
)  # fmt: skip
#: Where, when and by which law a policy holds: closed as its parameters are once it is in use.
SCOPE = frozenset({"active", "regime", "company_id", "valid_from", "legal_basis"})


class HccPolicy(models.Model):
    """Policies in use keep their content, as tariffs do: a change is the next policy from a day.

    Everything done under a policy – dossiers received, money collected, people seconded – was
    done by the rules of its day and must stay explicable by them.
    """

    _inherit = "hcc.policy"

    is_in_use = fields.Boolean(
        compute="_compute_is_in_use",
        help="Something was received, collected or decided while it was in force.",
    )

    def _compute_is_in_use(self):
        for policy in self:
            policy.is_in_use = bool(policy._origin and policy._origin._uses())

    # -------------------------------------------------------------------------
    # PARAMETERS
    # -------------------------------------------------------------------------

    @api.model
    def _parameter_names(self):
        """The names of all parameters, those of other addons too, in alphabetical order."""
        return sorted(
            name
            for name, field in self._fields.items()
            if field.store and name not in FRAME.union(models.MAGIC_COLUMNS)
        )

    def _value_text(self, name):
        """A parameter's value as a person reads it."""
        self.ensure_one()
        field, value = self._fields[name], self[name]
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, "")
        if field.type == "boolean":
            return self.env._("Yes") if value else self.env._("No")
        if field.relational:
            return value.sudo().display_name or ""
        return str(value if value or field.type == "integer" else "")

    @api.model
    def _parameter_label(self, name):
        return self._fields[name]._description_string(self.env)

    @api.model
    def fields_get(self, allfields=None, attributes=None):
        """The help of a parameter ends with its source and certainty, as they stand today."""
        described = super().fields_get(allfields, attributes)
        if attributes is None or "help" in attributes:
            for name, lines in self.env["hcc.policy.source"]._help_lines().items():
                if name in described:
                    parts = [described[name].get("help"), *lines]
                    described[name]["help"] = "\n".join(filter(None, parts))
        return described

    # -------------------------------------------------------------------------
    # IN USE
    # -------------------------------------------------------------------------

    @api.model
    def _count_uses(self, company, first, last):
        """Extension point: what was done by the policy of its day, from ``first`` to ``last``.

        :param company: the centre; empty: all centres
        :param last: the last day; ``False``: open
        :return: ``{what (a plural noun): how many}``, without what did not happen
        """
        return {}

    def _uses(self):
        self.ensure_one()
        return self.sudo()._count_uses(self.company_id, self.valid_from, self.valid_to)

    @api.model
    def _use_domain(self, name, company, first, last):
        """Days and centre of ``_count_uses`` as a domain on the date field ``name``."""
        domain = [(name, ">=", first)]
        if last:
            domain.append((name, "<=", last))
        if company:
            domain.append(("company_id", "=", company.id))
        return domain

    @api.model
    def _use_text(self, uses):
        return ", ".join(f"{count} {what}" for what, count in sorted(uses.items()))

    @api.model_create_multi
    def create(self, vals_list):
        policies = super().create(vals_list)
        for policy in policies:
            policy._check_past_untouched()
            policy._fill_sources()
            facts = {"valid_from": str(policy.valid_from), "regime": policy.regime}
            policy._journal("create", facts)
        return policies

    def _check_past_untouched(self):
        """A new policy does not reach back over days on which the former one was applied."""
        today = self.env["hcc.clock"]._today()
        if self.valid_from >= today:
            return
        uses = self._uses()
        if uses:
            raise UserError(
                self.env._(
                    "%(policy)s would begin on %(day)s, but since then other rules were applied: "
                    "%(uses)s. Let it begin today or later.",
                    policy=self.name,
                    day=fields.Date.to_string(self.valid_from),
                    uses=self._use_text(uses),
                )
            )

    def write(self, vals):
        changes = {policy: policy._changes_of(vals) for policy in self}
        for policy, changed in changes.items():
            policy._check_unused(changed)
        result = super().write(vals)
        for policy, changed in changes.items():
            if changed & {"valid_from", "company_id", "active"}:
                policy._check_past_untouched()
            if changed:
                policy._journal("change", {name: policy._fact(name) for name in sorted(changed)})
        return result

    def _changes_of(self, vals):
        """The names in ``vals`` that get another value."""
        changed = set()
        for name in vals.keys() & {*self._parameter_names(), *SCOPE, "valid_to"}:
            field = self._fields[name]
            if field.convert_to_cache(vals[name], self) != field.convert_to_cache(self[name], self):
                changed.add(name)
        return changed

    def _check_unused(self, changed):
        today = self.env["hcc.clock"]._today()
        if not changed or self.valid_from > today:
            return
        uses = self._uses()
        if uses and changed - {"valid_to"}:
            raise UserError(
                self.env._(
                    "%(policy)s was already applied (%(uses)s) and keeps its content. Prepare the "
                    "next policy with “Prepare the next policy” and change it there.",
                    policy=self.name,
                    uses=self._use_text(uses),
                )
            )

    @api.constrains("valid_to")
    def _check_end(self):
        """What was done after the new end would be left without the rules it was done by."""
        today = self.env["hcc.clock"]._today()
        for policy in self.filtered(lambda p: p.valid_to and p.valid_to < today):
            uses = policy._uses_without_rules()
            if uses:
                raise UserError(
                    self.env._(
                        "%(policy)s cannot end on %(day)s: it was still applied afterwards "
                        "(%(uses)s). End it today or later.",
                        policy=policy.name,
                        day=fields.Date.to_string(policy.valid_to),
                        uses=self._use_text(uses),
                    )
                )

    def _uses_without_rules(self):
        """What was done from the day after the end until another policy begins."""
        first = self.valid_to + timedelta(days=1)
        if any(self._yields_to(other) for other in self._valid_on(self.company_id, first) - self):
            return {}
        follower = self.sudo().search(
            [("company_id", "in", (False, self.company_id.id)), ("valid_from", ">", first)],
            order="valid_from",
            limit=1,
        )
        last = follower.valid_from - timedelta(days=1) if follower else False
        return self.sudo()._count_uses(self.company_id, first, last)

    def _yields_to(self, other):
        """Whether ``other`` was the one that counted while both held."""
        return (bool(other.company_id), other.valid_from) > (bool(self.company_id), self.valid_from)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        for policy in self:
            policy._check_unused({"active"})
            policy._journal("delete", {"valid_from": str(policy.valid_from)})

    # -------------------------------------------------------------------------
    # THE NEXT ONE
    # -------------------------------------------------------------------------

    def action_prepare_next(self):
        """A copy that begins tomorrow or later, open to be changed until it is applied."""
        self.ensure_one()
        following = self.copy(self._prepare_next())
        return following._open_form()

    def _prepare_next(self):
        return {
            "name": self.env._("%s – next", self.name),
            "valid_from": self._next_free_day(),
            "valid_to": False,
        }

    def _next_free_day(self):
        same = [("company_id", "=", self.company_id.id)]
        taken = set(self.with_context(active_test=False).search(same).mapped("valid_from"))
        day = max(self.env["hcc.clock"]._today(), self.valid_from) + timedelta(days=1)
        while day in taken:
            day += timedelta(days=1)
        return day

    def _open_form(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
        }

    def action_compare(self):
        """Two chosen policies side by side; or one and the one before it."""
        pair = self.sorted("valid_from")
        if len(pair) == 1:
            earlier = self.search([("valid_from", "<", pair.valid_from)], limit=1)
            pair = earlier + pair
        if len(pair) != 2:
            raise UserError(self.env._("Choose two policies to compare."))
        compared = self.env["hcc.policy.compare"].create(
            {"left_id": pair[0].id, "right_id": pair[1].id}
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Compare policies"),
            "res_model": compared._name,
            "res_id": compared.id,
            "view_mode": "form",
            "target": "new",
        }

    # -------------------------------------------------------------------------
    # SOURCES AND JOURNAL
    # -------------------------------------------------------------------------

    def _fill_sources(self):
        """Every parameter gets its row: the common policy's, else one that says nothing is known.

        The shipped policies bring their own.
        """
        if is_shipped_data(self.env):
            return
        known = set(self.source_ids.mapped("field_name"))
        common = (self._common(self.valid_from) - self).source_ids
        by_name = {source.field_name: source for source in common}
        for name in set(self._parameter_names()) - known:
            if name in by_name:
                by_name[name].copy({"policy_id": self.id})
            else:
                unknown = {"policy_id": self.id, "field_name": name, "certainty": "not_found"}
                self.env["hcc.policy.source"].create(unknown)

    def _fact(self, name):
        value = self[name]
        if self._fields[name].relational:
            return value.id or None
        return str(value) if self._fields[name].type == "date" else value

    def _journal(self, verb, facts):
        """The law's own history; what the suite ships is not somebody's act."""
        if not is_shipped_data(self.env):
            self.env["hcc.journal.entry"]._append(self, verb, facts=facts)
