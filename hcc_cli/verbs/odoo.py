"""`./hcc odoo ARGS…`: any Odoo command, with our cluster, addons and data folder filled in."""

import signal
import subprocess

from .. import odoo, postgres, setup
from ..process import stop_group


def main(arguments: list[str]) -> int:
    setup.ensure()
    with postgres.cluster():
        return run_foreground(odoo.command(arguments), odoo.environment())


def run_foreground(command: list[str], environment: dict) -> int:
    """In the terminal's own group, because it may ask and Ctrl-C is for it."""
    process = subprocess.Popen(command, env=environment)
    try:
        return process.wait()
    except KeyboardInterrupt:
        process.send_signal(signal.SIGINT)
        return process.wait(20) and 130
    finally:
        if process.poll() is None:
            stop_group(process)
