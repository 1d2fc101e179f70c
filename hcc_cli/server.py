"""A running centre: Odoo with two workers and the websocket process behind the proxy.

from hcc_cli.server import running_centre

with running_centre("visit") as centre:
    centre.url         "http://127.0.0.1:PORT"
    centre.database    a copy of the prepared demonstration, dropped afterwards
    centre.logins      {login: password};  centre.roles {login: role label}
    centre.log         Path of the server's log
    centre.kill_worker()    kill -9 of one HTTP worker, returns its pid
    centre.restart()        stop and start the server on the same address
    centre.sql(statement)   psql, text back
    centre.script(code)     Python in an Odoo shell (`env`); JSON back from `result`
    centre.problems()       warning and error lines of the log so far
"""

import contextlib
import os
import re
import signal
import socket
import subprocess
import urllib.request
from pathlib import Path

from . import clock, databases, odoo, paths, postgres, prepared, process, proxy, setup
from .logcheck import LogCheck
from .shell import script
from .ui import HccError

WORKER = re.compile(r"Worker WorkerHTTP \((\d+)\) alive")


class Server:
    """Odoo's processes on two private ports."""

    def __init__(self, database: str, log: Path, template: str = "demo", options=(), **environment):
        self.database, self.log, self.template = database, log, template
        self.options, self.extra = options, environment
        self.http_port, self.gevent_port = odoo.free_port(), odoo.free_port()
        self.process = None
        self._stack = contextlib.ExitStack()

    def start(self) -> None:
        options = [
            "-d",
            self.database,
            f"--db-filter=^{self.database}$",
            f"--http-port={self.http_port}",
            f"--gevent-port={self.gevent_port}",
            *self.options,
        ]
        out = self._stack.enter_context(open(self.log, "ab"))
        self._started_at = self.log.stat().st_size
        self.process = self._stack.enter_context(
            process.child(
                odoo.command(options),
                stdout=out,
                stderr=subprocess.STDOUT,
                env=odoo.environment(self.template, **self.extra),
            )
        )
        process.wait_until(self._answers, 90, "Odoo's answer", 0.2)

    def _answers(self) -> bool:
        if self.process.poll() is not None:
            raise HccError(f"Odoo ended; log {self.log}\n{process.tail(self.log)}")
        return _healthy(f"http://127.0.0.1:{self.http_port}/web/health") and _healthy(
            f"http://127.0.0.1:{self.gevent_port}/websocket/health"
        )

    def stop(self) -> None:
        self._stack.close()
        self.process = None

    def workers(self) -> list[int]:
        """Living HTTP workers. From the log: Odoo's processes cannot be told apart otherwise."""
        with open(self.log, "rb") as file:
            file.seek(self._started_at)
            pids = [int(pid) for pid in WORKER.findall(file.read().decode(errors="replace"))]
        return [pid for pid in dict.fromkeys(pids) if os.path.exists(f"/proc/{pid}")]


def _healthy(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


class Centre:
    """What a whole-system test holds in its hand."""

    def __init__(self, server: Server, url: str, logins: dict, roles: dict):
        self.server, self.url, self.logins, self.roles = server, url, logins, roles
        self.database, self.log = server.database, server.log

    def workers(self) -> list[int]:
        return self.server.workers()

    def kill_worker(self, pid: int | None = None) -> int:
        pid = pid or self.workers()[0]
        os.kill(pid, signal.SIGKILL)
        return pid

    def restart(self) -> None:
        """Same ports, so that open pages find the server again."""
        self.server.stop()
        self.server.start()

    def sql(self, statement: str) -> str:
        return postgres.sql(statement, self.database)

    def script(self, code: str):
        return script(self.database, code, **self.server.extra)

    def problems(self) -> list[str]:
        check = LogCheck(self.log)
        check.start = 0
        return check.problems()


@contextlib.contextmanager
def serving(database: str, label: str, host: str = "127.0.0.1", port: int = 0, offset: int = 0):
    """Server and proxy on a database that exists, `offset` seconds ahead; yields (server, url)."""
    extra = {"HCC_DEMO_CLOCK": offset} if offset else {}
    log = paths.LOGS / f"server-{label}.log"
    server = Server(database, log, **extra)
    with proxy.running(host, port, server.http_port, server.gevent_port) as public:
        url = f"http://{_shown(host)}:{public}"
        databases.set_base_url(database, url)
        try:
            server.start()
            yield server, url
        finally:
            server.stop()


def _shown(host: str) -> str:
    """An address a browser can open, when we listen on all of them."""
    return socket.gethostname() if host in ("0.0.0.0", "::", "") else host


@contextlib.contextmanager
def running_centre(label: str = "centre", clock_mode: str = "auto"):
    """A centre of one's own for a whole-system test."""
    setup.ensure()
    with postgres.cluster():
        databases.sweep()
        ready = prepared.ensure()
        with databases.temporary(ready.database, label) as database:
            offset = clock.demo_offset(clock_mode)
            with serving(database, f"{label}-{os.getpid()}", offset=offset) as (server, url):
                yield Centre(server, url, ready.logins, ready.roles)
