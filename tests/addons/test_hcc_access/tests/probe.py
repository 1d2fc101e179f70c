"""Every way the web client knows to a record, tried on what the asker must not reach.

The probes are generated from the registry: a new model, field or report is covered on the day it
is added. A probe fails if its answer, or the text of its refusal, holds a marker of a foreign
record, if it tells by counting what a foreign record holds, or if a foreign row has changed.
"""

import json
import random
from collections import Counter, defaultdict
from functools import cached_property
from typing import NamedTuple
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.models import BaseModel
from odoo.service.model import call_kw, get_public_method
from odoo.tools import SQL
from psycopg2 import IntegrityError

from . import matrix, public_methods
from .births import Births
from .markers import OPEN

#: How a probe may be refused. A constraint of the database answers with the words of its model;
#: what else the error says is searched for markers as every answer is.
EXPECTED = (UserError, IntegrityError, ValueError, KeyError, TypeError, AttributeError)

TEXT_TYPES = ("char", "text", "html")


class Probe(NamedTuple):
    kind: str
    role: str
    model: str
    record_id: int
    method: str
    args: tuple
    hostile: bool = False
    #: what a count above zero would tell (an oracle), or ``None``
    oracle: str | None = None

    def __str__(self):
        what = f"{self.role}: {self.model}({self.record_id}).{self.method}{self.args!r:.200}"
        return f"{self.kind} {what}{' hostile context' if self.hostile else ''}"


class _Undo(Exception):
    pass


