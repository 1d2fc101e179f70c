from odoo import api, models

from ..tools.catalogue_prose import unbracketed
from ..tools.text import clean

#: Field of a sheet → the text field of the version that holds it.
TEXT_FIELDS = {
    "name": "name",
    "legal_basis": "legal_basis",
    "decision_number": "decision_number",
    "decision_signer": "decision_signer",
    "subject_note": "subject_note",
    "requirement": "requirement",
    "how_note": "how_note",
}
COMPONENT_FIELDS = (
    "name",
    "originals",
    "certified_copies",
    "copies",
    "is_required",
    "condition",
    "case_name",
)
MULTILINE = ("legal_basis", "requirement", "how_note")


class HccCatalogueContent(models.AbstractModel):
    """What a sheet can state about a procedure, as plain data: the common measure of export and
    import. Two contents are equal when a sheet would say the same.

    No rights of its own: it reads with those of the caller.
    """

    _name = "hcc.catalogue.content"
    _description = "Content of a Procedure as a Sheet States It"

    @api.model
    def _bases(self, procedures):
        """``{procedure id: version}`` to compare with: the draft, else the latest published."""
        versions = self.env["hcc.procedure.version"].search(
            [("procedure_id", "in", procedures.ids)], order="procedure_id, number"
        )
        bases = {}
        for version in versions:
            known = bases.get(version.procedure_id.id)
            if not known or known.state != "draft" or version.state == "draft":
                bases[version.procedure_id.id] = version
        return bases

    @api.model
    def _of(self, procedure, version, day):
        """The content of a procedure by one of its versions, amounts by the tariffs of ``day``."""
        return self._of_procedure(procedure) | self._of_version(version, day)

    @api.model
    def _of_procedure(self, procedure):
        return {
            "code": procedure.code,
            "name": procedure.name,
            "kind": procedure.kind,
            "field": procedure.field_id.name,
            "agency": procedure.agency_id.name,
            "level": procedure.level,
            "aliases": sorted(procedure.alias_ids.mapped("code")) or None,
        }

    @api.model
    def _of_version(self, version, day):
        if not version:
            return {}
        texts = {
            key: clean(version[name] or "", keep_lines=key in MULTILINE) or None
            for key, name in TEXT_FIELDS.items()
        }
        return texts | {
            "limit": self._limit(version.time_limit_value, version.time_limit_unit)
            | {"same_day": version.is_same_day},
            "statutory": self._limit(version.statutory_limit_value, version.statutory_limit_unit)
            if version.statutory_limit_value
            else None,
            "decision_date": version.decision_date.isoformat() if version.decision_date else None,
            "components": [self._component(line) for line in version.component_ids],
            "steps": [self._step(line) for line in version.step_ids] or None,
            "results": [self._result(line) for line in version.result_ids] or None,
            "fees": [self._fee(line, day) for line in version.fee_item_ids],
        }

    def _limit(self, value, unit):
        return {"value": value, "unit": unit, "same_day": False}

    def _component(self, line):
        content = {name: line[name] for name in COMPONENT_FIELDS}
        return content | {
            "name": clean(line.name),
            "condition": unbracketed(line.condition or ""),
            "case_name": unbracketed(line.case_name or ""),
        }

    def _step(self, line):
        return {"name": clean(line.name), "kind": line.kind, "hours": line.hours}

    def _result(self, line):
        return {"name": clean(line.name), "code": line.result_code or ""}

    def _fee(self, line, day):
        tariff = line.fee_id._tariffs_on(day).get(line.fee_id.id)
        return {
            "code": line.fee_id.code,
            "kind": line.fee_id.kind,
            "name": clean(line.fee_id.name),
            "amount": round(tariff.amount) if tariff else None,
            "condition": unbracketed(line.condition or ""),
        }
