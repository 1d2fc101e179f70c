"""Records made under a context that claims more than its sender may set (``default_*``)."""

#: What a client might claim of a field by a default; nothing honest has these values.
CLAIMS = {
    "char": "CLAIMED", "text": "CLAIMED", "html": "<p>CLAIMED</p>", "integer": 987654,
    "float": 987654.0, "monetary": 987654, "date": "1999-12-31", "datetime": "1999-12-31 00:00:00",
    "boolean": True,
}  # fmt: skip


class Births:
    """The part of the prober that creates; what is born must not have taken a closed field's
    default, nor show anything foreign."""

    def _births(self, model, record_id):
        """A record of the asker's own is made under a context that claims all fields, or one."""
        names = tuple(self._claims(model, record_id))
        yield names
        yield from ((name,) for name in names)

    def _claims(self, model, record_id):
        """``{field: what a hostile default says of it}``; links lead to foreign records."""
        if (model, record_id) not in self._claimed:
            world = next(w for w, ids in self.marked.rows[model].items() if record_id in ids)
            claims = {
                name: self._claim(model, name, record_id, world) for name in self._claimable(model)
            }
            self._claimed[model, record_id] = {n: v for n, v in claims.items() if v}
        return self._claimed[model, record_id]

    def _claimable(self, model):
        return [
            name
            for name, field in self.env[model]._fields.items()
            if field.type not in ("binary", "json", "properties", "one2many") and name != "id"
        ]

    def _claim(self, model, name, record_id, world):
        field = self.env[model]._fields[name]
        if field.type in CLAIMS:
            return CLAIMS[field.type]
        if not field.store:  # computed of marks, which are no hours
            return None
        value = self.env[model].browse(record_id).sudo()[name]
        if not field.relational:
            return value
        ids = self.marked.rows[field.comodel_name].get(world, ())[:1] or value.ids[:1]
        return (ids and ids[0]) if field.type == "many2one" else [(6, 0, ids)]

    def _born(self, records, probe):
        """What the asker sees of the new record, and which closed fields have taken a default."""
        own = self.env[probe.model].browse(self.marked.rows[probe.model]["home"][0]).sudo()
        self._births_tried += 1
        values = {
            name: f"X{self._births_tried}" if name in self._texts(probe.model) else value
            for name, value in own.copy_data()[0].items()
            if value and not isinstance(value, list) and name not in probe.args
            if records._fields[name].required or name not in self._texts(probe.model)
        }
        values = {n: v for n, v in values.items() if not self._is_closed(records, n)}
        born = records.browse(self._call(records, "create", [values]))
        self.born += 1
        claims = self._claims(probe.model, probe.record_id)
        taken = [
            name
            for name in probe.args
            if self._is_closed(records, name) and self._has_claim(born.sudo(), name, claims[name])
        ]
        if taken:  # reading on through it may well be refused
            return {"taken": taken}
        links = self._links(probe.model)
        spec = {name: {} for name in self._texts(probe.model)}
        spec |= {link.name: {"fields": self._far_spec(link)} for link in links}
        return {"taken": [], "shown": self._call(born, "web_read", spec)}

    def _is_closed(self, records, name):
        """A dialog is its user's own, who may fill in all of it anyway."""
        field = records._fields[name]
        closed = field.readonly or name in records._guarded_fields
        return closed and not records._transient

    def _has_claim(self, born, name, claim):
        field = born._fields[name]
        if field.type == "many2one":
            foreign = self.marked.rows[field.comodel_name].values()
            return born[name].id == claim and any(claim in ids for ids in foreign)
        if field.type in ("char", "text", "integer", "float", "monetary"):
            return born[name] == claim
        return field.type in ("date", "datetime") and str(born[name]) == claim

    def _defaults(self, env, probe):
        """``default_*`` as far as the platform does not refuse the whole call for them."""
        names, record_id = probe.args, probe.record_id
        if probe.method != "born":
            record_id = next(iter(self._foreign(probe.role, probe.model)), 0)
            names = self._claimable(probe.model) if probe.hostile and record_id else ()
        claims = self._claims(probe.model, record_id) if names else {}
        model = env[probe.model]
        return {
            f"default_{name}": claims[name]
            for name in names
            if name in claims and model._has_field_access(model._fields[name], "write")
        }
