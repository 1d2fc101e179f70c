from odoo import models

from .hcc_procedure_version_sheet import COLLECTED, FEE_KINDS


class HccProcedureVersion(models.Model):
    """A published version in the words of the notice board, and as data."""

    _inherit = "hcc.procedure.version"

    def _public_facts(self, day):
        """Everything the public may know of this version; amounts are those of ``day``."""
        self.ensure_one()
        return {
            "number": self.number,
            "name": self.name,
            "valid_from": self.valid_from.isoformat(),
            "valid_to": self.valid_to.isoformat() if self.valid_to else None,
            "time_limit": self._public_limit(),
            "subject": self.subject_note or None,
            "how": self.how_note or None,
            "requirement": self.requirement or None,
            "is_non_territorial": self.is_non_territorial,
            "handling": [
                {"code": group.code, "name": group.name} for group in self.handling_group_ids
            ],
            "components": [part._public_facts() for part in self.component_ids],
            "fees": self._public_fees(day),
            "results": self.result_ids.mapped("name") or [*filter(None, [self.result_name])],
            "legal_basis": self.legal_basis or None,
            "decision": self._public_decision(),
        }

    def _public_limit(self):
        """The time limit as number, unit and words."""
        return {
            "value": self.time_limit_value,
            "unit": self.time_limit_unit,
            "text": self._limit_words(),
            "area_extension_days": self.area_extension_days,
        }

    def _public_fees(self, day):
        """Every fee with its amount of ``day``; null while no tariff is in force."""
        tariffs = self.fee_item_ids.fee_id._tariffs_on(day)
        return [item._public_facts(tariffs.get(item.fee_id.id)) for item in self.fee_item_ids]

    def _public_decision(self):
        if not self.decision_number:
            return None
        return {
            "number": self.decision_number,
            "date": self.decision_date.isoformat() if self.decision_date else None,
        }


class HccProcedureComponent(models.Model):
    _inherit = "hcc.procedure.component"

    def _public_facts(self):
        return {
            "name": self.name,
            "case": self.case_name or None,
            "originals": self.originals,
            "certified_copies": self.certified_copies,
            "copies": self.copies,
            "is_required": self.is_required,
            "condition": self.condition or None,
        }


class HccFeeItem(models.Model):
    _inherit = "hcc.fee.item"

    def _public_facts(self, tariff):
        return {
            "name": self.fee_id.name,
            "kind": self.fee_id.kind,
            "kind_text": FEE_KINDS[self.fee_kind],
            "amount": round(tariff.amount) if tariff else None,
            "collect_at": self.collect_at,
            "collect_at_text": COLLECTED[self.collect_at],
            "condition": self.condition or None,
            "exemptions": [exemption._public_facts() for exemption in self.exemption_ids],
        }


class HccFeeExemption(models.Model):
    _inherit = "hcc.fee.exemption"

    def _public_facts(self):
        return {
            "who": self.name,
            "kind": self.kind,
            "percent": self.percent,
            "evidence": self.evidence or None,
            "legal_basis": self.legal_basis or None,
        }
