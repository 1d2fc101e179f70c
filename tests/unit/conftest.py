"""Loads an addon's ``tools`` folder as ``<addon>_tools``, without Odoo and without the addon."""

import importlib.util
import sys
from pathlib import Path

from hypothesis import settings

ADDONS = Path(__file__).resolve().parents[2] / "addons"


# No deadline: build machines pause. No database: the tests leave no folder behind.
settings.register_profile("suite", deadline=None, database=None, print_blob=True)
settings.load_profile("suite")


def load(name, file, folder=None):
    """``file`` as the module ``name``; with ``folder`` as the package of what lies there."""
    if name not in sys.modules:
        places = [str(folder)] if folder else None
        spec = importlib.util.spec_from_file_location(name, file, submodule_search_locations=places)
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])


for _addon in ("hcc_base", "hcc_dossier"):
    _tools = ADDONS / _addon / "tools"
    load(f"{_addon}_tools", _tools / "__init__.py", _tools)
# Alone: beside it stands what needs a device's own tools.
load("hcc_queue_line", ADDONS / "hcc_queue" / "tools" / "line.py")
