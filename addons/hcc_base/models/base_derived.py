from odoo import api, models
from odoo.exceptions import AccessError


class Base(models.AbstractModel):
    """What follows from other fields is entered by nobody: the platform takes any value for a
    stored computed or related field, although no screen offers it, and keeps it."""

    _inherit = "base"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_derived(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_derived(vals)
        return super().write(vals)

    @api.model
    def _check_derived(self, vals):
        if self.env.su or not self._name.startswith("hcc."):
            return
        self._refuse_derived([name for name in vals if self._is_derived(name)])

    @api.model
    def _refuse_derived(self, names):
        if not names:
            return
        raise AccessError(
            self.env._(
                "%(model)s: %(fields)s cannot be entered, for it follows from other fields. "
                "Change those instead.",
                model=self._model_label(),
                fields=self._field_labels(sorted(names)),
            )
        )

    @api.model
    def _is_derived(self, name):
        """Whether the field is stored, computed and neither editable nor to be inverted, or the
        other side of such a relation."""
        field = self._fields.get(name)
        return (
            field is not None
            and bool(field.store)
            and (_follows(field) or self._mirrors_derived(field))
        )

    def _mirrors_derived(self, field):
        """Whether it is a relation whose other side is derived, or set by the suite alone."""
        if field.type != "many2many":
            return False
        sides = self.pool.many2many_relations[field.relation, field.column2, field.column1]
        return any(
            _follows(self.env[model]._fields[name]) or name in self.env[model]._guarded_fields
            for model, name in sides
        )


def _follows(field):
    return bool((field.compute or field.related) and field.readonly and not field.inverse)
