from odoo import api, models
from odoo.fields import Command

from ..tools import catalogue_cells, catalogue_channels, catalogue_sheet, numbers
from ..tools.catalogue_columns import FIELDS
from ..tools.text import fold

#: What a new procedure must state, in the order in which it is asked for.
NEEDED = ("limit", "fees", "components")


class Reading:
    """What is known of a row while it is checked; written in one go when it is done."""

    def __init__(self, row):
        self.row = row
        self.texts, self.places, self.units = {}, {}, {}
        self.content, self.proposals, self.errors = {}, {}, []
        self.agency = self.field = self.procedure = self.base = None
        self.matches = row.match_ids.browse()
        self.changes = []

    @property
    def is_open(self):
        return any(key not in self.content for key in self.proposals) or any(
            not match.is_confirmed for match in self.matches
        )

    def place(self, key):
        return self.places.get(key, "")

    def fail(self, key, message):
        place = self.place(key)
        self.errors.append(f"{place}: {message}" if place else message)

    def values(self):
        status = self._status()
        return {
            "status": status,
            "code": self.content.get("code") or self.texts.get("code", "")[:64],
            "name": (self.content.get("name") or self.texts.get("name", ""))[:500],
            "content": self.content,
            "errors": "\n".join(self.errors) or False,
            "changes": ", ".join(self.changes) or False,
            "agency_id": self.agency.id if self.agency else False,
            "field_id": self.field.id if self.field else False,
            "procedure_id": self.procedure.id if self.procedure else False,
            "match_ids": [Command.set(self.matches.ids)],
        }

    def _status(self):
        if self.errors:
            return "error"
        if self.is_open:
            return "question"
        if not self.procedure or not self.base:
            return "new"
        return "change" if self.changes else "unchanged"


