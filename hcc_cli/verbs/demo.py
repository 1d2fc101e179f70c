"""`./hcc demo`: everything set up, the demonstration centre served, its logins printed."""

import argparse
import json
import os
import socket
import time
from datetime import datetime, timedelta, timezone

from .. import clock, databases, paths, postgres, prepared, process, server, setup
from ..locks import FileLock
from ..shell import script
from ..ui import HccError, say, step, warn

# A second checkout that shares the folder of ours (.hcc is a link there) has its own demonstration.
_WHOSE = f"_{paths.ROOT.name}" if paths.HCC.is_symlink() else ""
DATABASE = f"hcc_demo{_WHOSE}"
STATE = paths.RUN / f"demo{_WHOSE}.json"
LOCK = paths.RUN / f"demo{_WHOSE}.lock"

PAGES = 'pages = env["hcc.demo"]._page_addresses()\n'
ANSWER = 'result = {"logins": logins, "pages": pages}\n'

# `hcc.demo` again; sealed at once, or its first visitor is alarmed
LIFE = """
result = env["hcc.demo"]._live()
env.cr.commit()
env["hcc.journal.entry"]._seal_pending()
"""


def main(arguments: list[str]) -> int:
    options = _parser().parse_args(arguments)
    setup.ensure()
    lock = FileLock(LOCK)
    if not lock.try_exclusive():
        raise HccError("the demonstration is already running from this folder")
    _check_port(options.host, options.port)
    with postgres.cluster(durable=True):
        databases.sweep()
        ready = prepared.ensure()
        fresh = _copy(ready, options.fresh)
        passphrase = _live(options.clock) if fresh and not options.empty else ""
        offset = _offset(options.clock)
        passwords = {}
        if fresh or options.passwords:
            passwords = _set_passwords(ready, fresh, offset)
        _serve(ready, options, offset, passwords, passphrase)
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
        "--empty",
        action="store_true",
        help="a fresh copy stays without dossiers: nothing has happened in the centre yet",
    )
    parser.add_argument("--passwords", action="store_true", help="set new passwords and print them")
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


def _copy(ready: prepared.Prepared, fresh: bool) -> bool:
    """What was entered stays until the addons change or the user asks for a fresh start."""
    if not fresh and _state().get("source") == ready.database and databases.exists(DATABASE):
        return False
    with step("a fresh copy of the demonstration"):
        STATE.unlink(missing_ok=True)
        databases.copy(ready.database, DATABASE)
    return True


def _live(mode: str) -> str:
    """The centre's last weeks up to the time the demonstration starts; the signing passphrase."""
    with step("the centre's last weeks: dossiers in every state"):
        return script(DATABASE, LIFE, **_environment(clock.demo_offset(mode)))["passphrase"]


def _set_passwords(ready: prepared.Prepared, fresh: bool, offset: int) -> dict:
    """New ones of this copy only, kept nowhere in clear; a fresh copy's pages move, too."""
    code = prepared.PASSWORDS + (PAGES if fresh else "pages = None\n") + ANSWER
    with step("new passwords"):
        answer = script(DATABASE, code, **_environment(offset))
    if fresh:
        _save({"source": ready.database, "pages": answer["pages"]})
    return answer["logins"]


def _state() -> dict:
    return json.loads(STATE.read_text()) if STATE.exists() else {}


def _save(state: dict) -> None:
    """For the owner's eyes: a page's address is its key."""
    with open(os.open(STATE, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(state, file, ensure_ascii=False)


# --- its clock ------------------------------------------------------------------------------


def _offset(mode: str) -> int:
    """Never back behind what was entered before, unless the true time is asked for."""
    now, latest = datetime.now(timezone.utc), _latest_entry()
    if mode == "real":
        if latest and latest > now:
            warn(f"entries up to {_shown(latest)} exist, later than the true time")
        return 0
    return clock.not_before(now, clock.demo_offset(mode), latest, clock.holidays())


def _latest_entry() -> datetime | None:
    text = postgres.sql(
        "SELECT to_char(max(occurred_at), 'YYYY-MM-DD\"T\"HH24:MI:SS') FROM hcc_journal_entry",
        DATABASE,
    )
    return datetime.fromisoformat(text).replace(tzinfo=timezone.utc) if text else None


def _shown(moment: datetime) -> str:
    return moment.astimezone(clock.HANOI).strftime("%A %d/%m/%Y %H:%M")


def _environment(offset: int) -> dict:
    return {"HCC_DEMO_CLOCK": offset} if offset else {}


def running_clock() -> dict:
    """The environment that gives another process the time of the running demonstration."""
    lock = FileLock(LOCK)
    try:
        return _environment(_state().get("offset", 0)) if lock.is_held() else {}
    finally:
        lock.close()


# --- serving --------------------------------------------------------------------------------


def _serve(ready, options, offset: int, passwords: dict, passphrase: str) -> None:
    _save({**_state(), "offset": offset})
    with server.serving(DATABASE, "demo", options.host, options.port, offset) as (running, url):
        _announce(ready, url, passwords)
        if passphrase:
            say(f"\nthamdinh and pheduyet sign with the passphrase {passphrase}, not shown again.")
        _announce_clock(options.clock, offset)
        say("\nCtrl-C stops it; ./hcc logs follows its log; ./hcc reset forgets what was entered.")
        try:
            while running.process.poll() is None:
                time.sleep(0.5)
        except KeyboardInterrupt:
            say("\nstopping …")
            return
    raise HccError(f"Odoo ended by itself; log {running.log}\n{process.tail(running.log)}")


def _announce(ready: prepared.Prepared, url: str, passwords: dict) -> None:
    say(f"\nThe demonstration centre: {url}\n")
    width = max(map(len, ready.roles), default=0)
    for login, role in ready.roles.items():
        password = f"{passwords[login]}  " if passwords else ""
        say(f"  {login:<{width}}  {password}{role}")
    if passwords:
        say("\nThe passwords are kept nowhere and not shown again.")
    else:
        say(
            "\nTheir passwords were shown when they were set; "
            "./hcc demo --passwords sets and prints new ones."
        )
    say("\nIts public screens, and the counter's panel (log in first):\n")
    for name, path in [*_state()["pages"], ["Bàn gọi số tại quầy", "/hcc/panel"]]:
        say(f"  {url}{path}  {name}")


def _announce_clock(mode: str, offset: int) -> None:
    if offset:
        moved = datetime.now(timezone.utc) + timedelta(seconds=offset)
        say(
            f"\nIts clock is ahead and starts at {_shown(moved)}: nobody works now, or entries of "
            "an earlier start are later than now (--clock real keeps the true time)."
        )
