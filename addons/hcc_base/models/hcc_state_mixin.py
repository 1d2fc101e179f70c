from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

#: Context entry that opens the guard. Its value is an object of this process: no client sends it.
GUARD_CONTEXT_KEY = "hcc_verb_guard"
_GUARD = object()

#: Fields of the ORM itself, never subject to the guard.
_TECHNICAL_FIELDS = frozenset(models.MAGIC_COLUMNS)


def past_guard(records):
    """``records`` past the guard of any model that has one: for moves of the suite itself that
    follow no verb of that model. The records' journal is the caller's duty."""
    return records.with_context(**{GUARD_CONTEXT_KEY: _GUARD})


def _gathered(files, attribute):
    """One dictionary of all that the classes ``files`` declare; a later word replaces an earlier
    one, except that fields opened to editing in a state are opened by any of them."""
    result = {}
    for file in files:
        for key, value in vars(file).get(attribute, {}).items():
            both = isinstance(value, frozenset) and isinstance(result.get(key), frozenset)
            result[key] = result[key] | value if both else value
    return result


class Verb(NamedTuple):
    """One way to change a state.

    ``sources``: the states it starts from; ``target``: the state it leads to (``None``: the state
    stays); ``groups``: external ids of the groups that may call it, any one of them suffices.
    """

    sources: tuple
    target: str | None
    groups: tuple = ()


