"""What our addons are and need, read from their manifests without Odoo."""

import ast
from pathlib import Path

from . import paths
from .ui import HccError


def folders() -> dict[str, Path]:
    """Every addon of ours by name, test addons included."""
    found = {}
    for parent in (paths.ADDONS, paths.TEST_ADDONS):
        for manifest in sorted(parent.glob("*/__manifest__.py")):
            found[manifest.parent.name] = manifest.parent
    return found


def is_test_addon(name: str) -> bool:
    """Whether it holds nothing but tests of the whole suite."""
    return (paths.TEST_ADDONS / name).is_dir()


def read(folder: Path) -> dict:
    try:
        return ast.literal_eval((folder / "__manifest__.py").read_text())
    except (OSError, SyntaxError, ValueError) as error:
        raise HccError(f"{folder}/__manifest__.py: {error}") from error


def closure(names) -> set[str]:
    """These addons and all of ours that they need."""
    ours, seen, todo = folders(), set(), list(names)
    while todo:
        name = todo.pop()
        if name in ours and name not in seen:
            seen.add(name)
            todo.extend(read(ours[name]).get("depends", ["base"]))
    return seen


def with_glue(names) -> list[str]:
    """And our addons that install themselves once all they need is there, as in production."""
    chosen = closure(names)
    while True:
        glue = {
            name
            for name, folder in folders().items()
            if name not in chosen and _installs_itself(read(folder), chosen)
        }
        if not glue:
            return sorted(chosen | set(names))
        chosen |= glue


def _installs_itself(manifest: dict, chosen: set[str]) -> bool:
    ours = set(folders()).intersection(manifest.get("depends", []))
    return bool(manifest.get("auto_install") and ours and ours <= chosen)


def foreign_dependencies(names) -> list[str]:
    """What these addons need from Odoo: the contents of the cached template."""
    ours = folders()
    needed = {dep for name in closure(names) for dep in read(ours[name]).get("depends", ["base"])}
    return sorted(needed - set(ours) | {"base", "web"})


def in_order(names) -> list[str]:
    """Dependencies first: a fault then shows in the addon that has it."""
    ours, done = folders(), []

    def visit(name):
        if name in ours and name not in done:
            for dependency in read(ours[name]).get("depends", []):
                visit(dependency)
            if name not in done:
                done.append(name)

    for name in sorted(names):
        visit(name)
    return [name for name in done if name in names]