class HccCatalogueImportCheck(models.AbstractModel):
    """Checks the rows of a sheet, many at once. Runs with the rights of who imports."""

    _name = "hcc.catalogue.import.check"
    _description = "Check of the Rows of an Import"

    @api.model
    def _run(self, sheet, rows):
        readings = [self._read(sheet, row) for row in rows]
        self._recall_answers(sheet, readings)
        for reading in readings:
            self._settle(reading)
        self._find_procedures(readings)
        self._find_duplicates(sheet, readings)
        self._find_places(sheet, readings)
        self._compare(sheet, readings)
        self._ask(readings)
        for reading in readings:
            reading.row.write(reading.values())
        return readings

    # -- Cells ----------------------------------------------------------------

    def _read(self, sheet, row):
        """The texts of a row by field; several columns of one field are joined."""
        reading = Reading(row)
        for column in sheet.column_ids:
            key, text = column.field_key, row._cell(column.index)
            place = catalogue_sheet.address(row.number, column.index)
            if fault := (row.faults or {}).get(str(column.index)):
                if key:
                    reading.errors.append(f"{place}: {fault}")
                continue
            if not key or not text.strip():
                continue
            reading.places.setdefault(key, place)
            reading.units.setdefault(key, column._unit())
            before = reading.texts.get(key)
            reading.texts[key] = f"{before}\n{text}" if before else text
        if row.section:
            reading.texts.setdefault("field", row.section)
        self._propose(reading)
        return reading

    def _propose(self, reading):
        texts = dict(reading.texts)
        found = catalogue_channels.channels(texts.pop("channels", ""))
        if found:
            own = {key for key in ("limit", "fees", "how_note") if texts.get(key)}
            for key, proposal in (("limit", found.limit), ("fees", found.fees)):
                if key not in own:
                    reading.proposals[key] = proposal
                    reading.places[key] = reading.place("channels")
            if "how_note" not in own:
                texts["how_note"] = found.how
        elif reading.texts.get("channels"):
            texts.setdefault("how_note", reading.texts["channels"])
        for key, text in texts.items():
            if catalogue_cells.is_stated(key, text):
                unit = reading.units.get(key, "")
                reading.proposals[key] = catalogue_cells.parse(key, text, unit)

    def _recall_answers(self, sheet, readings):
        """Answers given in this sheet, and in earlier ones to the same cell of the procedure."""
        for reading in readings:
            code = (reading.texts.get("code") or "").strip()
            reading.prints = {
                key: self._print(code, key, proposal.source)
                for key, proposal in reading.proposals.items()
                if not proposal.certain
            }
            reading.code_text = code
            for key in NEEDED:
                if key not in reading.proposals:
                    reading.prints[key] = self._print(code, key, "")
        prints = {item for reading in readings for item in reading.prints.values()}
        answered = self.env["hcc.catalogue.import.question"].search(
            [("fingerprint", "in", list(prints)), ("is_answered", "=", True)], order="id"
        )
        answers = {question.fingerprint: question.value["it"] for question in answered}
        for reading in readings:
            reading.answers = {
                key: answers[item] for key, item in reading.prints.items() if item in answers
            }

    def _print(self, code, key, source):
        return self.env["hcc.catalogue.import.question"]._fingerprint(code, key, source)

    def _settle(self, reading):
        for key, proposal in reading.proposals.items():
            if proposal.certain:
                reading.content[key] = proposal.value
        reading.content.update(reading.answers)
        code, kind = reading.content.get("code"), reading.content.get("kind", "procedure")
        if "code" not in reading.proposals:
            reading.fail("code", self.env._("The row has no code: enter it, or delete the row."))
        elif code and kind == "procedure" and not numbers.PROCEDURE_CODE.fullmatch(code):
            reading.fail(
                "code",
                self.env._("“%s” is not a code of the form 1.000000: correct it.", code[:40]),
            )
        if len(reading.content.get("name") or "") > 1000:
            reading.fail("name", self.env._("The name is longer than 1,000 characters."))

    # -- The catalogue ----------------------------------------------------------

    def _find_procedures(self, readings):
        codes = [reading.content.get("code") for reading in readings]
        model = self.env["hcc.procedure"].with_context(active_test=False)
        procedures = {item.code: item for item in model.search([("code", "in", codes)])}
        aliases = self.env["hcc.procedure.alias"].search([("code", "in", codes)])
        by_alias = {alias.code: alias.procedure_id for alias in aliases}
        found = model.browse()
        for reading in readings:
            code = reading.content.get("code")
            reading.procedure = procedures.get(code) or by_alias.get(code)
            if reading.procedure:
                reading.content["code"] = reading.procedure.code
                found |= reading.procedure
        bases = self.env["hcc.catalogue.content"]._bases(found)
        for reading in readings:
            reading.base = bases.get(reading.procedure.id) if reading.procedure else None

    def _find_duplicates(self, sheet, readings):
        codes = [reading.content.get("code") for reading in readings]
        others = self.env["hcc.catalogue.import.row"].search(
            [("import_id", "=", sheet.id), ("code", "in", codes), ("status", "!=", "skip")]
        )
        seen = {}
        for row in others:
            seen.setdefault(row.code, set()).add(row.number)
        for reading in readings:
            if code := reading.content.get("code"):
                seen.setdefault(code, set()).add(reading.row.number)
        for reading in readings:
            rest = seen.get(reading.content.get("code"), set()) - {reading.row.number}
            if rest:
                reading.fail(
                    "code",
                    self.env._(
                        "The same code stands in row %s too: leave one of them out.",
                        ", ".join(str(number) for number in sorted(rest)),
                    ),
                )

    def _find_places(self, sheet, readings):
        places = self.env["hcc.catalogue.import.places"]._of(sheet)
        for reading in readings:
            places.settle(reading)

    def _compare(self, sheet, readings):
        content_model = self.env["hcc.catalogue.content"]
        fees = self.env["hcc.catalogue.import.fees"]
        amounts = fees._amounts(sheet, readings)
        for reading in readings:
            if not reading.procedure or not reading.base:
                self._demand(reading)
                fees._settle(sheet, reading, {}, amounts)
                continue
            now = content_model._of(reading.procedure, reading.base, sheet.valid_from)
            fees._settle(sheet, reading, now, amounts)
            reading.changes = [
                FIELDS[key].label
                for key, value in reading.content.items()
                if key in FIELDS and self._differs(key, value, now.get(key))
            ]

    def _differs(self, key, stated, present):
        if key in ("code", "agency") or stated is None or not (stated or present):
            return False
        if key == "aliases":
            return bool(set(stated) - set(present or []))
        if key == "field":
            return fold(stated) != fold(present or "")
        if key == "statutory":
            stated = {**stated, "same_day": False}
        return stated != present

    def _demand(self, reading):
        """A new procedure states its name, its limit, what is paid and what is handed in."""
        if not reading.content.get("name"):
            reading.fail("name", self.env._("The row has no name of a procedure: enter it."))
        for key in NEEDED:
            if key not in reading.proposals:
                asked = catalogue_cells.parse(key, "")
                reading.proposals[key] = asked
                if key in reading.answers:
                    reading.content[key] = reading.answers[key]

    # -- Questions ----------------------------------------------------------------

    def _ask(self, readings):
        """Write the questions that are new, drop those that no longer arise."""
        question_model = self.env["hcc.catalogue.import.question"]
        rows = self.env["hcc.catalogue.import.row"].union(*(r.row for r in readings))
        old = {(q.row_id.id, q.field_key): q for q in rows.question_ids}
        wanted, vals_list = set(), []
        for reading in readings:
            for key, proposal in reading.proposals.items():
                if proposal.certain:
                    continue
                known = old.get((reading.row.id, key))
                if known and known.fingerprint == reading.prints[key]:
                    wanted.add(known.id)
                elif key not in reading.answers:
                    vals_list.append(self._question(reading, key, proposal))
        question_model.union(*(q for q in old.values() if q.id not in wanted)).unlink()
        question_model.create(vals_list)

    def _question(self, reading, key, proposal):
        cell_key = "fees" if key == "tariff" else key
        return {
            "row_id": reading.row.id,
            "field_key": key,
            "kind": proposal.kind,
            "cell": reading.place(cell_key),
            "source": proposal.source,
            "question": proposal.question,
            "answer": catalogue_cells.write(cell_key, proposal.value),
            "fingerprint": reading.prints[key],
        }
