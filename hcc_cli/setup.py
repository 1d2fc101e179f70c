"""Everything a fresh machine lacks, in order; each part skips itself when it is there."""

from . import odoo_source, paths, postgres, system, venv
from .locks import locked


def ensure() -> None:
    paths.make_folders()
    with locked("setup"):
        system.ensure()
        odoo_source.ensure()
        postgres.ensure()
        venv.ensure()
