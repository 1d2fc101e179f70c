"""`./hcc bench [name]`: each goal of tests/bench/*.py, measured side by side, one line each."""

import json

from .. import bench, databases, paths, postgres, prepared, setup, templates
from ..ui import HccError, say, step

# what the goals are measured against; nowhere else installed
EXTRA = ["maintenance", "base_import", "product"]


def main(arguments: list[str]) -> int:
    scripts = bench.scripts(arguments)
    setup.ensure()
    with postgres.cluster(durable=True):
        databases.sweep()
        ready = prepared.ensure()
        with databases.temporary(ready.database, "bench") as database:
            with step("benchmark database"):
                templates.install(database, EXTRA, "bench")
            rows = [row for script in scripts for row in _measure(database, script)]
    file = paths.HCC / "bench.json"
    file.write_text(json.dumps(rows, indent=1) + "\n")
    say(f"\nas JSON: {file}")
    return 0 if rows and all(row["ok"] for row in rows) else 1


def _measure(database: str, script) -> list[dict]:
    rows = bench.measure(database, script)
    if not rows:
        raise HccError(f"{script.name} has no goals")
    for row in rows:
        say(bench.line(row))
    return rows
