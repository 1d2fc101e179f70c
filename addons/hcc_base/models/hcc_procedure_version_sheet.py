from odoo import api, fields, models

from ..tools import money_words, procedure_words

# Vietnamese by law, whatever the reader's language is.
LEVELS = {
    "ministry": "Cấp bộ",
    "province": "Cấp tỉnh",
    "district": "Cấp huyện",
    "commune": "Cấp xã",
    "both": "Cấp tỉnh, cấp xã",
    "other": "Cơ quan khác",
}
FEE_KINDS = {"fee": "Lệ phí", "charge": "Phí", "service": "Giá dịch vụ"}
COLLECTED = {
    "reception": "Khi nộp hồ sơ",
    "before_step": "Trước khi giải quyết",
    "return": "Khi nhận kết quả",
}
FROM_COMPLETE = "kể từ ngày nhận đủ hồ sơ hợp lệ"


class HccProcedureVersion(models.Model):
    _inherit = "hcc.procedure.version"

    sheet_html = fields.Html("As citizens see it", compute="_compute_sheet_html", sanitize=False)

    @api.depends_context("lang", "company")
    def _compute_sheet_html(self):
        today = self.env["hcc.clock"]._today()
        for version in self:
            day = max(version.valid_from or today, today)
            values = {"version": version, "day": day}
            version.sheet_html = version.id and self.env["ir.qweb"]._render(
                "hcc_base.procedure_sheet_body", values
            )

    def _sheet(self, day):
        """The procedure as a citizen reads it on ``day``: plain Vietnamese texts by section."""
        self.ensure_one()
        return {
            "notice": self._sheet_notice(day),
            "identity": self._sheet_identity(),
            "how": self._sheet_how(),
            "steps": self.step_ids.mapped("name"),
            "cases": self._sheet_cases(),
            "limit": self._sheet_limit(),
            "fees": self._sheet_fees(day),
            "results": self._sheet_results(),
            "law": [line.strip() for line in (self.legal_basis or "").splitlines() if line.strip()],
            "decision": self._sheet_decision(),
            "unchecked": self.is_unchecked,
        }

    def _sheet_notice(self, day):
        """What a reader must know first; nothing for a version in force."""
        phase = self._phase_on(day)
        if phase == "draft":
            return "Bản nháp, chưa công bố."
        if phase == "upcoming":
            return f"Áp dụng từ ngày {_date(self.valid_from)}."
        if phase != "in_force":
            return f"Đã hết áp dụng từ sau ngày {_date(self.valid_to)}."
        return f"Áp dụng đến hết ngày {_date(self.valid_to)}." if self.valid_to else ""

    def _sheet_identity(self):
        procedure = self.procedure_id
        rows = [
            ("Mã thủ tục", procedure.code),
            ("Tên trước đây", "\n".join(self._former_names())),
            ("Lĩnh vực", procedure.field_id.name),
            ("Cơ quan thực hiện", procedure.agency_id.name),
            ("Cơ quan phối hợp", "; ".join(procedure.co_agency_ids.mapped("name"))),
            ("Cấp thực hiện", LEVELS[procedure.level] if procedure.kind == "procedure" else ""),
            ("Đối tượng thực hiện", self.subject_note),
            ("Yêu cầu, điều kiện", self.requirement),
        ]
        return [(label, text) for label, text in rows if text]

    def _sheet_how(self):
        """Where to go and in which ways, one sentence a line."""
        procedure = self.procedure_id
        places = {
            "centre": "Nộp hồ sơ và nhận kết quả tại Trung tâm Phục vụ hành chính công.",
            "own_premises": f"Nộp hồ sơ và nhận kết quả tại trụ sở {procedure.agency_id.name}.",
            "excluded": f"Không thực hiện tại Trung tâm. {procedure.exclusion_reason or ''}",
        }
        lines = [self.how_note, places[procedure.reception]]
        if self.is_non_territorial:
            lines.append("Được nộp tại Trung tâm bất kỳ, không phụ thuộc nơi cư trú hoặc trụ sở.")
        lines += self.handling_group_ids.mapped("name")
        return [line.strip() for line in lines if line and line.strip()]

    def _sheet_cases(self):
        """``[(case, components)]``: papers for every case first."""
        cases = self.component_ids.grouped(lambda component: component.case_name or "")
        return [
            (case, [component._sheet() for component in components])
            for case, components in sorted(cases.items(), key=lambda item: bool(item[0]))
        ]

    def _sheet_limit(self):
        lines = [f"{self._limit_words()} {FROM_COMPLETE}."]
        if self.is_same_day:
            lines.append("Trả kết quả trong ngày.")
        if self._is_shortened():
            lines.append(
                f"Theo quy định: {self._statutory_words()}; đã rút ngắn còn {self._limit_words()}."
            )
        if self.area_extension_days:
            added = procedure_words.limit(self.area_extension_days, "working_day")
            lines.append(f"Hồ sơ thuộc địa bàn khó khăn: cộng thêm {added}.")
        return lines

    def _sheet_fees(self, day):
        tariffs = self.fee_item_ids.fee_id._tariffs_on(day)
        return [
            {
                "name": item.fee_id.name,
                "kind": FEE_KINDS[item.fee_kind],
                "amount": _amount(tariffs.get(item.fee_id.id)),
                "unchecked": bool(tariffs.get(item.fee_id.id, self.env["hcc.tariff"]).is_unchecked),
                "condition": item.condition or "",
                "collected": COLLECTED[item.collect_at],
                "basis": tariffs.get(item.fee_id.id, self.env["hcc.tariff"]).legal_basis or "",
                "exemptions": [exemption._sheet() for exemption in item.exemption_ids],
            }
            for item in self.fee_item_ids
        ]

    def _sheet_results(self):
        if not self.result_ids:
            return [{"name": self.result_name or "", "validity": "", "delivery": ""}]
        return [
            {
                "name": result.name,
                "validity": procedure_words.validity(result.validity_months),
                "delivery": result.delivery_note or "",
            }
            for result in self.result_ids
        ]

    def _sheet_decision(self):
        if not self._has_decision():
            return ""
        return (
            f"{self.decision_number}, ngày {_date(self.decision_date)}, {self.decision_signer}; "
            f"có hiệu lực từ ngày {_date(self.valid_from)}."
        )


def _date(day):
    return f"{day:%d/%m/%Y}"


def _amount(tariff):
    if not tariff:
        return ""
    return money_words.format_vnd(round(tariff.amount)) if tariff.amount else "Không thu"
