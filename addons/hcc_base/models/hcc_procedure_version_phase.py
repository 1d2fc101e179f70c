from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

PHASES = [
    ("draft", "Draft"),
    ("upcoming", "Soon in force"),
    ("in_force", "In force"),
    ("replaced", "Replaced"),
    ("abolished", "No longer in force"),
]


class HccProcedureVersion(models.Model):
    _inherit = "hcc.procedure.version"

    phase = fields.Selection(
        PHASES,
        group_expand=True,
        compute="_compute_phase",
        search="_search_phase",
        help="What the state means on the present day: a published version may begin later, a "
        "replaced one may still be in force.",
    )

    @api.depends("state", "valid_from", "valid_to")
    @api.depends_context("company")
    def _compute_phase(self):
        today = self.env["hcc.clock"]._today()
        for version in self:
            version.phase = version._phase_on(today)

    def _phase_on(self, day):
        self.ensure_one()
        if self.state == "draft":
            return "draft"
        if self.valid_from > day:
            return "upcoming"
        if not self.valid_to or self.valid_to >= day:
            return "in_force"
        return "replaced" if self.state == "replaced" else "abolished"

    def _field_to_sql(self, alias, field_expr, query=None):
        """The phase depends on the day and is not stored; lists still group by it."""
        if field_expr != "phase":
            return super()._field_to_sql(alias, field_expr, query)
        return SQL(
            """CASE WHEN %(state)s = 'draft' THEN 'draft'
                    WHEN %(valid_from)s > %(today)s THEN 'upcoming'
                    WHEN %(valid_to)s IS NULL OR %(valid_to)s >= %(today)s THEN 'in_force'
                    WHEN %(state)s = 'replaced' THEN 'replaced'
                    ELSE 'abolished' END""",
            state=super()._field_to_sql(alias, "state", query),
            valid_from=super()._field_to_sql(alias, "valid_from", query),
            valid_to=super()._field_to_sql(alias, "valid_to", query),
            today=self.env["hcc.clock"]._today(),
        )

    def _search_phase(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env["hcc.clock"]._today()
        published, past = Domain("state", "!=", "draft"), Domain("valid_to", "<", today)
        domains = {
            "draft": ~published,
            "upcoming": published & Domain("valid_from", ">", today),
            "in_force": self._in_force_domain(today),
            "replaced": Domain("state", "=", "replaced") & past,
            "abolished": Domain("state", "in", ("published", "abolished")) & past,
        }
        return Domain.OR(domains[phase] for phase in value if phase in domains)

    @api.model
    def _in_force_domain(self, day):
        """Domain of the versions that apply to a dossier received on ``day``."""
        return (
            Domain("state", "!=", "draft")
            & Domain("valid_from", "<=", day)
            & (Domain("valid_to", "=", False) | Domain("valid_to", ">=", day))
        )
