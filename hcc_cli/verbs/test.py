"""`./hcc test [path…]`: all tests, or those of a path; `./hcc test lint` for lint alone.

All of them are two lanes: the addons, each by itself and together, and the whole system in use.
Both run at the same time where the machine has two cores; each lane is also an argument.
"""

import os
import sys
from contextlib import contextmanager
from pathlib import Path

from .. import (
    addon_tests,
    databases,
    lifecycle,
    lint,
    manifests,
    paths,
    postgres,
    process,
    python_tests,
    setup,
)
from ..tally import Tally
from ..ui import LANES, HccError, say, step

LIFECYCLE = "upgrade, uninstall, install again"


def main(arguments: list[str]) -> int:
    setup.ensure()
    tally = Tally()
    with postgres.cluster():
        databases.sweep()
        if arguments:
            _run(_chosen(arguments, tally), tally)
        else:
            _run_both_lanes(tally)
    return tally.close()


def _run_both_lanes(tally: Tally) -> None:
    """The whole in a child, the parts here meanwhile; one core does one after the other."""
    if (os.cpu_count() or 1) < 2:
        _run([*_parts(tally), *_whole(tally)], tally)
        return
    os.environ[LANES] = "2"
    with _other_lane("whole", tally):
        _run(_parts(tally), tally)


@contextmanager
def _other_lane(name: str, tally: Tally):
    """Another `./hcc test` beside the block; its count is added to ours once it has ended."""
    count = paths.RUN / f"tally-{name}-{os.getpid()}.json"
    command = [sys.executable, paths.ROOT / "hcc", "test", name]
    try:
        with process.child(command, env={**os.environ, "HCC_TALLY": str(count)}) as lane:
            yield
            lane.wait()
        tally.add(*Tally.read(count))
    finally:
        count.unlink(missing_ok=True)


def _run(stages, tally: Tally) -> None:
    for title, work in stages:
        _stage(title, work, tally)


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


def _parts(tally: Tally):
    yield "lint", lambda: lint.run(tally)
    yield "pure tests", lambda: python_tests.run(python_tests.PURE, "pure", tally)
    for addon in manifests.in_order(manifests.folders()):
        if manifests.is_test_addon(addon):
            continue
        yield f"{addon} alone", lambda addon=addon: addon_tests.alone(addon, tally)
    if manifests.folders():
        yield "all addons together, and their Vietnamese", lambda: addon_tests.together(tally)


def _whole(tally: Tally):
    yield LIFECYCLE, lambda: lifecycle.run(tally)
    yield "whole system", lambda: python_tests.run([python_tests.SYSTEM], "system", tally)


def _chosen(arguments: list[str], tally: Tally):
    """An addon's folder or file goes to Odoo's runner, everything else to one pytest."""
    rest = []
    for argument in arguments:
        path = Path(argument.split("::")[0]).resolve()
        if argument == "lint":
            yield "lint", lambda: lint.run(tally)
        elif argument == "parts":
            yield from _parts(tally)
        elif argument == "whole":
            yield from _whole(tally)
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
