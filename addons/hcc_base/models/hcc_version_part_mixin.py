from odoo import api, fields, models
from odoo.exceptions import AccessError


class HccVersionPartMixin(models.AbstractModel):
    """A line of a procedure's version (component, step, fee item, result): fixed once published.

    Everybody reads the lines, public pages those of published versions; administrators edit them
    in a draft. Outside a draft nobody changes them, the superuser neither.
    """

    _name = "hcc.version.part.mixin"
    _description = "Part of a Version"
    _order = "version_id, sequence, id"

    #: fields by which a line could be moved to another version
    _version_paths = ("version_id",)

    version_id = fields.Many2one(
        "hcc.procedure.version", "Version", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        parts._check_version_is_draft()
        return parts

    def write(self, vals):
        self._check_version_is_draft()
        result = super().write(vals)
        if not vals.keys().isdisjoint(self._version_paths):
            self._check_version_is_draft()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_if_draft(self):
        self._check_version_is_draft()

    def _check_version_is_draft(self):
        for version in self.sudo().version_id:
            if version.state != "draft":
                raise AccessError(
                    self.env._(
                        "%(version)s is published and never changes. "
                        "Start its next version to change it.",
                        version=version.display_name,
                    )
                )
