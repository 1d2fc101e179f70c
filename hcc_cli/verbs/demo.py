"""`./hcc demo`: everything set up, the demonstration centre served, its logins printed."""

import argparse
import json
import os
import socket
import time

from .. import databases, paths, postgres, prepared, process, server, setup
from ..locks import FileLock
from ..shell import script
from ..ui import HccError, say, step

DATABASE = "hcc_demo"
STATE = paths.RUN / "demo.json"


def main(arguments: list[str]) -> int:
    options = _parser().parse_args(arguments)
    setup.ensure()
    lock = FileLock(paths.RUN / "demo.lock")
    if not lock.try_exclusive():
        raise HccError("the demonstration is already running from this folder")
    _check_port(options.host, options.port)
    with postgres.cluster(durable=True):
        databases.sweep()
        ready = prepared.ensure()
        _fill(ready, options.fresh)
        _serve(ready, options)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./hcc demo")
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default: this machine only)"
    )
    parser.add_argument("--port", type=int, default=8069)
    parser.add_argument(
        "--fresh", action="store_true", help="forget what was entered in the demonstration"
    )
    parser.add_argument(
        "--clock",
        choices=("auto", "real"),
        default="auto",
        help="auto: outside working hours it is a working Monday morning",
    )
    return parser


def _check_port(host: str, port: int) -> None:
    """Before minutes of preparation, not after."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise HccError(
                f"cannot listen on {host}:{port} ({error.strerror}): choose another with --port"
            ) from error


def _fill(ready: prepared.Prepared, fresh: bool) -> None:
    """What was entered stays until the addons change or the user asks for a fresh start."""
    state = json.loads(STATE.read_text()) if STATE.exists() else {}
    if fresh or state.get("source") != ready.database or not databases.exists(DATABASE):
        with step("a fresh copy of the demonstration"):
            STATE.unlink(missing_ok=True)
            databases.copy(ready.database, DATABASE)
            pages = script(DATABASE, 'result = env["hcc.demo"]._page_addresses()')
            _save({"source": ready.database, "pages": pages})


def _save(state: dict) -> None:
    """For the owner's eyes: a page's address is its key."""
    with open(os.open(STATE, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(state, file, ensure_ascii=False)


def _serve(ready: prepared.Prepared, options) -> None:
    with server.serving(DATABASE, "demo", options.host, options.port, options.clock) as (
        running,
        url,
    ):
        _announce(ready, url, running)
        try:
            while running.process.poll() is None:
                time.sleep(0.5)
        except KeyboardInterrupt:
            say("\nstopping …")
            return
    raise HccError(f"Odoo ended by itself; log {running.log}\n{process.tail(running.log)}")


def _announce(ready: prepared.Prepared, url: str, running) -> None:
    width = max(map(len, ready.logins), default=0)
    say(f"\nThe demonstration centre: {url}\n")
    for login, password in ready.logins.items():
        say(f"  {login:<{width}}  {password}  {ready.roles[login]}")
    say("\nIts public screens, and the counter's panel (log in first):\n")
    pages = json.loads(STATE.read_text())["pages"]
    for name, path in [*pages, ["Bàn gọi số tại quầy", "/hcc/panel"]]:
        say(f"  {url}{path}  {name}")
    if running.extra:
        moved = int(time.time()) + int(running.extra["HCC_DEMO_CLOCK"])
        when = time.strftime("%A %d/%m/%Y %H:%M", time.gmtime(moved + 7 * 3600))
        say(
            f"\nNobody works now, so its clock starts at {when} (--clock real keeps the true time)."
        )
    say("\nCtrl-C stops it; ./hcc logs follows its log; ./hcc reset forgets what was entered.")
