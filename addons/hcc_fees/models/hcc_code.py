from odoo import api, models

from .hcc_receipt import RECEIPT_TOKEN


class HccCode(models.AbstractModel):
    """Receipts by the code on their paper, and by symbol and number as it prints them."""

    _inherit = "hcc.code"

    @api.model
    def _resolvers(self):
        return [*super()._resolvers(), "_receipt_of"]

    @api.model
    def _part_resolvers(self):
        return [*super()._part_resolvers(), "_receipts_with"]

    @api.model
    def _receipt_of(self, code):
        scanned = self._opened_by(code, "/hcc/r/", RECEIPT_TOKEN, "hcc.receipt")
        if scanned:
            return scanned
        symbol, _blank, number = code.upper().rpartition(" ")
        if not symbol:
            return self.env["hcc.receipt"]
        return self._with_code(
            "hcc.receipt", [("symbol", "=", symbol.strip()), ("name", "=", number)]
        )

    @api.model
    def _receipts_with(self, part):
        """The number alone: several books may have given it."""
        return self._with_code("hcc.receipt", [("name", "=", part)])
