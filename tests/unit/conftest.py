"""Loads an addon's ``tools`` folder as ``<addon>_tools``, without Odoo and without the addon."""

import importlib.util
import sys
from pathlib import Path

from hypothesis import settings

ADDONS = Path(__file__).resolve().parents[2] / "addons"


# No deadline: build machines pause. No database: the tests leave no folder behind.
settings.register_profile("suite", deadline=None, database=None, print_blob=True)
settings.load_profile("suite")


def load_tools(addon):
    folder = ADDONS / addon / "tools"
    spec = importlib.util.spec_from_file_location(
        f"{addon}_tools", folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    package = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = package
    spec.loader.exec_module(package)


for _addon in ("hcc_base", "hcc_dossier"):
    if f"{_addon}_tools" not in sys.modules:
        load_tools(_addon)
