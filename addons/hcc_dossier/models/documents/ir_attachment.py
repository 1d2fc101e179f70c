from odoo import api, models
from odoo.exceptions import AccessError


class IrAttachment(models.Model):
    """The file of an electronic paper is the paper: whoever may describe the paper replaces,
    removes or adds no file behind it."""

    _inherit = "ir.attachment"

    @api.model_create_multi
    def create(self, vals_list):
        attachments = super().create(vals_list)
        attachments._check_papers()
        return attachments

    def write(self, vals):
        self._check_papers()
        result = super().write(vals)
        if vals.get("res_model") == "hcc.document":
            self._check_papers()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_paper(self):
        self._check_papers()

    def _check_papers(self):
        documents = self.env["hcc.document"]
        if documents._guard_is_open():
            return
        held = self.sudo().filtered(lambda a: a.res_model == documents._name)
        for document in documents.sudo().browse(held.mapped("res_id")).exists():
            raise AccessError(
                self.env._(
                    "The file of %s is fixed. Scan the paper again on its line of the dossier; "
                    "the new file takes the place of this one.",
                    document.display_name,
                )
            )
