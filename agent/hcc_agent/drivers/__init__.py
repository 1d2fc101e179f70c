"""Drivers: one small file each. The file's name is the name the server uses.

A driver is a class ``Driver`` in a module of this folder whose name has no leading underscore;
the agent finds it there, nothing else needs to know it. Drivers are part of the package: the agent
never downloads code.
"""

from importlib import import_module
from pkgutil import iter_modules
from typing import NamedTuple


class Outcome(NamedTuple):
    """What became of a job: ``printed`` (done), ``not_printed`` or ``unknown``, and why."""

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


class BaseDriver:
    """What every driver offers; it overrides what its hardware can do.

    An output device has ``run``; an input device has ``listen``.
    """

    #: ``listen(report, stopping)``: hear the device until ``stopping`` is set, and hand every
    #: event to ``report(kind, data)``, which returns once it is on the disk. An ``OSError`` means
    #: that the device is gone; it is called again.
    listen = None

    def __init__(self, settings):
        self.settings = settings

    def status(self):
        """One word for the health list: ``ready``, a warning or what is wrong."""
        return "ready"

    def run(self, job, begin):
        """Carry out one job and say honestly what became of it.

        ``begin()`` is called immediately before the first byte that could have an effect: what is
        raised before it means "nothing happened", after it "unknown".
        """
        raise BadJob(job.kind)


def names():
    """Every driver there is."""
    return sorted(
        module.name for module in iter_modules(__path__) if not module.name.startswith("_")
    )


def create(name, settings):
    """Return a driver by its name, or raise ``LookupError``."""
    if name not in names():
        raise LookupError(name)
    return import_module(f"{__name__}.{name}").Driver(settings)
