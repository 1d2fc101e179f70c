"""Prepared databases, cached by what went into them."""

import hashlib
import os

from . import databases, manifests, odoo, odoo_source, paths, process, stamps
from .locks import locked
from .logcheck import LogCheck
from .ui import HccError, step

LANGUAGE = "vi_VN"
# not installed by anybody: no part of what a database holds
NOT_HASHED = {"tests", "docs", "__pycache__", "readme"}


def key_of_dependencies(names: list[str]) -> str:
    text = " ".join([odoo_source.version(), stamps_of_venv(), LANGUAGE, *sorted(names)])
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def stamps_of_venv() -> str:
    """Other Python packages can make other data."""
    return (paths.REQUIREMENTS / "odoo.txt").read_text()


def key_of_addons(names) -> str:
    """Every file of these addons that an installation reads."""
    digest = hashlib.sha256(odoo_source.version().encode() + stamps_of_venv().encode())
    ours = manifests.folders()
    for name in sorted(manifests.closure(names)):
        for file in hashed_files(ours[name]):
            digest.update(str(file.relative_to(ours[name].parent)).encode() + b"\0")
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:12]


def hashed_files(folder):
    """Static files are read at run time; but a template may name them, so QWeb's are data too."""
    for file in sorted(folder.rglob("*")):
        parts = set(file.relative_to(folder).parts)
        if (
            file.is_file()
            and not parts & NOT_HASHED
            and "static" not in parts
            and file.suffix != ".pyc"
        ):
            yield file


def with_dependencies(addons) -> str:
    """The template holding only what these addons need from Odoo; built once."""
    names = manifests.foreign_dependencies(addons)
    name = f"hcc_tpl_{key_of_dependencies(names)}"
    with locked(name):
        if not databases.exists(name):
            with step(f"template database with {', '.join(names)}"):
                _install(name, names, name)
    return name


def _install(name: str, addons: list[str], log: str, options=()) -> None:
    """Built under another name and renamed when complete: an interrupted build is never used."""
    new = f"{name}_new{os.getpid()}"
    databases.create(new)
    try:
        install(new, addons, log, options)
        databases.rename(new, name)
    finally:
        databases.drop(new)


def install(database: str, addons: list[str], log: str, options=()) -> None:
    """`-i`, with the Odoo log checked for warnings and errors."""
    command = odoo.command(
        [
            "-d",
            database,
            "-i",
            ",".join(addons),
            f"--load-language={LANGUAGE}",
            "--skip-auto-install",
            "--stop-after-init",
            "--no-http",
            *options,
        ]
    )
    path = paths.LOGS / f"{log}.log"
    check = LogCheck(path)
    code = process.run(command, log, env=odoo.environment(), check=False)
    problems = check.problems()
    if code or problems:
        shown = "\n".join(problems[:20]) or process.tail(path)
        raise HccError(f"installation of {', '.join(addons)} failed; log {path}\n{shown}")


def forget(name: str) -> None:
    databases.drop(name)
    stamps.clear(name)
