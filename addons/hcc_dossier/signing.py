"""Where the server's own signing tokens are: outside the database, named by its operator.

``HCC_SIGNING_DIR``: the folder of software tokens (PKCS#12 files), else ``hcc_signing`` in Odoo's
data folder. ``HCC_PKCS11_MODULES``: ``name=/path/of/the/library`` of each kind of token or hardware
module, separated by ``;``. What is not named there is not loaded, whatever an administrator of the
application enters: a library is code.
"""

import os
from pathlib import Path

from odoo.tools import config

from .tools.pdf_signing import SigningError


def software_folder():
    """Where the software tokens lie."""
    return Path(os.environ.get("HCC_SIGNING_DIR") or Path(config["data_dir"]) / "hcc_signing")


def software_token(name):
    """The bytes of the PKCS#12 file called ``name``.

    :raise SigningError: ``file``
    """
    if not name or Path(name).name != name:
        raise SigningError("file")
    try:
        return (software_folder() / name).read_bytes()
    except OSError as error:
        raise SigningError("file") from error


def module_path(name):
    """The library of the PKCS#11 module called ``name``.

    :raise SigningError: ``module``
    """
    for entry in os.environ.get("HCC_PKCS11_MODULES", "").split(";"):
        known, separator, path = entry.partition("=")
        if separator and known.strip() == name:
            return path.strip()
    raise SigningError("module")