class HccStateMixin(models.AbstractModel):
    """A record whose state only its verbs change.

    A concrete model declares its verbs, the fields that only verbs may set, and which other
    fields may be edited in which state; each file that extends it may declare its own, and all
    of them count. ``create()`` and ``write()`` refuse everything else, for the superuser too,
    because `readonly` in a view protects nothing on the server. Every verb leaves an entry in the
    journal.
    """

    _name = "hcc.state.mixin"
    _description = "State Changed by Verbs Only"

    #: verb name → :class:`Verb`
    _verbs = {}
    #: fields that nobody sets outside a verb
    _guarded_fields = frozenset({"state"})
    #: state → names of the fields open to plain editing there, or "*" for all that are not guarded
    _editable_fields = {}
    #: the right to a record that its verbs ask for, beside the role
    _verb_right = "read"
    #: states in which a record may be deleted
    _deletable_states = ()

    @api.model
    def _post_model_setup__(self):
        """What the model's files declare each for their part, gathered on the model."""
        super()._post_model_setup__()
        model = self.env.registry[self._name]
        files = model.mro()[:0:-1]  # the first definition first, without the gathered one
        model._verbs = _gathered(files, "_verbs")
        model._guarded_fields = frozenset().union(
            *(vars(file).get("_guarded_fields", ()) for file in files)
        )
        model._editable_fields = _gathered(files, "_editable_fields")

    # -------------------------------------------------------------------------
    # GUARD
    # -------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if not self._guard_is_open():
            for vals in vals_list:
                self._check_unguarded(vals)
        return super().create(vals_list)

    def write(self, vals):
        if not self._guard_is_open():
            self._check_unguarded(vals)
            self._check_editable(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_if_deletable(self):
        for record in self:
            if record.state not in record._deletable_states:
                raise UserError(
                    self.env._(
                        "%(record)s is in state “%(state)s” and cannot be deleted: "
                        "its history must stay.",
                        record=record.display_name,
                        state=record._state_label(),
                    )
                )

    def _guard_is_open(self):
        return self.env.context.get(GUARD_CONTEXT_KEY) is _GUARD

    def _open_guard(self):
        return past_guard(self)

    def _guarded_write(self, vals):
        """Write inside a verb, past the guard and the rights of the caller (checked before)."""
        self.sudo()._open_guard().write(vals)

    @api.model
    def _guarded_create(self, vals_list):
        """Create inside a verb; the records come back in the caller's environment."""
        return self.sudo()._open_guard().create(vals_list).with_env(self.env)

    def _check_unguarded(self, vals):
        refused = sorted(self._guarded_fields.intersection(vals))
        if refused:
            raise AccessError(
                self.env._(
                    "%(model)s: the fields %(fields)s cannot be set directly. "
                    "Use the buttons of the form; each of them checks and records the change.",
                    model=self._model_label(),
                    fields=self._field_labels(refused),
                )
            )

    def _check_editable(self, vals):
        names = set(vals) - _TECHNICAL_FIELDS
        for record in self:
            editable = record._editable_fields.get(record.state, frozenset())
            refused = set() if editable == "*" else names - editable
            if refused:
                raise AccessError(
                    self.env._(
                        "%(record)s is in state “%(state)s”: the fields %(fields)s can no longer "
                        "be edited.",
                        record=record.display_name,
                        state=record._state_label(),
                        fields=self._field_labels(sorted(refused)),
                    )
                )

    # -------------------------------------------------------------------------
    # VERBS
    # -------------------------------------------------------------------------

    def _transition(self, verb, values=None, facts=None):
        """Carry out ``verb`` on every record of ``self`` and write the journal.

        :param values: further field values written in the same step, or a function that gives
            them once all checks have passed (there a number is drawn)
        :param facts: ids and codes for the journal, never personal data
        :raise AccessError: the user's role does not carry the verb, or the record is not theirs
        :raise UserError: the record is in another state, or ``_check_verb`` refused
        """
        spec = self._verbs[verb]
        self._check_verb_access(verb)
        self._lock_rows()
        self.sudo().mapped("state")  # the right to read was just asked: once, not per read
        previous, delegations = {}, {}
        for record in self:
            record._check_verb_state(verb)
            record._check_verb(verb)
            previous[record.id] = record.state
            delegations[record.id] = record._verb_delegation(verb)
        vals = dict((values() if callable(values) else values) or {})
        if spec.target:
            vals["state"] = spec.target
        if vals:
            self._guarded_write(vals)
        for record in self:
            self.env["hcc.journal.entry"]._append(
                record,
                verb,
                previous[record.id],
                record.sudo().state,
                facts,
                delegation=delegations[record.id],
            )
        self._after_verb(verb, facts or {})
        return self

    def _can(self, verb):
        """Whether the current user may call ``verb`` on this record now."""
        self.ensure_one()
        if self.state not in self._verbs[verb].sources or not self._has_verb_group(verb):
            return False
        try:
            self._check_verb(verb)
        except (AccessError, UserError):
            return False
        return True

    def _check_verb(self, verb):
        """Extension point: raise when ``verb`` is refused for reasons beyond state and role."""

    def _after_verb(self, verb, facts):
        """Extension point: what follows from ``verb`` on all of ``self``, in the same transaction,
        once state and journal are written. ``facts`` are the journal's."""

    def _verb_delegation(self, verb):
        """Extension point: the delegation under which the current user calls ``verb``, if any."""
        return self.env["hcc.delegation"]

    def _check_verb_access(self, verb):
        if not self._has_verb_group(verb):
            raise AccessError(
                self.env._(
                    "Your role does not allow “%(verb)s” on %(model)s. It is open to: %(roles)s.",
                    verb=self._verb_label(verb),
                    model=self._model_label(),
                    roles=", ".join(self._verb_role_names(verb)) or "–",
                )
            )
        self.check_access(self._verb_right)

    def _has_verb_group(self, verb):
        return self.env.su or any(self.env.user.has_group(g) for g in self._verbs[verb].groups)

    def _check_verb_state(self, verb):
        if self.state not in self._verbs[verb].sources:
            raise UserError(
                self.env._(
                    "%(record)s is in state “%(state)s”; “%(verb)s” is only possible from: "
                    "%(sources)s. Reload the page to see its current state.",
                    record=self.display_name,
                    state=self._state_label(),
                    verb=self._verb_label(verb),
                    sources=", ".join(self._state_label(s) for s in self._verbs[verb].sources),
                )
            )

    def _lock_rows(self):
        """Lock the records and forget what was read: no verb acts on an old state."""
        self.flush_recordset()
        self.env.execute_query(
            SQL(
                "SELECT id FROM %s WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE",
                SQL.identifier(self._table),
                list(self.ids),
            )
        )
        self.invalidate_recordset()

    # -------------------------------------------------------------------------
    # WORDS
    # -------------------------------------------------------------------------

    def _state_label(self, state=None):
        labels = dict(self._fields["state"]._description_selection(self.env))
        return labels.get(state or self.state, state or self.state)

    @api.model
    def _verb_label(self, verb):
        """The verb as the user reads it; extended by models with better words."""
        return self._verb_labels().get(verb, verb.replace("_", " "))

    @api.model
    def _verb_labels(self):
        """Extension point: verb → translated label, as on the button."""
        return {}

    @api.model
    def _verb_role_names(self, verb):
        return [self.env.ref(group).sudo().name for group in self._verbs[verb].groups]
