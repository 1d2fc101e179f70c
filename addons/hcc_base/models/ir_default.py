from odoo import models


class IrDefault(models.Model):
    _inherit = "ir.default"

    def _get_model_defaults(self, model_name, condition=False):
        """Every user keeps defaults of his own; none of them sets what only verbs set, nor what
        follows from other fields."""
        defaults = super()._get_model_defaults(model_name, condition)
        if not model_name.startswith("hcc."):
            return defaults
        model = self.env[model_name]
        guarded = getattr(model, "_guarded_fields", frozenset())
        return {
            name: value
            for name, value in defaults.items()
            if name not in guarded and not model._is_derived(name)
        }
