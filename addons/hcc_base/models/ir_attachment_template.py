from odoo import api, models


class IrAttachment(models.Model):
    """The template of a published version is fixed like the version itself: nobody replaces the
    file behind it."""

    _inherit = "ir.attachment"

    @api.model_create_multi
    def create(self, vals_list):
        attachments = super().create(vals_list)
        attachments._check_version_parts()
        return attachments

    def write(self, vals):
        self._check_version_parts()
        result = super().write(vals)
        if not vals.keys().isdisjoint(("res_model", "res_id")):
            self._check_version_parts()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published_template(self):
        self._check_version_parts()

    def _check_version_parts(self):
        """Refuse what belongs to a part of a published version."""
        part_class = self.env.registry["hcc.version.part.mixin"]
        for model, attachments in self.sudo().grouped("res_model").items():
            if model in self.env and issubclass(self.env.registry[model], part_class):
                parts = self.env[model].browse(attachments.mapped("res_id"))
                parts.exists()._check_version_is_draft()
