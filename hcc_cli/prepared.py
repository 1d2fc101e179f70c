"""The prepared demonstration: everything installed once, copied for each use."""

import json
import os
from dataclasses import dataclass
from datetime import datetime, timezone

from . import databases, manifests, paths, templates
from .locks import locked
from .shell import script
from .ui import step

# its dependencies bring the rest of the suite, and these the glue between them
ROOTS = ["hcc_demo"]

# `hcc.demo` is the addon's side of this: who exists, and how they get their passwords
PASSWORDS = """
import secrets
roles = dict(env["hcc.demo"]._logins())
logins = {login: secrets.token_urlsafe(9) for login in roles}
env["hcc.demo"]._set_passwords(logins)
"""

FINISH = (
    PASSWORDS
    + """
env.cr.commit()
env["hcc.journal.entry"]._seal_pending()  # or its first visitor is alarmed
qweb = env["ir.qweb"]
unwanted = ("test", "qunit", "dark", "pdf")
for kind, bundles in zip(("js", "css"), qweb._get_bundles_to_pregenarate()):
    for name in bundles:
        if not any(word in name for word in unwanted):
            bundle = qweb._get_asset_bundle(name, js=kind == "js", css=kind == "css")
            getattr(bundle, kind)()
result = {"logins": logins, "roles": roles}
"""
)


@dataclass
class Prepared:
    """A database nobody works in, and the logins that are valid in its copies."""

    database: str
    logins: dict
    roles: dict


def ensure() -> Prepared:
    """Reuse it, or build it: from the cached template of what we need from Odoo."""
    addons = manifests.with_glue(ROOTS)
    name = _name(templates.key_of_addons(addons))
    with locked("prepared"):
        if not (databases.exists(name) and _file(name).exists()):
            with step("demonstration database (again only when an addon changes)"):
                _build(name, addons)
            _forget_older()
    os.utime(_file(name))
    return _load(name)


def _name(key: str) -> str:
    """With the year: some data, like the receipt books, is of the year of the installation."""
    return f"hcc_ready_{datetime.now(timezone.utc).year}_{key}"


def _build(name: str, addons: list[str]) -> None:
    template = templates.with_dependencies(addons)
    new = f"{name}_new{os.getpid()}"
    databases.copy(template, new)
    try:
        templates.install(new, addons, "prepare")
        _file(name).unlink(missing_ok=True)
        _save(name, _finish(new))
        databases.rename(new, name)
    finally:
        databases.drop(new)


def _finish(database: str) -> dict:
    """Logins with random passwords, and the bundles, which a copy would else build for long."""
    return script(database, FINISH)


def _file(name: str):
    return paths.RUN / f"logins-{name}.json"


def _save(name: str, content: dict) -> None:
    with open(os.open(_file(name), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(content, file, ensure_ascii=False, indent=1)


def _load(name: str) -> Prepared:
    content = json.loads(_file(name).read_text())
    return Prepared(name, content["logins"], content["roles"])


def _forget_older(keep: int = 3) -> None:
    """They would gather. A few stay: another command may be copying the last one right now."""
    known = [name for name in databases.names("hcc_ready_") if "_new" not in name]
    known.sort(key=lambda name: _file(name).stat().st_mtime if _file(name).exists() else 0)
    for name in known[:-keep]:
        databases.drop(name)
        _file(name).unlink(missing_ok=True)
