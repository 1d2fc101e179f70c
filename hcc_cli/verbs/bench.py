"""`./hcc bench [--volume N] [name]`: each goal of tests/bench/*.py, measured side by side, one line
each. `--volume` makes the volumes smaller for a quick look."""

import contextlib
import json

from .. import bench, databases, paths, postgres, prepared, setup, templates
from ..ui import HccError, say, step
from ..volumes import Volumes, scaled

# what the goals are measured against; nowhere else installed
EXTRA = ["maintenance", "base_import", "product"]


def main(arguments: list[str]) -> int:
    names, largest = _asked(arguments)
    scripts = bench.scripts(names)
    setup.ensure()
    with postgres.cluster(durable=True), contextlib.ExitStack() as stack:
        databases.sweep()
        ready = prepared.ensure()
        base = stack.enter_context(databases.temporary(ready.database, "bench"))
        with step("benchmark database"):
            templates.install(base, EXTRA, "bench")
        volumes = Volumes(base, stack)
        rows = [row for script in scripts for row in _measure(script, base, volumes, largest)]
    file = paths.HCC / "bench.json"
    file.write_text(json.dumps(rows, indent=1) + "\n")
    say(f"\nas JSON: {file}")
    return 0 if rows and all(row["ok"] for row in rows) else 1


def _asked(arguments: list[str]) -> tuple[list[str], int | None]:
    if "--volume" not in arguments:
        return arguments, None
    place = arguments.index("--volume")
    given = "".join(arguments[place + 1 : place + 2])
    if not given.isdecimal() or int(given) < 1000:
        raise HccError("--volume: a number of dossiers, 1000 at least")
    return arguments[:place] + arguments[place + 2 :], int(given)


def _measure(script, base: str, volumes: Volumes, largest: int | None) -> list[dict]:
    """In databases of the script's own: what one leaves behind meets no other."""
    sizes = scaled(bench.volumes_of(script), largest)
    sources = [volumes.template(size) for size in sizes] or [base]
    with contextlib.ExitStack() as stack:
        copies = [
            stack.enter_context(databases.temporary(source, f"{script.stem}{n}"))
            for n, source in enumerate(sources)
        ]
        rows = bench.measure(script, *copies)
    if not rows:
        raise HccError(f"{script.name} has no goals")
    for row in rows:
        say(bench.line(row))
    return rows
