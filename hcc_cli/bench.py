"""Benchmarks: a script states its goals and measures them; here they are compared and shown.

A script in tests/bench/ holds `GOALS = {"queue.issue": 0.6}` (a ratio that must not be exceeded)
and `run(env) -> {"queue.issue": measured}`; `sides()` helps it to measure alternately.
"""

from pathlib import Path

from . import paths, shell
from .ui import HccError

FOLDER = paths.ROOT / "tests" / "bench"

RUNNER = """
import importlib.util, sys
sys.path.insert(0, {root!r})
spec = importlib.util.spec_from_file_location("hcc_bench_script", {path!r})
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
measured = module.run(env)
result = [
    {{"name": name, "goal": goal, "measured": measured[name]}}
    for name, goal in module.GOALS.items()
]
env.cr.rollback()
"""


def scripts(names: list[str]) -> list[Path]:
    """All, or those whose file name or goal's area is named."""
    found = sorted(
        file for file in FOLDER.glob("*.py") if not file.name.startswith(("_", "conftest"))
    )
    chosen = [file for file in found if not names or file.stem.removeprefix("bench_") in names]
    if not chosen:
        raise HccError("no benchmark " + (" ".join(names) or f"in {FOLDER}"))
    return chosen


def measure(database: str, script: Path) -> list[dict]:
    rows = shell.script(database, RUNNER.format(root=str(paths.ROOT), path=str(script)))
    return [judged(row) for row in rows]


def judged(row: dict) -> dict:
    """A goal is an upper bound: ours may cost so many times what Odoo's own record costs."""
    return {**row, "ok": row["measured"] <= row["goal"]}


def line(row: dict) -> str:
    verdict = "ok" if row["ok"] else "short"
    measured, goal = shown(row["measured"]), shown(row["goal"])
    return f"{row['name']:<24} {measured:>8} {goal:>8}  {verdict}"


def shown(ratio: float) -> str:
    """Many times faster reads better as a fraction: 1/500."""
    return f"{ratio:.2f}" if ratio >= 0.05 else f"1/{1 / ratio:.0f}"


def sides(ours, theirs, rounds: int = 31, warm_up: int = 3) -> float:
    """The ratio of medians, measured alternately so that a slow moment hits both."""
    import statistics
    import time

    def timed(work) -> float:
        start = time.perf_counter()
        work()
        return time.perf_counter() - start

    for _ in range(warm_up):
        ours(), theirs()
    pairs = [(timed(ours), timed(theirs)) for _ in range(rounds)]
    return statistics.median(a for a, _ in pairs) / statistics.median(b for _, b in pairs)
