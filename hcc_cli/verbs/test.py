"""`./hcc test [path…]`: all tests, or those of a path; `./hcc test lint` for lint alone."""

from pathlib import Path

from .. import (
    addon_tests,
    databases,
    lifecycle,
    lint,
    manifests,
    paths,
    postgres,
    python_tests,
    setup,
)
from ..tally import Tally
from ..ui import HccError, say, step

LIFECYCLE = "upgrade, uninstall, install again"


def main(arguments: list[str]) -> int:
    setup.ensure()
    tally = Tally()
    with postgres.cluster():
        databases.sweep()
        for title, work in _everything(tally) if not arguments else _chosen(arguments, tally):
            _stage(title, work, tally)
    return tally.close()


def _stage(title: str, work, tally: Tally) -> None:
    """One line per stage. A failed one does not stop the rest: one run shows all faults."""
    before = tally.failed
    try:
        with step(title):
            work()
    except HccError as error:
        say(f"    {error}")
        if tally.failed == before:
            tally.add(0, 1)  # it could not even run


def _everything(tally: Tally):
    yield "lint", lambda: lint.run(tally)
    yield "pure tests", lambda: python_tests.run(python_tests.PURE, "pure", tally)
    for addon in manifests.in_order(manifests.folders()):
        if manifests.is_test_addon(addon):
            continue
        yield f"{addon} alone", lambda addon=addon: addon_tests.alone(addon, tally)
    if manifests.folders():
        yield "all addons together, and their Vietnamese", lambda: addon_tests.together(tally)
    yield LIFECYCLE, lambda: lifecycle.run(tally)
    yield "whole system", lambda: python_tests.run([python_tests.SYSTEM], "system", tally)


def _chosen(arguments: list[str], tally: Tally):
    """An addon's folder or file goes to Odoo's runner, everything else to one pytest."""
    rest = []
    for argument in arguments:
        path = Path(argument.split("::")[0]).resolve()
        if argument == "lint":
            yield "lint", lambda: lint.run(tally)
        elif argument == "together":
            yield "all addons together, and their Vietnamese", lambda: addon_tests.together(tally)
        elif argument == "lifecycle":
            yield LIFECYCLE, lambda: lifecycle.run(tally)
        elif not path.exists():
            raise HccError(f"no such path: {argument}")
        elif addon := _addon_of(path):
            yield _addon_stage(addon, path, tally)
        else:
            rest.append(argument)
    if rest:
        yield " ".join(rest), lambda: python_tests.run(rest, "path", tally)


def _addon_stage(addon: str, path: Path, tally: Tally):
    """A test file's path is a tag Odoo's runner understands."""
    addon_tests.known(addon)
    tags = str(path) if path.suffix == ".py" else None
    return f"{addon} alone", lambda: addon_tests.alone(addon, tally, tags)


def _addon_of(path: Path) -> str | None:
    for parent in (paths.ADDONS, paths.TEST_ADDONS):
        if parent in path.parents:
            return path.relative_to(parent).parts[0]
    return None
