"""What Odoo does not know to be ours when the addon is uninstalled."""

from .journal_guard import drop_guards


def uninstall_hook(env):
    drop_guards(env.cr)
    env["ir.config_parameter"].search([("key", "=like", "hcc.%")]).unlink()
