from odoo import api, fields, models

from odoo.addons.hcc_base.secret_key import derive_key
from odoo.addons.hcc_base.tools import canonical

SEAL_VERSION = 1


class HccSealedMixin(models.AbstractModel):
    """A paper of a receipt book, chained to the one before it.

    The seal is an HMAC over the previous seal and everything the paper says, keyed outside the
    database: no byte can change and no row can be slipped in or taken out without being found.
    The first paper of a book follows the empty seal.
    """

    _name = "hcc.sealed.mixin"
    _description = "Paper Sealed in a Chain"

    book_id = fields.Many2one(
        "hcc.receipt.book", "Book", required=True, readonly=True, index=True, ondelete="restrict"
    )
    number = fields.Integer("Ordinal", required=True, readonly=True, aggregator=None)
    prev_hash = fields.Char("Previous seal", required=True, readonly=True)
    hash = fields.Char("Seal", required=True, readonly=True)

    @api.model
    def _seal(self, previous, body):
        return canonical.chain_seal(derive_key("receipt"), SEAL_VERSION, previous, body)

    @api.model
    def _chain_head(self, book):
        """Number and seal of the book's last paper; ``(0, "")`` before the first."""
        self.flush_model()
        last = self.sudo().search_fetch(
            [("book_id", "=", book.id)], ["number", "hash"], order="number desc", limit=1
        )
        return (last.number, last.hash) if last else (0, "")

    def _sealed_body(self):
        """Extension point: canonical bytes of everything the seal vouches for."""
        raise NotImplementedError

    @api.model
    def _verify_chain(self, book):
        """The first paper of ``book`` that is not as it was sealed; empty when all are."""
        self.invalidate_model()
        papers = self.sudo().search([("book_id", "=", book.id)], order="number")
        previous = ""
        for paper in papers:
            expected = self._seal(previous, paper._sealed_body())
            if (paper.prev_hash, paper.hash) != (previous, expected):
                return paper
            previous = paper.hash
        return self.browse()
