"""The tools import nothing from Odoo nor from anything that is not Python's own."""

import ast
import sys
from pathlib import Path

import hcc_base_tools
import pytest

MODULES = sorted(Path(hcc_base_tools.__file__).parent.glob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_only_the_standard_library(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = [node for node in ast.walk(tree) if isinstance(node, ast.Import)]
    imported_from = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    names = [alias.name for node in imported for alias in node.names]
    names += [node.module for node in imported_from if not node.level]
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names


def test_odoo_was_not_loaded():
    assert "odoo" not in sys.modules
