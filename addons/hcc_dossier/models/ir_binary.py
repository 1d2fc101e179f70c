from odoo import models


class IrBinary(models.AbstractModel):
    """A paper's file leaves the server with a trace, whichever address it is asked by."""

    _inherit = "ir.binary"

    def _record_to_stream(self, record, field_name):
        self._paper_behind(record, field_name)._journal_viewing(["file"])
        return super()._record_to_stream(record, field_name)

    def _paper_behind(self, record, field_name):
        documents = self.env["hcc.document"]
        if record._name == documents._name and field_name == "file":
            return record
        if record._name == "ir.attachment" and record.sudo().res_model == documents._name:
            return documents.browse(record.sudo().res_id)
        return documents