class Prober(Births):
    """Generates the probes of all roles and carries them out, each undone afterwards."""

    def __init__(self, marked, roles=matrix.ROLES, models=None):
        self.marked, self.env, self.roles = marked, marked.env, roles
        self.models = models or marked.models()
        home = marked.worlds["home"]
        self.users = {**home.users, matrix.PUBLIC_ROLE: self.env.ref("hcc_base.user_public_page")}
        self.reports = self.env["ir.actions.report"].search([("model", "in", self.models)])
        self.counted, self.refused, self.unexpected = Counter(), 0, []
        self._claimed, self._births_tried, self.born = {}, 0, 0

    # -------------------------------------------------------------------------
    # GENERATING
    # -------------------------------------------------------------------------

    @cached_property
    def probes(self):
        return [
            probe
            for role in self.roles
            for model in self.models
            for probe in self._probes(role, model)
        ]

    def sample(self, count, seed):
        """As many of each kind, as far as there are so many; half of them with a context in which
        the client claims more than it has."""
        chooser, kinds = random.Random(seed), defaultdict(list)
        for probe in self.probes:
            kinds[probe.kind].append(probe)
        chosen = []
        for done, kind in enumerate(sorted(kinds, key=lambda kind: len(kinds[kind]))):
            quota = (count - len(chosen)) // (len(kinds) - done)
            chosen += chooser.sample(kinds[kind], min(quota, len(kinds[kind])))
        return [probe._replace(hostile=chooser.random() < 0.5) for probe in chosen]

    def _probes(self, role, model):
        yield from self._whole_model(role, model)
        for record_id in self._foreign(role, model):
            yield from self._record(role, model, record_id)
            yield from self._oracles(role, model, record_id)

    def _foreign(self, role, model):
        """A record of each foreign world."""
        for world in self.marked.foreign_worlds(role, model):
            yield from self.marked.rows[model][world][:1]

    def _texts(self, model):
        return [
            field.name
            for field in self.env[model]._fields.values()
            if field.type in TEXT_TYPES and field.store
        ]

    def _links(self, model, comodels=None):
        return [
            field
            for field in self.env[model]._fields.values()
            if field.relational and field.comodel_name in (comodels or self.models)
        ]

    def _whole_model(self, role, model):
        """Nothing foreign comes by asking for everything."""
        records = self.env[model]
        ask = lambda method, *args: Probe("everything", role, model, 0, method, args)  # noqa: E731
        names = [n for n, f in records._fields.items() if f.type not in ("binary", "properties")]
        yield ask("search_read", [], names)
        yield ask("web_search_read", [], {name: {} for name in names})
        yield ask("name_search", "ZQ")
        yield ask("name_search", "")
        for name, field in records._fields.items():
            if field.store and field.column_type and field.type not in ("binary", "json"):
                group = f"{name}:month" if field.type in ("date", "datetime") else name
                yield ask("formatted_read_group", [], [group], ["__count", "id:array_agg"])
                yield ask("web_read_group", [], [group], ["__count"])
        for link in self._links(model):
            for far in self._far_names(link.comodel_name):
                yield ask("search_read", [], ["id"], 0, 5, f"{link.name}.{far}")
                if link.type == "many2one" and link.store:
                    yield ask("formatted_read_group", [], [f"{link.name}.{far}"], ["__count"])
            yield ask("web_search_read", [], {link.name: {"fields": self._far_spec(link)}})

    def _far_names(self, model):
        return self._texts(model)[:3]

    def _far_spec(self, link):
        """Two hops: the linked records' texts, and those of what they are linked to."""
        spec = {name: {} for name in ("display_name", *self._texts(link.comodel_name))}
        for second in self._links(link.comodel_name):
            names = ("display_name", *self._texts(second.comodel_name))
            spec[second.name] = {"fields": {name: {} for name in names}}
        return spec

    def _record(self, role, model, record_id):
        records = self.env[model]
        names = [n for n, f in records._fields.items() if f.type not in ("binary", "properties")]
        texts, domain = self._texts(model), [("id", "=", record_id)]

        def ask(method, *args, kind=None):
            return Probe(kind or method, role, model, record_id, method, args)

        yield ask("read", names)
        yield from (ask("read", [name]) for name in texts)
        yield ask("web_read", {name: {} for name in names})
        yield ask("search_read", domain, names)
        yield ask("name_search", "", domain)
        yield ask("search_count", domain)
        yield ask("formatted_read_group", domain, [], ["__count", "id:array_agg"])
        yield ask("export_data", [*texts, "display_name"])
        for link in self._links(model):
            far = [f"{link.name}/{name}" for name in self._texts(link.comodel_name)]
            yield ask("export_data", far or [link.name], kind="export path")
            far_links = self._links(link.comodel_name)[:3]
            paths = [f"{link.name}/{far.name}/display_name" for far in far_links]
            yield ask("export_data", paths or [link.name], kind="export path 2")
            yield ask("web_read", {link.name: {"fields": self._far_spec(link)}}, kind="path")
        yield from self._changes(ask, model, texts)
        for method in public_methods.load().get(model, ()):
            yield ask(method, "@method", kind="method")
        yield Probe("file", role, model, record_id, "file", ())
        for report in self.reports.filtered(lambda report: report.model == model):
            yield ask("report", report.report_name)
        yield from self._adoptions(role, model, record_id)
        if matrix.scope(model, role, "create") != "none":
            for names in self._births(model, record_id):
                kind = "default" if len(names) == 1 else "defaults"
                yield Probe(kind, role, model, record_id, "born", names)

    def _changes(self, ask, model, texts):
        yield ask("write", {})
        for name in texts[:4]:
            yield ask("write", {name: "x"})
            yield ask("web_save", {name: "x"}, {name: {} for name in texts})
        yield ask("write", {"company_id": self.marked.worlds["home"].centre.id})
        yield ask("unlink")
        yield ask("copy")
        yield ask("load", [".id", *texts[:1]], [["@id", "x"][: 1 + len(texts[:1])]])
        yield ask("onchange", {}, texts[:1], {name: {} for name in texts})
        yield ask("create", "@like", kind="create like")

    def _adoptions(self, role, model, record_id):
        """The asker's own record is made to point at the foreign one, and read through."""
        for other in self.models:
            mine = self.marked.rows[other]["home"][:1]
            for link in self._links(other, [model]) if mine else ():
                commands = [record_id] if link.type == "many2one" else []
                if not commands and link.store:
                    change = {name: "x" for name in self._texts(model)[:1]}
                    commands = [[(4, record_id)], [(1, record_id, change)], [(2, record_id)]]
                for value in commands:
                    args = ({link.name: value}, {link.name: {"fields": self._far_spec(link)}})
                    yield Probe("adopt", role, other, mine[0], "web_save", args)
                    yield Probe("adopt new", role, other, 0, "onchange", (*args[:1], [], args[1]))

    def _oracles(self, role, model, record_id):
        """Counting tells what a foreign record holds, beside it and through what links to it."""
        for name in self._texts(model):
            text = self.marked.text_of(model, name, record_id)
            if not text:
                continue
            for other, path in [(model, name), *self._paths_to(model, name)]:
                for operator, value in (("=", text), ("=like", text[:-1] + "%"), ("in", [text])):
                    domain = [(path, operator, value)]
                    yield Probe(
                        "oracle", role, other, 0, "search_count", (domain,), oracle=(model, name)
                    )

    def _paths_to(self, model, name):
        for other in self.models:
            for link in self._links(other, [model]):
                yield other, f"{link.name}.{name}"
                for third in self.models:
                    for far in self._links(third, [other])[:1]:
                        yield third, f"{far.name}.{link.name}.{name}"

    # -------------------------------------------------------------------------
    # CARRYING OUT
    # -------------------------------------------------------------------------

    def run(self, probes):
        """Every leak found, as text."""
        found = []
        has_group = type(self.env["res.users"]).has_group

        def in_debug_mode(user, group):
            return group == "base.group_no_one" or has_group(user, group)

        with patch.object(type(self.env["res.users"]), "has_group", in_debug_mode):
            for probe in probes:
                self.counted[probe.kind] += 1
                found += [f"{probe}: {leak}" for leak in self._leaks_of(probe)]
        return found

    def _leaks_of(self, probe):
        before = self._checksum(probe)
        answer, after = None, None
        try:
            with self.env.cr.savepoint():
                try:
                    answer = self._answer(probe)
                    self.env.flush_all()
                    after = self._checksum(probe)
                except Exception as error:  # noqa: BLE001 - its text is a part of the answer
                    self._note(probe, error)
                    answer = str(error)
                raise _Undo
        except _Undo:
            self.env.invalidate_all()
        leaks = [f"shows {marker}" for marker in self.marked.leaks(probe.role, self._text(answer))]
        if probe.oracle and probe.oracle not in OPEN and answer and isinstance(answer, int):
            leaks.append(f"tells {'.'.join(probe.oracle)}")
        if probe.method == "born" and isinstance(answer, dict) and answer["taken"]:
            leaks.append(f"took defaults for {answer['taken']}")
        if after is not None and after != before:
            leaks.append("changed a foreign row")
        return leaks

    def _note(self, probe, error):
        self.refused += 1
        if not isinstance(error, EXPECTED):
            self.unexpected.append(f"{probe}: {error!r:.300}")

    def _text(self, answer):
        return json.dumps(answer, default=str, ensure_ascii=False)

    def _answer(self, probe):
        records = self._records(probe)
        if probe.method == "report":
            reports = self.env["ir.actions.report"].with_env(records.env)
            return str(reports._render_qweb_html(probe.args[0], [probe.record_id])[0])
        if probe.method == "born":
            return self._born(records, probe)
        if probe.method == "file":
            file = self.marked.files.get((probe.model, probe.record_id), 0)
            attachments = records.env["ir.attachment"]
            seen = attachments.search([("res_model", "=", probe.model)]).read(["name"])
            return [seen, self._call(attachments.browse(file), "read", ["name", "raw"])]
        return self._call(records, probe.method, *self._filled(probe))

    def _filled(self, probe):
        """Arguments that depend on the records."""
        if probe.args == ("@method",):
            world = next(
                w for w, i in self.marked.rows[probe.model].items() if probe.record_id in i
            )
            function = getattr(type(self.env[probe.model]), probe.method)
            return public_methods.arguments(function, self.marked, world)
        if probe.args == ("@like",):
            foreign = self.env[probe.model].browse(probe.record_id).sudo()
            links = {name: value for name, value in foreign.copy_data()[0].items() if value}
            texts = dict.fromkeys(set(self._texts(probe.model)) & links.keys(), "x")
            return (links | texts,)
        if probe.method == "load":
            return (probe.args[0], [[str(probe.record_id), *probe.args[1][0][1:]]])
        return probe.args

    def _call(self, records, method, *args):
        function = get_public_method(records, method)
        is_model = getattr(function, "_api_model", False) or method in ("load", "name_search")
        ids = [] if is_model else [records.ids]
        context = {"context": dict(records.env.context)}  # as a client sends it; none is none
        answer = call_kw(records.browse(), method, [*ids, *args], context)
        return answer if not isinstance(answer, BaseModel) else answer.ids

    def _records(self, probe):
        user = self.users[probe.role]
        context = {"allowed_company_ids": user.company_ids.ids, "lang": "vi_VN"}
        if probe.hostile:
            context = {"active_test": False, "bin_size": False, "lang": "en_US", "debug": 1}
            context["allowed_company_ids"] = [w.centre.id for w in self.marked.worlds.values()]
        env = self.env(user=user.id, context=context, su=False)
        env = self.env(user=user.id, context=context | self._defaults(env, probe), su=False)
        return env[probe.model].browse([probe.record_id] if probe.record_id else [])

    def _checksum(self, probe):
        """Of the foreign row the probe aims at; whole tables are compared at the end."""
        target = probe.record_id
        if not target or probe.kind in ("adopt", "everything"):
            return None
        return self._row_sum(probe.model, [target])

    def _row_sum(self, model, ids):
        query = SQL(
            "SELECT md5(string_agg(t::text, '|' ORDER BY id)) FROM %s t WHERE id = ANY(%s)",
            SQL.identifier(self.env[model]._table),
            list(ids),
        )
        return self.env.execute_query(query)[0][0] or ""

    def checksum(self):
        """Of every row of the foreign worlds."""
        self.env.flush_all()
        return {
            model: self._row_sum(
                model, [i for ids in self.marked.rows[model].values() for i in ids]
            )
            for model in self.models
        }
