"""Databases with years of dossiers, for benchmarks: made when the first script asks for them,
copied for every script.

The rows come from tests/bench/_volume: specimens that the product's own verbs make, once for all
sizes, and their copies in SQL.
"""

import contextlib

from . import bench, databases, postgres, shell
from .ui import say, step

CODE = """
import sys
sys.path.insert(0, {folder!r})
import _volume
result = _volume.{call}
"""


class Volumes:
    """Templates by size, of one run; dropped with ``stack``."""

    def __init__(self, base: str, stack: contextlib.ExitStack):
        self.base, self.stack = base, stack
        self.made: dict[int, str] = {}

    def template(self, size: int) -> str:
        """The name of a database with ``size`` dossiers (0: the specimens alone)."""
        if size not in self.made:
            source = self.template(0) if size else self.base
            label = f"volume{size}"
            name = self.stack.enter_context(databases.temporary(source, label))
            call = f"multiply(env, {size})" if size else "prepare(env)"
            with step(f"{size} dossiers" if size else "specimens of dossiers"):
                found = shell.script(name, CODE.format(folder=str(bench.FOLDER), call=call))
                postgres.sql("VACUUM (ANALYZE)", name)
            say("  " + ", ".join(f"{key} {value}" for key, value in found.items()))
            self.made[size] = name
        return self.made[size]


def scaled(sizes: tuple[int, ...], largest: int | None) -> tuple[int, ...]:
    """The sizes of a quick run: none above ``largest``."""
    return tuple(min(size, largest or size) for size in sizes)
