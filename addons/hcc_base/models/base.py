from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ..tools import safe_text

#: Kinds of files a record takes unless its model says otherwise.
FILE_KINDS = (
    "pdf",
    "jpg",
    "png",
    "gif",
    "webp",
    "tiff",
    "docx",
    "xlsx",
    "odt",
    "ods",
    "ole",
    "text",
)
MAX_FILE_BYTES = 20 * 1024 * 1024


class Base(models.AbstractModel):
    """What holds for all records of the suite: who may export them, which files they take."""

    _inherit = "base"

    #: external ids of the groups that may export the model; ``None``: whoever may read it
    _export_groups = None
    #: fields that only the suite itself sets, beside those that are read-only
    _guarded_fields = frozenset()

    def _hcc_attachment_limits(self, field=None):
        """Extension point: which files a record takes, ``field`` being a binary field's name.

        :return: ``{"kinds": names of tools.file_kinds, "max_bytes": …}``
        """
        return {"kinds": FILE_KINDS, "max_bytes": MAX_FILE_BYTES}

    @api.model
    def _model_label(self):
        """What the reader calls such a record; ``_description`` is English for everybody."""
        return self.env["ir.model"]._get(self._name).name

    @api.model
    def _field_labels(self, names):
        """The fields as they stand on the reader's screen, in one line."""
        labels = (
            self._fields[name]._description_string(self.env) if name in self._fields else name
            for name in names
        )
        return ", ".join(f"“{label}”" for label in labels)

    def _journal_company(self):
        """The centre whose journal speaks of the record: its own, else the one at work."""
        own = self.company_id if "company_id" in self._fields else None
        return own or self.env.company

    @api.model
    def default_get(self, fields):
        """What a client may not set takes no default from a client: neither ``default_*`` of the
        context nor one that users saved for themselves. Where the suite works as superuser, no
        field does: the client's context comes along into every verb."""
        closed = [name for name in fields if self._is_closed_to_defaults(name)]
        if not closed:
            return super().default_get(fields)
        return self._own_defaults(closed) | super().default_get(
            [name for name in fields if name not in closed]
        )

    @api.model
    def _is_closed_to_defaults(self, name):
        """Extension point: whether a field's default is the model's alone."""
        field = self._fields.get(name)
        if not self._name.startswith("hcc.") or not field or field.inherited:
            return False
        if self._transient:  # a dialog is its user's own
            return self._is_derived(name)
        closed = self.env.su or field.readonly or name in self._guarded_fields
        return closed or self._is_derived(name)

    def _own_defaults(self, names):
        """The defaults that the model itself gives."""
        defaults = {}
        for field in map(self._fields.__getitem__, names):
            if field.default:
                value = field.convert_to_cache(field.default(self), self, validate=False)
                defaults[field.name] = field.convert_to_write(value, self)
        return defaults

    def write(self, vals):
        """None may give a record of the suite away: the platform checks rules before a change
        only. Rules are relation paths, so other values need no second look."""
        result = super().write(vals)
        if not self.env.su and self._name.startswith("hcc."):
            if any(self._fields[name].relational for name in vals if name in self._fields):
                self.check_access("write")
        return result

    def _check_company(self, fnames=None):
        """The platform's refusal names the records of two centres that do not fit together; what
        the user may not read is refused without a name."""
        try:
            return super()._check_company(fnames)
        except UserError:
            if not self.env.su and self._name.startswith("hcc."):
                for field in self._fields.values():
                    if field.relational and field.check_company:
                        self[field.name].check_access("read")
            raise

    # -------------------------------------------------------------------------
    # EXPORT AND IMPORT
    # -------------------------------------------------------------------------

    def export_data(self, fields_to_export):
        """Exports are limited to the model's roles, and journalled without what was exported."""
        ours = self._exported_models(fields_to_export)
        for model in ours:
            self.env[model]._check_export()
        result = super().export_data(fields_to_export)
        if ours:
            facts = {"model": self._name, "count": len(self), "fields": list(fields_to_export)}
            self.env["hcc.journal.entry"]._append(self.env.company, "export", facts=facts)
        return result

    def _exported_models(self, paths):
        """The suite's models whose fields the paths reach (``a_id/b``, ``a_id.b``)."""
        found = {self._name: True}
        for path in paths:
            records = self
            for name in path.replace(".", "/").split("/")[:-1]:
                field = records._fields.get(name)
                if field is None or not field.relational:
                    break
                records = self.env[field.comodel_name]
                found[records._name] = True
        return [model for model in found if model.startswith("hcc.")]

    @api.model
    def _check_export(self):
        groups = self._export_groups
        if groups is None or self.env.su or any(map(self.env.user.has_group, groups)):
            return
        raise AccessError(
            self.env._(
                "%(model)s: only these roles may export it: %(roles)s.",
                model=self._model_label(),
                roles=", ".join(self.env.ref(group).sudo().name for group in groups) or "–",
            )
        )

    @api.model
    def load(self, fields, data):
        """What an export guarded against spreadsheets comes back as it was."""
        if self._name.startswith("hcc."):
            data = [
                [safe_text.unguarded(cell) if isinstance(cell, str) else cell for cell in row]
                for row in data
            ]
        return super().load(fields, data)
