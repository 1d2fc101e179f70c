"""What the suite brings along, as against what people enter."""

from odoo import SUPERUSER_ID


def is_shipped_data(env):
    """Whether an addon's own data are being loaded: nobody's act, and complete as they come.

    ``install_mode`` alone says nothing, for any client may send it; but no client is the superuser.
    """
    return env.uid == SUPERUSER_ID and bool(env.context.get("install_mode"))
