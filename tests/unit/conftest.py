"""Loads ``addons/hcc_base/tools`` as ``hcc_base_tools``, without Odoo and without the addon."""

import importlib.util
import sys
from pathlib import Path

from hypothesis import settings

TOOLS = Path(__file__).resolve().parents[2] / "addons" / "hcc_base" / "tools"


# No deadline: build machines pause. No database: the tests leave no folder behind.
settings.register_profile("suite", deadline=None, database=None, print_blob=True)
settings.load_profile("suite")


def load_tools():
    spec = importlib.util.spec_from_file_location(
        "hcc_base_tools", TOOLS / "__init__.py", submodule_search_locations=[str(TOOLS)]
    )
    package = importlib.util.module_from_spec(spec)
    sys.modules["hcc_base_tools"] = package
    spec.loader.exec_module(package)


if "hcc_base_tools" not in sys.modules:
    load_tools()
