"""`./hcc logs`: follow the demonstration's log, or the one named (`./hcc logs prepare`)."""

import subprocess

from .. import paths
from ..ui import HccError, say


def main(arguments: list[str]) -> int:
    path = paths.LOGS / f"{arguments[0] if arguments else 'server-demo'}.log"
    if not path.exists():
        for file in sorted(paths.LOGS.glob("*.log")):
            say(f"  {file.stem}")
        raise HccError(f"no such log: {path.stem}")
    try:
        return subprocess.run(["tail", "-n", "100", "-F", path]).returncode
    except KeyboardInterrupt:
        return 0
