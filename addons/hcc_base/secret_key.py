"""The suite's secret key: kept in a file beside the database, never in it.

Seals of the journal, hashes of receipts and public tokens are keyed with it, so that whoever
holds only a copy of the database can neither forge nor recompute them. Every server of one
installation must read the same file; the file belongs into the backup of secrets, apart from
the database's own.
"""

import hashlib
import hmac
import os
import secrets
import tempfile
from functools import lru_cache
from pathlib import Path

from odoo.tools import config

ENVIRONMENT_VARIABLE = "HCC_KEY_FILE"
KEY_BYTES = 32
#: Tells the keys of two installations apart without giving either away.
FINGERPRINT_PARAMETER = "hcc.key_fingerprint"


def key_path():
    """Where the key file lies: ``$HCC_KEY_FILE``, else ``hcc.key`` in Odoo's data folder."""
    return Path(os.environ.get(ENVIRONMENT_VARIABLE) or Path(config["data_dir"]) / "hcc.key")


def derive_key(purpose):
    """Return the 32-byte key of one ``purpose`` ("journal", "token", "receipt" …).

    One file, one key a purpose: a leak of one derived key opens nothing else.
    """
    return hmac.new(_master_key(key_path()), purpose.encode(), hashlib.sha256).digest()


def check_key(env):
    """Refuse to go on with another key than the one this database was sealed with.

    A lost key file would otherwise be replaced silently, and every seal would look broken.

    :raise RuntimeError: the key file is not this database's
    """
    fingerprint = hashlib.sha256(derive_key("fingerprint")).hexdigest()[:16]
    parameters = env["ir.config_parameter"].sudo()
    known = parameters.get_param(FINGERPRINT_PARAMETER)
    if not known:
        parameters.set_param(FINGERPRINT_PARAMETER, fingerprint)
    elif known != fingerprint:
        raise RuntimeError(
            f"The key file {key_path()} is not the one this database was sealed with: put the "
            "right file back from the backup of secrets."
        )


@lru_cache(maxsize=4)
def _master_key(path):
    if not path.exists():
        _create_key_file(path)
    key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    if len(key) < KEY_BYTES:
        raise ValueError(f"The key file {path} holds fewer than {KEY_BYTES} bytes.")
    return key


def _create_key_file(path):
    """Write a new key; when two servers start at once, the first one's file stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".hcc-key-")
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        stream.write(secrets.token_hex(KEY_BYTES))
        stream.flush()
        os.fsync(stream.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        os.unlink(draft)
