from odoo import api, models
from odoo.exceptions import UserError

from ..life import Life


class HccDemo(models.AbstractModel):
    """The last weeks of the demonstration centre, lived through the product's own verbs."""

    _inherit = "hcc.demo"

    @api.model
    def _live(self):
        """Fill an empty demonstration centre with dossiers in every state.

        Called by whoever serves the demonstration, never by the installation; the clock of this
        process is moved from act to act and ends where it was.

        :return: ``{"passphrase"}`` of the signing keys, told once and kept nowhere
        :raise UserError: the database is no demonstration, or holds dossiers
        """
        if not self.env["hcc.clock"]._is_demonstration_database():
            raise UserError(self.env._("Only a demonstration database is filled with dossiers."))
        if self.env["hcc.dossier"].sudo().search_count([], limit=1):
            raise UserError(self.env._("This centre has dossiers already."))
        life = Life(self.env)
        life.run()
        return {"passphrase": life.passphrase}
