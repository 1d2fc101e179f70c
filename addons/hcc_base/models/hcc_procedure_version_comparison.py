from odoo import api, fields, models

from ..tools import comparison

#: What the parts say, beside their names; other addons add theirs to ``_compared_parts``.
COMPARED_FIELDS = (
    "name", "valid_from", "time_limit_value", "time_limit_unit", "statutory_limit_value",
    "statutory_limit_unit", "is_same_day", "area_extension_days",
    "supplement_clock_mode", "abandon_days", "supplement_notice_days", "handling_group_ids",
    "spot_receive", "spot_appraise", "spot_approve", "spot_seal", "spot_return",
    "is_non_territorial", "subject_note", "requirement", "how_note",
    "result_name", "legal_basis", "decision_number", "decision_date", "decision_signer",
)  # fmt: skip


class HccProcedureVersion(models.Model):
    _inherit = "hcc.procedure.version"

    predecessor_id = fields.Many2one(
        "hcc.procedure.version", "Compared with", compute="_compute_predecessor_id"
    )
    comparison_html = fields.Html("Changes", compute="_compute_comparison", sanitize=False)
    change_count = fields.Integer("Number of changes", compute="_compute_comparison")

    @api.depends("procedure_id", "valid_from", "number")
    def _compute_predecessor_id(self):
        """The published version before ours; for a draft the last one that begins before it."""
        for version in self:
            domain = [
                ("procedure_id", "=", version.procedure_id.id),
                ("state", "!=", "draft"),
                ("id", "!=", version._origin.id),
                ("valid_from", "<=", version.valid_from or fields.Date.to_date("9999-12-31")),
            ]
            version.predecessor_id = self.search(domain, order="valid_from desc", limit=1)

    @api.depends("predecessor_id")
    @api.depends_context("lang")
    def _compute_comparison(self):
        for version in self:
            saved = version._origin
            sections = saved._compare(version.predecessor_id) if version.predecessor_id else []
            version.change_count = sum(len(changes) for __, changes in sections)
            version.comparison_html = self.env["ir.qweb"]._render(
                "hcc_base.procedure_version_comparison",
                {"sections": sections, "before": version.predecessor_id, "after": saved},
            )

    def _compare(self, before):
        """``[(section, changes)]`` from the version ``before`` to this one."""
        self.ensure_one()
        sections = [
            (self.env._("General"), comparison.fields(before._described(), self._described()))
        ]
        for name, names in self._compared_parts().items():
            changes = comparison.parts(
                before[name]._as_compared(names), self[name]._as_compared(names)
            )
            sections.append((self._label_of(name), changes))
        return [(section, changes) for section, changes in sections if changes]

    @api.model
    def _compared_parts(self):
        """Extension point: one2many field → the fields of its lines that are compared."""
        return {
            "component_ids": [
                "originals", "certified_copies", "copies", "is_required", "condition", "case_name",
                "document_type_id", "digitise_class", "template_name", "template_checksum",
            ],
            "step_ids": ["kind", "role", "agency_id", "hours", "on_the_spot", "signature_kind"],
            "fee_item_ids": ["collect_at", "condition", "exemption_summary"],
            "result_ids": ["result_code", "document_type_id", "validity_months", "delivery_note"],
        }  # fmt: skip

    def _described(self):
        """Label → text of the compared fields."""
        return {self._label_of(name): self._text_of(name) for name in COMPARED_FIELDS}

    def _label_of(self, name):
        return self._fields[name]._description_string(self.env)

    def _text_of(self, name):
        return field_text(self, name)


def field_text(record, name):
    """The value of a field as a reader compares it; empty for nothing."""
    field, value = record._fields[name], record[name]
    if field.type == "boolean":
        return record.env._("Yes") if value else record.env._("No")
    if not value and field.type not in ("integer", "float"):
        return ""
    if field.type == "selection":
        return dict(field._description_selection(record.env))[value]
    if field.type == "date":
        return f"{value:%d/%m/%Y}"
    if field.type == "float":
        return f"{value:g}"
    if field.relational:
        return "; ".join(value.mapped("display_name"))
    return str(value)
