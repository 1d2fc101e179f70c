"""What Odoo does not know to be ours when the addon is uninstalled."""

from odoo.tools import SQL

FUNCTIONS = ("hcc_fees_frozen", "hcc_payment_shift_open", "hcc_payment_remitted_once")


def uninstall_hook(env):
    """Dropping a table leaves its triggers' functions behind."""
    for function in FUNCTIONS:
        env.cr.execute(SQL("DROP FUNCTION IF EXISTS %s() CASCADE", SQL.identifier(function)))
