import logging

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

_logger = logging.getLogger(__name__)


class IrRule(models.Model):
    """Refusals name no record: in debug mode the platform would list the display names of what the
    user may not see, a file's name or a partner's too. And a dialog's record, which may hold
    personal data for a while, belongs to whoever opened the dialog."""

    _inherit = "ir.rule"

    @api.model
    def _compute_domain(self, model_name, mode="read"):
        domain = super()._compute_domain(model_name, mode)
        if model_name.startswith("hcc.") and self.env[model_name].is_transient():
            domain &= Domain("create_uid", "=", self.env.uid)
        return domain

    def _make_access_error(self, operation, records):
        _logger.info(
            "Access denied by record rules: %s on %s %r, user %s",
            operation,
            records._name,
            records.ids[:6],
            self.env.uid,
        )
        records.invalidate_recordset()
        operations = {
            "read": self.env._("read"),
            "write": self.env._("change"),
            "create": self.env._("create"),
            "unlink": self.env._("delete"),
        }
        return AccessError(
            self.env._(
                "You may not %(operation)s this record (%(model)s): it belongs to another agency "
                "or centre, or your role does not include it. If you need it for your work, "
                "ask your administrator to check your agencies.",
                operation=operations[operation],
                model=records._model_label(),
            )
        )
