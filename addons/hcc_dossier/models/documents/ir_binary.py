from odoo import models
from odoo.exceptions import AccessError


class IrBinary(models.AbstractModel):
    """A paper's file leaves the server with a trace, by the address where one can be written."""

    _inherit = "ir.binary"

    def _record_to_stream(self, record, field_name):
        papers = self._papers_behind(record, field_name)
        if papers and self.env.cr.readonly:
            raise AccessError(self.env._("The file of a paper is opened from its form or line."))
        papers._journal_viewing(["file"])
        return super()._record_to_stream(record, field_name)

    def _papers_behind(self, record, field_name):
        documents = self.env["hcc.document"]
        if record._name == documents._name and field_name == "file":
            return record
        if record._name == "ir.attachment" and record.sudo().res_model == documents._name:
            return documents.browse(record.sudo().res_id)
        return documents
