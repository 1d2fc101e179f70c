"""`./hcc shell`: a Python shell on the demonstration database (`env` is there)."""

from .. import databases, odoo, postgres, setup
from ..ui import HccError
from . import demo
from .odoo import run_foreground


def main(arguments: list[str]) -> int:
    setup.ensure()
    with postgres.cluster(durable=True):
        if not databases.exists(demo.DATABASE):
            raise HccError("no demonstration database yet: ./hcc demo makes it")
        command = odoo.command(["shell", "-d", demo.DATABASE, "--no-http", *arguments])
        return run_foreground(command, odoo.environment(**demo.running_clock()))
