"""`./hcc odoo ARGS…`: any Odoo command, with our cluster, addons and data folder filled in."""

import signal
import subprocess

from .. import odoo, postgres, setup
from ..process import stop


def main(arguments: list[str]) -> int:
    setup.ensure()
    with postgres.cluster():
        return run_foreground(odoo.command(arguments), odoo.environment())


def run_foreground(command: list[str], environment: dict) -> int:
    """In the terminal's own group, because it may ask; Ctrl-C is its business, not ours."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    process = subprocess.Popen(command, env=environment, preexec_fn=_listen_to_ctrl_c)
    try:
        return process.wait()
    finally:
        if process.poll() is None:
            stop(process)


def _listen_to_ctrl_c() -> None:
    """In the child: what we ignore, it must not inherit."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
