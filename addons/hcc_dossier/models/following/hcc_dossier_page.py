from odoo import api, models
from odoo.tools import SQL, Query, ormcache

from odoo.addons.hcc_base.models.res_company_brand import ADDRESS_FIELDS, BRAND_FIELDS

#: what the page reads of the dossier and of what it refers to, by path, and of its rows: anything
#: else that lies in those wide tables is not fetched for every look of every visitor
PAGE_FIELDS = {
    "": (
        "agency_id", "applicant_name", "appointment_at", "company_id", "due_at", "finished_at",
        "first_due_at", "handed_over_at", "is_difficult_area", "name", "parent_id", "policy_id",
        "procedure_id", "received_at", "reception_number", "reopened_at", "reopened_due_at",
        "replaced_by_id", "return_channel", "returned_at", "state", "version_id",
    ),
    "policy_id": (
        "calendar_day_rule", "forms_set", "result_download", "status_set_id",
        "supplement_clock_mode",
    ),
    "version_id": (
        "is_interlinked", "name", "supplement_clock_mode", "time_limit_unit", "time_limit_value",
    ),
    "agency_id": ("calendar_id", "name"),
    "company_id": (*BRAND_FIELDS, "map_url", "resource_calendar_id"),
    "company_id.partner_id": ADDRESS_FIELDS,
    "company_id.resource_calendar_id": ("tz",),
}  # fmt: skip
PAGE_ROWS = {
    "ledger_ids": ("ended_at", "kind", "moved_from", "moved_to", "reason", "started_at"),
    "step_ids": ("finished_at", "kind", "name", "outcome"),
    "notice_ids": ("content", "expected_on", "issued_on", "kind", "number"),
}


class HccDossier(models.Model):
    """What the public page reads: four questions to the database, whatever the dossier's history.

    Anybody may ask for the page, any number of times; the platform would fetch every record that
    it names whole and one by one. Values go where reading the fields looks for them first; what is
    not named here is still read as ever.
    """

    _inherit = "hcc.dossier"

    def _fetch_page(self):
        """Read what the page needs, and no more; False where the dossier is gone."""
        self.ensure_one()
        self.env.flush_all()
        dossier = self.sudo()
        if not dossier._fetch_referred():
            return False
        for name in PAGE_ROWS:
            dossier._fetch_rows(name)
        return True

    def _fetch_referred(self):
        """The dossier and what it refers to."""
        code, columns = self._page_statement()
        self.env.cr.execute(code, [self.id])
        values = self.env.cr.fetchone()
        records = {}
        for (model, path, name), value in zip(columns, values or (), strict=bool(values)):
            if name == "id":
                records[path] = self.env[model].browse(value or ())
            elif records[path]:
                records[path]._fields[name]._insert_cache(records[path], [value])
        return bool(values)

    def _fetch_rows(self, name):
        code, names = self._rows_statement(name)
        self.env.cr.execute(code, [self.id])
        rows = self.env.cr.fetchall()
        field = self._fields[name]
        records = self.env[field.comodel_name].browse(row[0] for row in rows)
        for place, column in enumerate(names, start=1):
            records._fields[column]._insert_cache(records, [row[place] for row in rows])
        field._insert_cache(self, [records._ids])

    @api.model
    @ormcache()
    def _page_statement(self):
        """``(SQL, ((model, path, column), …))``"""
        query, columns, terms = self._query_of(self, "id"), [], []
        places = {"": (self, self._table)}
        for path, names in PAGE_FIELDS.items():
            if path:
                start, _dot, link = path.rpartition(".")
                model, alias = places[start]
                target = self.env[model._fields[link].comodel_name]
                alias = query.left_join(alias, link, target._table, "id", link)
                places[path] = (target, alias)
            model, alias = places[path]
            for name in ("id", *names):
                columns.append((model._name, path, name))
                terms.append(model._field_to_sql(alias, name, query))
        return query.select(*terms).code, tuple(columns)

    @api.model
    @ormcache("name")
    def _rows_statement(self, name):
        """``(SQL, columns)``: the rows in their order, which is that of one dossier."""
        field, names = self._fields[name], PAGE_ROWS[name]
        rows = self.env[field.comodel_name]
        query = self._query_of(rows, field.inverse_name)
        order = rows._order.removeprefix(f"{field.inverse_name}, ")
        query.order = rows._order_to_sql(order, query)
        terms = [rows._field_to_sql(rows._table, column, query) for column in ("id", *names)]
        return query.select(*terms).code, names

    def _query_of(self, model, column):
        query = Query(model.env, model._table)
        query.add_where(SQL("%s = %s", SQL.identifier(model._table, column), 0))
        return query
