"""pytest's part: pure tests and whole-system tests, counted the same way."""

import json
import os
from pathlib import Path

from . import paths, process
from .tally import Tally
from .ui import HccError, say

PURE = ["tests/unit", "agent/tests"]
SYSTEM = "tests/system"
COMMAND = [
    *(paths.VENV_PYTHON, "-m", "pytest", "--tb=short", "--durations=5"),
    *("-o", "faulthandler_timeout=540"),  # a hung test says where before it is ended
    *("-p", "hcc_cli.pytest_report", "-p", "no:cacheprovider"),
]


def run(targets: list, label: str, tally: Tally) -> None:
    """A skipped test failed to test anything: it counts as a failure."""
    targets = [target for target in targets if (paths.ROOT / target.split("::")[0]).exists()]
    if not targets:
        return
    report = paths.RUN / f"pytest-{label}-{os.getpid()}.json"
    log = f"pytest-{label}-{os.getpid()}"
    env = {**os.environ, **paths.tidy_environment(), "PYTHONPATH": _python_path()}
    env["HCC_REPORT"] = str(report)
    try:
        code = process.run([*COMMAND, *targets], log, env=env, cwd=paths.ROOT, check=False)
        result = json.loads(report.read_text()) if report.exists() else None
    finally:
        report.unlink(missing_ok=True)
    judge(result, code, paths.LOGS / f"{log}.log", tally)


def _python_path() -> str:
    """Ours to import: the repository, and the agent as the package of its own that it is."""
    return os.pathsep.join(str(folder) for folder in (paths.ROOT, paths.ROOT / "agent"))


def judge(result: dict | None, code: int, log: Path, tally: Tally) -> None:
    failures = faults(result, code)
    tally.add(result["passed"] if result else 0, len(failures))
    if failures:
        say(process.tail(log, 60))
        say(f"    log: {log}")
        raise HccError("; ".join(failures[:10]))


def faults(result: dict | None, code: int) -> list[str]:
    """One entry per failure; exit code 5 is "no tests collected", which is one too."""
    if result is None:
        return [f"pytest ended with code {code} before it ran"]
    found = [f"failed: {name}" for name in result["failed"]]
    found += [f"skipped: {name}" for name in result["skipped"]]
    if result["browser_run"] < result["browser_collected"]:
        found.append(
            f"only {result['browser_run']} of {result['browser_collected']} browser tests ran"
        )
    if code and not found:
        found.append(f"pytest ended with code {code}")
    return found
