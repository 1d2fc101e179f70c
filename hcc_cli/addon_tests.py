"""Addons' tests by Odoo's own runner: each addon alone, then all of them together."""

import os

from . import databases, manifests, odoo, paths, process, templates, translations
from .logcheck import LogCheck
from .tally import Tally
from .ui import HccError, say


def alone(addon: str, tally: Tally, tags: str | None = None) -> None:
    """In a fresh database with only what it depends on."""
    template = templates.with_dependencies([addon])
    with databases.temporary(template, addon) as database:
        run_in(database, [addon], tags or f"/{addon}", f"test-{addon}-{os.getpid()}", tally)


def together(tally: Tally) -> None:
    """All in one database, as a centre has them; then the terms of all are known.

    Only what speaks of all of them is tested here (tests/addons): an addon's own tests hold for
    the addon alone, and another one may rightly forbid what they do.
    """
    names = sorted(manifests.folders())
    template = templates.with_dependencies(names)
    with databases.temporary(template, "all") as database:
        tags = ",".join(f"/{name}" for name in names if manifests.is_test_addon(name))
        failed = None
        try:
            run_in(database, names, tags, f"test-all-{os.getpid()}", tally)
        except HccError as error:
            failed = error
        translations.check(database, tally)
        if failed:
            raise failed


def run_in(database: str, addons: list[str], tags: str, log: str, tally: Tally) -> None:
    """Install with tests; what the log warns of counts as a failure and is shown."""
    options = [
        "-d",
        database,
        "-i",
        ",".join(addons),
        "--skip-auto-install",
        f"--test-tags={tags}",
        "--stop-after-init",
        f"--http-port={odoo.free_port()}",
    ]
    path = paths.LOGS / f"{log}.log"
    check = LogCheck(path)
    code = process.run(odoo.command(options), log, env=odoo.environment(), check=False)
    judge(check, code, path, tally)


def judge(check: LogCheck, code: int, path, tally: Tally) -> None:
    """Passed and failed from the runner's own line; warnings and skips make one failure more."""
    counted, problems = check.results(), check.problems() + check.skipped()
    passed, failed = counted or (0, 1)
    if (problems or code) and not failed:
        failed = 1
    tally.add(passed, failed)
    if failed:
        say("\n".join(problems[:30]) if problems and counted else process.tail(path, 40))
        say(f"    log: {path}")
        raise HccError(f"{passed} passed, {failed} failed")


def known(addon: str) -> None:
    if addon not in manifests.folders():
        raise HccError(f"no addon '{addon}' in addons/ or tests/addons/")
