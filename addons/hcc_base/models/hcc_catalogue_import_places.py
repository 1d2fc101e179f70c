from odoo import api, models

from ..tools.text import clean, fold


class Places:
    """The agencies and fields that the rows of one sheet mean."""

    def __init__(self, sheet):
        self.sheet, self.env = sheet, sheet.env
        self.agencies = self._by_words(self.env["hcc.agency"].search([]))
        self.fields = {}
        for field in self.env["hcc.procedure.field"].search([]):
            self.fields[field.agency_id.id, fold(field.name)] = field
        self.matches = {
            (
                match.kind,
                match.source_key,
                match.agency_id.id if match.kind == "field" else 0,
            ): match
            for match in sheet.match_ids
        }

    def _by_words(self, agencies):
        """Name, short name and codes → agency; words that lead to two agencies lead to none."""
        found, doubtful = {}, set()
        for agency in agencies:
            for words in {fold(text or "") for text in agency._search_parts()} - {""}:
                if found.setdefault(words, agency) != agency:
                    doubtful.add(words)
        return {words: agency for words, agency in found.items() if words not in doubtful}

    def settle(self, reading):
        reading.agency = self._agency(reading)
        reading.field = self._field(reading)

    def _agency(self, reading):
        stated = clean(reading.content.get("agency") or "")
        agency = self.agencies.get(fold(stated)) if stated else None
        if reading.procedure:
            return self._agency_of_known(reading, agency)
        if agency:
            return agency
        match = self._match("agency", stated) if stated else None
        if match and match.is_confirmed:
            reading.matches |= match
            return match.agency_id
        if self.sheet.agency_id:
            return self.sheet.agency_id
        if not stated:
            reading.fail(
                "agency",
                self.env._(
                    "No agency is stated: enter it, or choose “Agency of rows without one”."
                ),
            )
            return None
        reading.matches |= match or self._new_match("agency", stated)
        return None

    def _agency_of_known(self, reading, stated):
        """A code stays with its agency; another one in the sheet is a fault, not a move."""
        own = reading.procedure.agency_id
        if stated and stated != own and own not in stated.parent_id:
            reading.fail(
                "agency",
                self.env._(
                    "The code %(code)s belongs to %(own)s in the catalogue, the sheet says "
                    "%(stated)s. Correct the code, or change the agency on the procedure first.",
                    code=reading.procedure.code,
                    own=own.name,
                    stated=stated.name,
                ),
            )
        return own

    def _field(self, reading):
        stated = clean(reading.content.get("field") or "")
        if not stated:
            return self._field_of_silent(reading)
        if not reading.agency:
            return None
        field = self.fields.get((reading.agency.id, fold(stated)))
        if field:
            return field
        match = self._match("field", stated, reading.agency)
        reading.matches |= match or self._new_match("field", stated, reading.agency)
        return match.field_id if match and match.is_confirmed else None

    def _field_of_silent(self, reading):
        if reading.procedure:
            return reading.procedure.field_id
        reading.fail("field", self.env._("No field is stated: enter it in the sheet."))
        return None

    def _match(self, kind, source, agency=None):
        return self.matches.get((kind, fold(source), agency.id if agency else 0))

    def _new_match(self, kind, source, agency=None):
        model = self.env["hcc.catalogue.import.match"]
        vals = {
            "import_id": self.sheet.id,
            "kind": kind,
            "source": source[:300],
            "source_key": fold(source),
        }
        if kind == "agency":
            known = self.env["hcc.agency"].union(*self.agencies.values())
            vals["agency_id"] = model._closest(source, known).id
        else:
            own = [field for (owner, _), field in self.fields.items() if owner == agency.id]
            own = self.env["hcc.procedure.field"].union(*own)
            vals |= {"agency_id": agency.id, "field_id": model._closest(source, own).id}
        match = model.create(vals)
        self.matches[kind, fold(source), agency.id if agency else 0] = match
        return match


class HccCatalogueImportPlaces(models.AbstractModel):
    """Finds the agency and the field of a row: as spelt, as a person matched them, or as a new
    match to be confirmed. Runs with the rights of who imports."""

    _name = "hcc.catalogue.import.places"
    _description = "Agencies and Fields of an Import"

    @api.model
    def _of(self, sheet):
        return Places(sheet)
