"""As much of JSON Schema as the suite's own schemas use; anything else in one is an error."""

import json
import re

from odoo.tools import file_open

TYPES = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "boolean": bool,
    "null": type(None),
}
KNOWN = {
    "type", "enum", "pattern", "minimum", "required", "properties", "additionalProperties",
    "items", "anyOf", "$ref",
}  # fmt: skip


class Schema:
    def __init__(self, path):
        with file_open(path) as file:
            self.definitions = json.load(file)["$defs"]

    def faults(self, name, value):
        """What is wrong with ``value`` as a ``name``, one line each."""
        return self._faults(self.definitions[name], value, name)

    def _faults(self, rule, value, where):
        if unknown := rule.keys() - KNOWN:
            raise NotImplementedError(f"{where}: {unknown}")
        if "$ref" in rule:
            return self.faults(rule["$ref"].rpartition("/")[2], value)
        if "anyOf" in rule:
            each = [self._faults(option, value, where) for option in rule["anyOf"]]
            return [] if [] in each else each[0]
        if not self._has_type(rule, value):
            return [f"{where}: {value!r} is no {rule['type']}"]
        return [
            *self._plain_faults(rule, value, where),
            *self._object_faults(rule, value, where),
            *self._array_faults(rule, value, where),
        ]

    def _has_type(self, rule, value):
        names = [rule["type"]] if isinstance(rule["type"], str) else rule["type"]
        return type(value) in [TYPES[name] for name in names]

    def _plain_faults(self, rule, value, where):
        if "enum" in rule and value not in rule["enum"]:
            yield f"{where}: {value!r} is none of {rule['enum']}"
        if "pattern" in rule and isinstance(value, str) and not re.search(rule["pattern"], value):
            yield f"{where}: {value!r} does not match {rule['pattern']}"
        if "minimum" in rule and isinstance(value, int) and value < rule["minimum"]:
            yield f"{where}: {value} is less than {rule['minimum']}"

    def _object_faults(self, rule, value, where):
        if not isinstance(value, dict):
            return
        known = rule["properties"]
        yield from (f"{where}.{name} is missing" for name in rule["required"] if name not in value)
        for name, part in value.items():
            if name in known:
                yield from self._faults(known[name], part, f"{where}.{name}")
            else:
                yield f"{where}.{name} is not in the schema"

    def _array_faults(self, rule, value, where):
        for index, part in enumerate(value if isinstance(value, list) else ()):
            yield from self._faults(rule["items"], part, f"{where}[{index}]")
