"""What Odoo does not know to be ours when the addon is uninstalled."""

from odoo.tools import SQL

from .journal_guard import drop_guards
from .models.hcc_procedure_version_guard import FUNCTIONS


def uninstall_hook(env):
    drop_guards(env.cr)
    for function in FUNCTIONS:
        env.cr.execute(SQL("DROP FUNCTION IF EXISTS %s() CASCADE", SQL.identifier(function)))
    env["ir.config_parameter"].search([("key", "=like", "hcc.%")]).unlink()
