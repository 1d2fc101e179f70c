from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..tools import comparison
from .hcc_procedure_version_comparison import field_text
from .hcc_procedure_version_guard import guard_parts


class HccVersionPartMixin(models.AbstractModel):
    """A line of a procedure's version (component, step, fee item, result): fixed once published.

    Everybody reads the lines, public pages those of published versions; administrators edit them
    in a draft. Outside a draft nobody changes them, the superuser neither.
    """

    _name = "hcc.version.part.mixin"
    _inherit = ["hcc.common.mixin"]
    _description = "Part of a Version"
    _order = "version_id, sequence, id"

    #: the fields, of which one leads to the line's version; where that is not ``version_id``
    #: itself, ``version_id`` only follows and is believed in nothing
    _version_paths = ("version_id",)

    version_id = fields.Many2one(
        "hcc.procedure.version", "Version", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)

    def init(self):
        if not self._abstract:
            guard_parts(self)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_destination(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_version_is_draft()
        self._check_destination(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_if_draft(self):
        self._check_version_is_draft()

    def _check_version_is_draft(self):
        for name in self._version_paths:
            self._refuse_published(_versions_of(self.sudo()[name]))

    def _check_destination(self, vals):
        """Refuse lines that would come to stand in a published version."""
        self._refuse_derived({"version_id"}.difference(self._version_paths).intersection(vals))
        for name in self._version_paths:
            target_id = vals.get(name, self.env.context.get(f"default_{name}"))
            target = self.env[self._fields[name].comodel_name].sudo().browse(target_id or [])
            self._refuse_published(_versions_of(target))

    @api.model
    def _refuse_published(self, versions):
        for version in versions:
            if version.state != "draft":
                raise AccessError(
                    self.env._(
                        "%(version)s is published and never changes. "
                        "Start its next version to change it.",
                        version=version.display_name,
                    )
                )

    def _as_compared(self, names):
        """The lines as the comparison of two versions reads them."""
        return [
            comparison.Part(line._compared_name(), line.sequence, line._compared_text(names))
            for line in self
        ]

    def _compared_name(self):
        return self.name

    def _compared_text(self, names):
        """One line for each field that says something."""
        texts = ((name, field_text(self, name)) for name in names if self[name] or self._says(name))
        return "\n".join(
            f"{self._fields[name]._description_string(self.env)}: {text}" for name, text in texts
        )

    def _says(self, name):
        return self._fields[name].type == "boolean"


def _versions_of(target):
    return target if target._name == "hcc.procedure.version" else target.version_id
