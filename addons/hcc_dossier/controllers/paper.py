from odoo import http
from odoo.exceptions import AccessError, MissingError
from odoo.http import request


class PaperController(http.Controller):
    """A paper's file for who may read the paper. Not the platform's own address: that one only
    reads, and every look at a paper is written down."""

    @http.route("/hcc/paper/<int:document_id>", type="http", auth="user", methods=["GET"])
    def show(self, document_id):
        document = request.env["hcc.document"].browse(document_id)
        try:
            document.check_access("read")
            name = document.file_name
            stream = request.env["ir.binary"]._get_stream_from(document, "file", filename=name)
        except (AccessError, MissingError):
            raise request.not_found() from None
        return stream.get_response(as_attachment=False)
