"""The suite's secret key: kept in a file beside the database, never in it.

Seals of the journal, hashes of receipts and public tokens are keyed with it, so that whoever
holds only a copy of the database can neither forge nor recompute them. Every server of one
installation must read the same file; the file belongs into the backup of secrets, apart from
the database's own.

The file holds one key a line, the first being version 1. A new line makes a new version: the
journal is sealed with the newest one from then on and verified with the one each entry names.
Tokens and receipts stay with the first. A line is never removed.
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


def derive_key(purpose, version=1):
    """Return the 32-byte key of one ``purpose`` ("journal", "token", "receipt" …).

    One key a purpose and version: a leak of one derived key opens nothing else.

    :raise LookupError: the file has no key of that version
    """
    keys = _master_keys(key_path())
    if not 1 <= version <= len(keys):
        raise LookupError(f"The key file {key_path()} has no key of version {version}.")
    return hmac.new(keys[version - 1], purpose.encode(), hashlib.sha256).digest()


def key_version():
    """The version of the newest key."""
    return len(_master_keys(key_path()))


def check_key(env):
    """Refuse to go on with another key than the one this database was sealed with.

    A lost key file would otherwise be replaced silently, and every seal would look broken.

    :raise RuntimeError: the key file is not this database's
    """
    known = env["ir.config_parameter"].sudo().get_param(FINGERPRINT_PARAMETER)
    if not known:
        env["ir.config_parameter"].sudo().set_param(FINGERPRINT_PARAMETER, _fingerprint())
    elif not is_own_key(env):
        raise RuntimeError(
            f"The key file {key_path()} is not the one this database was sealed with: put the "
            "right file back from the backup of secrets."
        )


def is_own_key(env):
    """Whether the key file is the one this database was sealed with (or nothing is sealed yet)."""
    known = env["ir.config_parameter"].sudo().get_param(FINGERPRINT_PARAMETER)
    return not known or known == _fingerprint()


def _fingerprint():
    return hashlib.sha256(derive_key("fingerprint")).hexdigest()[:16]


@lru_cache(maxsize=4)
def _master_keys(path):
    if not path.exists():
        _create_key_file(path)
    keys = [bytes.fromhex(line) for line in path.read_text(encoding="ascii").split()]
    if not keys or min(map(len, keys)) < KEY_BYTES:
        raise ValueError(f"A key in the file {path} has fewer than {KEY_BYTES} bytes.")
    return keys


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
