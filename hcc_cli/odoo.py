"""Calling Odoo: the configuration and environment every verb shares."""

import atexit
import configparser
import os
import secrets
import socket
from pathlib import Path

from . import odoo_source, paths, postgres


def addons_path() -> str:
    """Ours first, so that a checkout's addon can never shadow one of ours."""
    folders = [paths.ADDONS, paths.TEST_ADDONS, *odoo_source.addons_folders()]
    return ",".join(str(folder) for folder in folders if _has_addon(folder))


def _has_addon(folder: Path) -> bool:
    """Odoo refuses a folder without any addon in it."""
    return folder.is_dir() and any(folder.glob("*/__manifest__.py"))


def config_file(template: str = "test") -> Path:
    """A file, not options: sub-commands like `i18n` take nothing but a configuration."""
    config = configparser.RawConfigParser()
    config.read(paths.CONFIG / f"{template}.conf")
    config["options"].update(
        db_host=postgres.socket_folder(),
        db_port="5432",
        db_user=postgres.USER,
        pg_path=str(postgres.bin_folder()),
        data_dir=str(paths.DATA),
        screenshots=str(paths.LOGS / "screenshots"),
    )
    if addons_path():
        config["options"]["addons_path"] = addons_path()
    target = paths.RUN / f"odoo-{template}-{os.getpid()}.conf"
    with open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        config.write(file)
    atexit.register(target.unlink, missing_ok=True)
    return target


def command(arguments: list) -> list[str]:
    return [str(paths.VENV_PYTHON), str(odoo_source.script()), *map(str, arguments)]


def environment(template: str = "test", **extra) -> dict:
    """What Odoo sees: its configuration, the private cluster, our key."""
    return {
        **postgres.client_env(),
        **paths.tidy_environment(),
        "ODOO_RC": str(config_file(template)),
        "HCC_KEY_FILE": str(key_file()),
        "PYTHONUNBUFFERED": "1",
        "TZ": "UTC",
        **{key: str(value) for key, value in extra.items()},
    }


def key_file() -> Path:
    """The journal's sealing key lives outside the database; made once."""
    if not paths.SECRET_KEY.exists():
        new = paths.SECRET_KEY.with_suffix(f".{os.getpid()}")
        with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
        try:
            os.link(new, paths.SECRET_KEY)  # the first one wins, none is overwritten
        except FileExistsError:
            pass
        new.unlink()
    return paths.SECRET_KEY


def free_port(host: str = "127.0.0.1") -> int:
    with socket.socket() as probe:
        probe.bind((host, 0))
        return probe.getsockname()[1]
