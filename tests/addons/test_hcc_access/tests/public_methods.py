"""The list of methods that clients may call, and the registry's own."""

import inspect
from functools import cache

import yaml
from odoo.exceptions import AccessError
from odoo.service.model import get_public_method

from . import matrix

RIGHTS = {"readers": "read", "writers": "write", "creators": "create"}


@cache
def load():
    """``{model: {method: roles}}``."""
    text = (matrix.DOCS / "public-methods.yaml").read_text(encoding="utf-8")
    return {
        model: {method: _roles(model, roles) for method, roles in methods.items()}
        for model, methods in yaml.safe_load(text)["methods"].items()
    }


def _roles(model, roles):
    if isinstance(roles, str):
        operation = RIGHTS[roles]
        return {r for r in matrix.ROLES if matrix.scope(model, r, operation) != "none"}
    unknown = set(roles) - set(matrix.ROLES)
    if unknown:
        raise ValueError(f"{model}: unknown roles {unknown} in the list of public methods.")
    return set(roles)


def of_registry(env):
    """``{model: names}`` of what the suite adds to what every model has."""
    common = set(dir(type(env["base"])))
    found = {}
    for model in env.registry:
        if model.startswith("hcc.") and not _is_mixin(env[model]):
            names = set(dir(type(env[model]))) - common - env[model]._fields.keys()
            names = {name for name in names if _is_public(env[model], name)}
            if names:
                found[model] = names
    return found


def _is_mixin(records):
    """Abstract models that others are made of; one that nobody is made of is a service."""
    return records._abstract and bool(type(records)._inherit_children)


def _is_public(records, name):
    if name.startswith("_") or not inspect.isfunction(getattr(type(records), name)):
        return False
    try:
        return bool(get_public_method(records, name))
    except AccessError:
        return False


def arguments(function, marked, world):
    """Something for every parameter: ids of the world's records, words for the rest."""
    parameters = list(inspect.signature(function).parameters.values())[1:]
    return [_argument(parameter.name, marked, world) for parameter in parameters]


def _argument(name, marked, world):
    if name == "request_key":
        return None
    if name == "vals":
        return {"name": "x"}
    stem = name.removesuffix("s").removesuffix("_id")
    for model in sorted(marked.rows, key=len):
        if name.endswith(("_id", "_ids")) and model.split(".")[-1] == stem.split("_")[-1]:
            ids = marked.rows[model].get(world) or [0]
            return ids[:1] if name.endswith("s") else ids[0]
    return [1] if name.endswith("_ids") else 1 if name.endswith("_id") else "x"
