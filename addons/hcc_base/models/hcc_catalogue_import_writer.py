from odoo import api, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from psycopg2 import DataError, IntegrityError

from ..tools.text import clean, fold
from .hcc_catalogue_content import TEXT_FIELDS

#: What stands on the procedure itself and changes without a new version.
PROCEDURE_KEYS = ("level", "kind", "field", "aliases")


class HccCatalogueImportWriter(models.AbstractModel):
    """Writes checked rows into the catalogue: procedures, next versions as drafts, fees with
    their tariffs. Rows are checked once more just before, for the catalogue may have moved on.
    Runs with the rights of who imports.
    """

    _name = "hcc.catalogue.import.writer"
    _description = "Writer of the Rows of an Import"

    @api.model
    def _write_rows(self, sheet, rows):
        """Write the rows in one go; where that fails, one by one, and name those that fail."""
        try:
            with self.env.cr.savepoint():
                self._write_batch(sheet, rows)
        except (UserError, ValidationError, IntegrityError, DataError) as error:
            if len(rows) == 1:
                rows.invalidate_recordset()
                rows.write({"status": "error", "errors": self._message(error)})
                return
            for row in rows:
                self._write_rows(sheet, row)

    def _message(self, error):
        if isinstance(error, UserError):
            return str(error)
        return self.env._("The database refused the row: %s", str(error).strip().split("\n")[0])

    def _write_batch(self, sheet, rows):
        readings = self.env["hcc.catalogue.import.check"]._run(sheet, rows)
        due = [reading for reading in readings if reading.row.status in ("new", "change")]
        self._write_fields(due)
        self._write_procedures(due)
        self.env["hcc.catalogue.import.fees"]._write_fees(sheet, due)
        self._write_versions(sheet, due)
        for reading in due:
            reading.row.write(
                {
                    "status": "written",
                    "procedure_id": reading.procedure.id,
                    "version_id": reading.version.id,
                }
            )
        if sheet.publish_at_once:
            self._publish(due)

    def _publish(self, readings):
        """Publish what is complete; the others stay drafts and say what they lack."""
        for reading in readings:
            if reading.version.state != "draft":
                continue
            try:
                with self.env.cr.savepoint():
                    reading.version.publish()
            except UserError as error:
                reading.row.errors = str(error)

    # -- Procedures ---------------------------------------------------------------

    def _write_fields(self, readings):
        """Create the fields that a person confirmed as new, each once."""
        for reading in readings:
            stated = clean(reading.content.get("field") or "")
            if reading.field or not stated:
                continue
            match = reading.matches.filtered(lambda match: match.kind == "field")
            if not match.field_id:
                match.field_id = self.env["hcc.procedure.field"].create(
                    {
                        "name": stated,
                        "code": self._free_field_code(reading.agency, stated),
                        "agency_id": reading.agency.id,
                    }
                )
            reading.field = match.field_id

    def _free_field_code(self, agency, name):
        """Agency's code and the field's initials, numbered where they are taken."""
        initials = "".join(word[0] for word in fold(name).split() if word[0].isalnum()).upper()
        begin = f"{agency.code}-{initials[:8] or 'LV'}"
        fields = self.env["hcc.procedure.field"].with_context(active_test=False)
        taken = set(fields.search([("code", "=like", f"{begin}%")]).mapped("code"))
        numbered = (f"{begin}{number}" for number in range(2, len(taken) + 3))
        return begin if begin not in taken else next(c for c in numbered if c not in taken)

    def _write_procedures(self, readings):
        new = [reading for reading in readings if not reading.procedure]
        created = self.env["hcc.procedure"].create([self._procedure_vals(r) for r in new])
        for reading, procedure in zip(new, created, strict=True):
            reading.procedure, reading.base = procedure, None
        known = {id(reading) for reading in new}
        for reading in readings:
            if id(reading) not in known and (vals := self._procedure_changes(reading)):
                reading.procedure.write(vals)

    def _procedure_vals(self, reading):
        content = reading.content
        return {
            "code": content["code"],
            "name": content["name"],
            "kind": content.get("kind") or "procedure",
            "level": content.get("level") or "province",
            "agency_id": reading.agency.id,
            "field_id": reading.field.id,
            "alias_ids": self._new_aliases(content.get("aliases"), ()),
        }

    def _new_aliases(self, stated, present):
        return [Command.create({"code": code}) for code in sorted(set(stated or ()) - set(present))]

    def _procedure_changes(self, reading):
        content, procedure = reading.content, reading.procedure
        vals = {
            key: content[key]
            for key in ("level", "kind")
            if content.get(key) and content[key] != procedure[key]
        }
        if reading.field and reading.field != procedure.field_id:
            vals["field_id"] = reading.field.id
        aliases = self._new_aliases(content.get("aliases"), procedure.alias_ids.mapped("code"))
        return vals | ({"alias_ids": aliases} if aliases else {})

    # -- Versions -----------------------------------------------------------------

    def _write_versions(self, sheet, readings):
        new = [reading for reading in readings if not reading.base]
        vals_list = [
            self._version_vals(sheet, reading, reading.content)
            | {"procedure_id": reading.procedure.id}
            for reading in new
        ]
        versions = self.env["hcc.procedure.version"].create(vals_list)
        for reading, version in zip(new, versions, strict=True):
            reading.version = version
        for reading in readings:
            if reading.base:
                self._write_next_version(sheet, reading)

    def _write_next_version(self, sheet, reading):
        """Change the draft, or start the next version; nothing where only the procedure changed."""
        base = reading.base
        now = self.env["hcc.catalogue.content"]._of(reading.procedure, base, sheet.valid_from)
        check = self.env["hcc.catalogue.import.check"]
        changed = {
            key: value
            for key, value in reading.content.items()
            if key not in PROCEDURE_KEYS
            and key != "tariff"
            and check._differs(key, value, now.get(key))
        }
        reading.version = base
        if not changed and not reading.content.get("tariff"):
            return
        vals = self._version_vals(sheet, reading, changed, base)
        if set(changed) == {"fees"} and self._same_items(changed["fees"], now["fees"]):
            return
        if base.state == "draft":
            base.write(vals)
        else:
            reading.version = base.copy(vals)

    def _same_items(self, stated, present):
        """Whether only amounts differ: those stand in the tariffs, not in the version."""
        return [{**item, "amount": 0} for item in stated] == [
            {**item, "amount": 0} for item in present
        ]

    def _version_vals(self, sheet, reading, content, base=None):
        vals = {"valid_from": sheet.valid_from, "certainty": "likely"}
        vals["source_note"] = f"{sheet.name}, dòng {reading.row.number}"
        for name in ("decision_number", "decision_date", "decision_signer"):
            if sheet[name]:
                vals[name] = sheet[name]
        vals |= {TEXT_FIELDS[key]: content[key] for key in TEXT_FIELDS if content.get(key)}
        if content.get("decision_date"):
            vals["decision_date"] = content["decision_date"]
        return vals | self._limits(content) | self._lines(reading, content, base)

    def _limits(self, content):
        vals = {}
        if limit := content.get("limit"):
            vals |= {
                "time_limit_value": limit["value"],
                "time_limit_unit": limit["unit"],
                "is_same_day": limit["same_day"],
            }
        if limit := content.get("statutory"):
            vals |= {"statutory_limit_value": limit["value"], "statutory_limit_unit": limit["unit"]}
        return vals

    def _lines(self, reading, content, base):
        vals = {}
        for key, name in (("components", "component_ids"), ("steps", "step_ids")):
            if content.get(key) is not None:
                vals[name] = self._replaced(base and base[name], content[key])
        if content.get("results") is not None:
            results = [{"name": r["name"], "result_code": r["code"]} for r in content["results"]]
            vals["result_ids"] = self._replaced(base and base.result_ids, results)
            vals["result_name"] = results[0]["name"] if results else False
        if content.get("fees") is not None:
            items = [
                {"fee_id": fee.id, "condition": item["condition"] or False}
                for item, fee in zip(content["fees"], reading.fees, strict=True)
            ]
            vals["fee_item_ids"] = self._replaced(base and base.fee_item_ids, items, "fee_id")
        return vals

    def _replaced(self, present, lines, identity="name"):
        """Commands for the lines of a version; a line of the same name keeps what no sheet says."""
        known = {}
        for line in present or ():
            value = line[identity]
            known[value.id if identity == "fee_id" else fold(value)] = line
        commands = [Command.clear()] if present and present.version_id.state == "draft" else []
        for sequence, vals in enumerate(lines, start=1):
            words = vals[identity] if identity == "fee_id" else fold(vals[identity])
            kept = known[words].copy_data()[0] if words in known else {}
            kept.pop("version_id", None)
            commands.append(Command.create(kept | vals | {"sequence": sequence * 10}))
        return commands
