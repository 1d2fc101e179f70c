from odoo import models


class PortalMixin(models.AbstractModel):
    """An anonymous link to an entry is made only by who may change the entry: the platform lets
    every reader make one, for ever valid, writing past their rights."""

    _inherit = "portal.mixin"

    def _portal_ensure_token(self):
        if not self.env.su and not self.access_token:
            self.check_access("write")
        return super()._portal_ensure_token()
