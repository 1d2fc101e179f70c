"""`./hcc reset`: drop the prepared databases; `--all` removes everything of ours."""

import shutil

from .. import databases, paths, postgres
from ..locks import FileLock
from ..ui import HccError, say, step


def main(arguments: list[str]) -> int:
    if arguments not in ([], ["--all"]):
        raise HccError("usage: ./hcc reset [--all]")
    if not paths.HCC.exists():
        say("nothing to reset")
    elif arguments:
        _everything()
    else:
        _databases()
    return 0


def _databases() -> None:
    """Passwords go with them: the next demonstration prints new ones."""
    _check_unused()
    with step("dropping all databases of ours"), postgres.cluster():
        for name in databases.names():
            databases.drop(name)
        for file in [*paths.RUN.glob("logins-*.json"), paths.RUN / "demo.json"]:
            file.unlink(missing_ok=True)


def _check_unused() -> None:
    """A drop would end the connections of whoever works in them."""
    if _is_held("demo.lock"):
        raise HccError("the demonstration is running from this folder: stop it first (Ctrl-C)")
    if _is_held("pg.users"):
        raise HccError("another ./hcc command is still running here")


def _is_held(name: str) -> bool:
    lock = FileLock(paths.RUN / name)
    try:
        return lock.is_held()
    finally:
        lock.close()


def _everything() -> None:
    """Refused while another command works in the folder."""
    if not FileLock(paths.RUN / "pg.users").try_exclusive():
        raise HccError("another ./hcc command is still running here")
    with step(f"removing {paths.HCC}"):
        shutil.rmtree(paths.HCC)
