"""Strings that tell where an answer's data comes from: one for every text of every record."""

import re
from collections import defaultdict
from typing import NamedTuple

from odoo.tools import SQL

from odoo.addons.hcc_base.models.hcc_state_mixin import past_guard

from . import matrix
from .world import OF_ALL_CENTRES, OWN, RECORDS, World

PATTERN = re.compile(r"ZQ(\d{5})Q")
#: Texts that steer the program; with a marker in them nothing would work any more.
STEERING = {"res_model", "tz", "verb", "lang"}
#: Whether these hold a value says something, so no empty one gets a marker.
SPEAKING_WHEN_EMPTY = {"identity_number", "seal", "previous_seal", "name", "token_hash"}
#: (model, field) → why it may be seen by who cannot read the record
OPEN = {
    ("hcc.dossier", "name"): "the code stands on dues, receipts and tickets",
    ("hcc.dossier", "reception_number"): "the code before acceptance, on dues",
    ("hcc.applicant", "name"): "shown masked only",
    ("hcc.counter", "name"): "painted on the counter",
    ("hcc.ticket", "name"): "called out in the hall",
    ("hcc.receipt", "name"): "the code, on payments and dues",
    ("hcc.receipt.book", "symbol"): "a part of every receipt's code",
    ("hcc.shift", "name"): "the code, on receipts",
}


class Marker(NamedTuple):
    world: str
    model: str
    field: str
    record_id: int


class Marked:
    """Three worlds whose every text is a marker: the home of whoever asks, another agency at the
    same centre, and the same agency at another centre."""

    def __init__(self, env, agencies, centres):
        self.env, self.markers, self.rows = env, [], defaultdict(dict)
        self.worlds = {}
        (home, neighbour), (here, elsewhere) = agencies, centres
        for key, agency, centre in (
            ("home", home, here),
            ("neighbour", neighbour, here),
            ("elsewhere", home, elsewhere),
        ):
            self._make_world(key, agency, centre)
        self._mark_all()

    def _make_world(self, key, agency, centre):
        before = self._last_ids()
        world = self.worlds[key] = World(self.env, key, agency, centre)
        for model in RECORDS:
            world.record(model)
        for model in OWN:
            role = self._role_of_own(model)
            world.own(model, world.users[role])
        self.env.flush_all()
        for model, last in self._last_ids().items():
            records = self.env[model].with_context(active_test=False)
            found = records.search([("id", ">", before[model]), ("id", "<=", last)])
            self.rows[model][key] = found.ids

    def _role_of_own(self, model):
        rows = matrix.load()[model]
        return next(role for role, row in rows.items() if "own" in row.values())

    def models(self):
        """The suite's stored models that at least one role does not see in full."""
        return [
            model
            for model, rows in matrix.load().items()
            if model.startswith("hcc.")
            and self.env[model]._auto
            and (len(rows) < len(matrix.ROLES) or model in matrix.restricted_models())
        ]

    def _last_ids(self):
        found = {}
        for model in self.models():
            table = SQL.identifier(self.env[model]._table)
            rows = self.env.execute_query(SQL("SELECT COALESCE(max(id), 0) FROM %s", table))
            found[model] = rows[0][0]
        return found

    # -------------------------------------------------------------------------
    # MARKING
    # -------------------------------------------------------------------------

    def _mark_all(self):
        self.env.flush_all()
        self.env.cr.execute("SET LOCAL session_replication_role = replica")  # past the seals
        for model in self.models():
            for world, ids in self.rows[model].items():
                for field in self._texts(model):
                    for record_id in ids:
                        self._mark(Marker(world, model, field.name, record_id), field)
        self.env.cr.execute("SET LOCAL session_replication_role = origin")
        self._attach()
        self.env.invalidate_all()

    def _texts(self, model):
        return [
            field
            for field in self.env[model]._fields.values()
            if field.store
            and field.column_type
            and field.type in ("char", "text", "html")
            and not field.translate
            and field.name not in STEERING
        ]

    def _mark(self, marker, field):
        table = SQL.identifier(self.env[marker.model]._table)
        column = SQL.identifier(field.name)
        text = self._new(marker)
        query = SQL("UPDATE %s SET %s = %s WHERE id = %s", table, column, text, marker.record_id)
        if field.name in SPEAKING_WHEN_EMPTY:
            query = SQL("%s AND %s IS NOT NULL", query, column)
        self.env.cr.execute(query)

    def _new(self, marker):
        self.markers.append(marker)
        return f"ZQ{len(self.markers) - 1:05d}Q"

    def _attach(self):
        """A file at every record, its name and content marked."""
        self.files = {}
        for model in self.models():
            if self.env[model].is_transient():
                continue
            for world, ids in self.rows[model].items():
                for record_id in ids[:1]:
                    text = self._new(Marker(world, model, "attachment", record_id))
                    values = {"name": text, "raw": text, "res_model": model, "res_id": record_id}
                    files = past_guard(self.env["ir.attachment"])  # papers take no second file
                    self.files[model, record_id] = files.create(values).id

    # -------------------------------------------------------------------------
    # JUDGING
    # -------------------------------------------------------------------------

    def foreign_worlds(self, role, model):
        """Worlds whose records of ``model`` the role must not learn anything of."""
        scope = matrix.scope(model, role, "read")
        if scope == "all":
            return ()
        if scope == "none":
            return ("home", "neighbour", "elsewhere")
        if model in OF_ALL_CENTRES:
            return ("neighbour",)
        return ("elsewhere",) if scope == "centre" else ("neighbour", "elsewhere")

    def leaks(self, role, text):
        """The markers in an answer that the role must not see."""
        found = {self.markers[int(number)] for number in PATTERN.findall(text)}
        return [
            marker
            for marker in found
            if (marker.model, marker.field) not in OPEN
            and marker.world in self.foreign_worlds(role, marker.model)
        ]

    def text_of(self, model, field, record_id):
        """The marker in that field, or ``None``."""
        if not hasattr(self, "_places"):
            self._places = {(m.model, m.field, m.record_id): n for n, m in enumerate(self.markers)}
        number = self._places.get((model, field, record_id))
        return None if number is None else f"ZQ{number:05d}Q"
