"""Where everything of ours lies: one ignored folder, so removing it removes all traces."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HCC = ROOT / ".hcc"
PREFIX = HCC / "prefix"
PREFIX_PG = HCC / "prefix-pg"
VENV = HCC / "venv"
PG = HCC / "pg"
DATA = HCC / "data"
LOGS = HCC / "logs"
RUN = HCC / "run"
CACHE = HCC / "cache"
STAMPS = HCC / "stamps"
SECRET_KEY = HCC / "secret.key"

ADDONS = ROOT / "addons"
TEST_ADDONS = ROOT / "tests" / "addons"
CONFIG = ROOT / "config"
REQUIREMENTS = ROOT / "requirements"

VENV_PYTHON = VENV / "bin" / "python"


def tidy_environment() -> dict:
    """For every Python we start: its by-products belong into our folder too."""
    return {
        "PYTHONPYCACHEPREFIX": str(CACHE / "pycache"),
        "HYPOTHESIS_STORAGE_DIRECTORY": str(CACHE / "hypothesis"),
    }


def odoo_src() -> Path | None:
    """An Odoo 19 checkout of the user's own, instead of Debian's package."""
    value = os.environ.get("ODOO_SRC")
    return Path(value).expanduser().resolve() if value else None


def make_folders() -> None:
    """Private from the start: logs and filestore hold citizens' data."""
    for folder in (HCC, DATA, LOGS, RUN, CACHE, STAMPS):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
