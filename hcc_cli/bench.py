"""Benchmarks: a script states its goals and measures them; here they are compared and shown.

A script in tests/bench/ holds `GOALS = {"queue.issue": 0.6}` (a ratio that must not be exceeded)
and `run(env) -> {"queue.issue": measured}`; `sides()` helps it to measure alternately. Every script
has a copy of the database to itself. With `VOLUMES = (500_000, 5_000)` it asks for copies of
databases with so many dossiers (`volumes.py`): `env` is of the first, the others come by name:
`run(env, small)`.
"""

import ast
import statistics
import time
from pathlib import Path

from . import paths, shell
from .ui import HccError

FOLDER = paths.ROOT / "tests" / "bench"

RUNNER = """
import importlib.util, sys
sys.path[:0] = [{root!r}, {folder!r}]
spec = importlib.util.spec_from_file_location("hcc_bench_script", {path!r})
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
measured = module.run(env, *{others!r})
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


def volumes_of(script: Path) -> tuple[int, ...]:
    """The sizes that a script asks for, read without running it: it lives inside Odoo."""
    for node in ast.parse(script.read_text()).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "VOLUMES":
            return tuple(ast.literal_eval(node.value))
    return ()


def measure(script: Path, database: str, *others: str) -> list[dict]:
    code = RUNNER.format(
        root=str(paths.ROOT), folder=str(FOLDER), path=str(script), others=list(others)
    )
    return [judged(row) for row in shell.script(database, code)]


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


def p95(values: list[float]) -> float:
    """What nineteen of twenty do not exceed (nearest rank)."""
    ranked = sorted(values)
    return ranked[-(len(ranked) // 20) - 1]


def sides(ours, theirs, rounds: int = 31, warm_up: int = 3, statistic=statistics.median) -> float:
    """The ratio of medians, or of another statistic, measured alternately so that a slow moment
    hits both."""

    def timed(work) -> float:
        start = time.perf_counter()
        work()
        return time.perf_counter() - start

    for _ in range(warm_up):
        ours(), theirs()
    pairs = [(timed(ours), timed(theirs)) for _ in range(rounds)]
    return statistic([a for a, _ in pairs]) / statistic([b for _, b in pairs])
