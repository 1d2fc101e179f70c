"""Keys of SMS gateways: in a file beside the database, never in it.

Each line of the file is ``<code of the provider> <key>``. Every server reads the same file; it
belongs into the backup of secrets.
"""

import os
from pathlib import Path

from odoo.tools import config

ENVIRONMENT_VARIABLE = "HCC_SMS_KEY_FILE"


def key_path():
    """``$HCC_SMS_KEY_FILE``, else ``hcc_sms.key`` in Odoo's data folder."""
    name = os.environ.get(ENVIRONMENT_VARIABLE)
    return Path(name) if name else Path(config["data_dir"]) / "hcc_sms.key"


def sms_key(code):
    """The key of the provider; empty when the file has none."""
    path = key_path()
    if not path.exists():
        return ""
    rows = (line.split(None, 1) for line in path.read_text(encoding="utf-8").splitlines())
    return next((row[1].strip() for row in rows if len(row) == 2 and row[0] == code), "")
