"""Drivers: one small file each, registered by the name the server uses.

A driver is a class with ``__init__(settings)``, ``status()`` and ``run(job, begin)``. It calls
``begin()`` immediately before the first byte that could have an effect, and says honestly what
became of the job. Whatever it raises before ``begin()`` means "nothing happened", after it
"unknown". Drivers are part of the package; the agent never downloads code.
"""

from importlib import import_module
from typing import NamedTuple

#: name used by the server → module and class
REGISTRY = {
    "network_printer": ("hcc_agent.drivers.network_printer", "NetworkPrinter"),
}


class Outcome(NamedTuple):
    """What became of a job: ``printed``, ``not_printed`` or ``unknown``, and why."""

    outcome: str
    reason: str = ""


PRINTED = Outcome("printed")


def not_printed(reason):
    """Nothing came out: the agent tries again until the job expires."""
    return Outcome("not_printed", reason)


def unknown(reason):
    """Something may have come out: a person looks."""
    return Outcome("unknown", reason)


class BadJob(Exception):
    """The job can never be carried out (unknown kind, damaged picture)."""


def create(name, settings):
    """Return a driver by its name, or raise ``LookupError``."""
    module, class_name = REGISTRY[name]
    return getattr(import_module(module), class_name)(settings)
