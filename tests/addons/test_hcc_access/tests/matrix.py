"""The access matrix of docs/, read as plain data."""

import re
from functools import cache
from pathlib import Path

import yaml

DOCS = Path(__file__).resolve().parents[4] / "docs"
OPERATIONS = ("read", "write", "create", "unlink")
SCOPES = ("all", "centre", "agency", "own", "none")
#: role → external id of its group; public pages have a user instead
STAFF_ROLES = {
    role: f"hcc_base.group_{role}"
    for role in (
        "official",
        "appraiser",
        "approver",
        "clerk",
        "hall_manager",
        "cashier",
        "accountant",
        "hr",
        "oversight",
        "administrator",
        "director",
    )
}
PUBLIC_ROLE = "public_page"
ROLES = (*STAFF_ROLES, PUBLIC_ROLE)


@cache
def load():
    """``{model: {role: {operation: scope}}}``; a role left out of a model has none of it."""
    text = (DOCS / "access-matrix.yaml").read_text(encoding="utf-8")
    models = yaml.safe_load(text)["models"]
    if len(re.findall(r"^  [a-z.]+:", text, re.MULTILINE)) != len(models):
        raise ValueError("A model stands twice in the access matrix.")
    return {
        model: {role: _operations(model, role, row) for role, row in (rows or {}).items()}
        for model, rows in models.items()
    }


def _operations(model, role, row):
    if role not in ROLES:
        raise ValueError(f"{model}: unknown role {role} in the access matrix.")
    if tuple(sorted(row)) != tuple(sorted(OPERATIONS)) or not set(row.values()) <= set(SCOPES):
        raise ValueError(f"{model}, {role}: {row} is not a row of the access matrix.")
    return row


@cache
def exports():
    """``{model: roles}`` for the models whose records only some roles take out as a file."""
    text = (DOCS / "access-matrix.yaml").read_text(encoding="utf-8")
    return {row["model"]: set(row["roles"]) for row in yaml.safe_load(text)["exports"]}


def scope(model, role, operation):
    return load()[model].get(role, {}).get(operation, "none")


def restricted_models():
    """Models on which at least one role works within a limit: those need a fixture."""
    return [
        model
        for model, rows in load().items()
        if any(value not in ("all", "none") for row in rows.values() for value in row.values())
    ]
