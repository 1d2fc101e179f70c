"""Databases and their filestores: copied together, dropped together, named so none collide."""

import os
import re
import shutil
import time
from contextlib import contextmanager

from . import paths, postgres
from .ui import HccError


def exists(name: str) -> bool:
    return bool(postgres.sql(f"SELECT 1 FROM pg_database WHERE datname = '{name}'"))


def names(prefix: str = "hcc") -> list[str]:
    text = postgres.sql(
        f"SELECT datname FROM pg_database WHERE datname LIKE '{prefix}%' ORDER BY 1"
    )
    return text.split()


def filestore(name: str):
    return paths.DATA / "filestore" / name


def heads_file(name: str):
    """The exported heads of its journal: another database of that name is another journal."""
    return paths.DATA / f"heads-{name}.jsonl"


def signing_tokens(name: str):
    """Software tokens made for its signers."""
    return (paths.DATA / "hcc_signing").glob(f"{name}-*.p12")


def drop(name: str) -> None:
    postgres.sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    shutil.rmtree(filestore(name), ignore_errors=True)
    for file in (heads_file(name), *signing_tokens(name)):
        file.unlink(missing_ok=True)


def create(name: str) -> None:
    drop(name)
    postgres.sql(f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8'")


def copy(source: str, target: str) -> None:
    """A second per hundred megabytes; the filestore is hard-linked, Odoo never rewrites a file."""
    drop(target)
    for attempt in range(20):
        try:
            # file_copy: no write-ahead log of a whole database
            postgres.sql(f'CREATE DATABASE "{target}" TEMPLATE "{source}" STRATEGY file_copy')
            break
        except HccError:
            # somebody else copies it, or autovacuum is in it: both pass
            if attempt == 19:
                raise
            time.sleep(0.5)
    if filestore(source).is_dir():
        shutil.copytree(filestore(source), filestore(target), copy_function=os.link)


def rename(source: str, target: str) -> None:
    drop(target)
    postgres.sql(f'ALTER DATABASE "{source}" RENAME TO "{target}"')
    if filestore(source).is_dir():
        filestore(source).rename(filestore(target))


@contextmanager
def temporary(source: str | None, label: str):
    """A database of this run only; runs of other commands beside it have other names."""
    name = f"hcc_t_{label}_{os.getpid()}"
    if source:
        copy(source, name)
    else:
        create(name)
    try:
        yield name
    finally:
        drop(name)


def sweep() -> None:
    """Databases of runs that were killed: their name ends with the process that made them."""
    for name in names("hcc_"):
        match = re.search(r"(?:^hcc_t_.*_|_new)(\d+)$", name)
        if match and not os.path.exists(f"/proc/{match[1]}"):
            drop(name)


def set_base_url(name: str, url: str) -> None:
    """QR codes and links on paper must name the address that is really served."""
    postgres.sql(
        "INSERT INTO ir_config_parameter (key, value) "
        f"VALUES ('web.base.url', '{url}'), ('web.base.url.freeze', 'True') "
        "ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value",
        name,
    )
