from odoo import api, fields, models
from odoo.tools import SQL

from .hcc_catalogue_decision import RECEPTION_MODES


class HccCatalogueStatistics(models.Model):
    """The centre's catalogue in figures (thống kê danh mục): one row per centre and procedure, as
    received today; summed by agency, field or handling group.

    Every row lies in exactly one of three columns, so that total = at the centre + at own premises
    + excluded. Administrators, directors and oversight read it; nobody writes.
    """

    _name = "hcc.catalogue.statistics"
    _description = "Statistics of the Catalogue"
    _auto = False
    _order = "company_id, agency_id, procedure_id"
    _depends = {
        "hcc.procedure": ["agency_id", "field_id", "reception", "exclusion_reason", "company_ids"],
        "hcc.procedure.version": [
            "procedure_id",
            "state",
            "valid_from",
            "valid_to",
            "is_on_the_spot",
            "spot_seal",
        ],
        "hcc.agency": ["company_ids", "reception_mode"],
        "hcc.catalogue.decision": ["state", "effective_on", "company_id"],
        "hcc.catalogue.decision.line": ["decision_id", "procedure_id", "mode", "reason"],
        "hcc.policy": ["active", "company_id", "valid_from", "valid_to", "on_the_spot_steps"],
    }

    company_id = fields.Many2one("res.company", "Centre", readonly=True)
    agency_id = fields.Many2one("hcc.agency", "Agency", readonly=True)
    field_id = fields.Many2one("hcc.procedure.field", "Field", readonly=True)
    procedure_id = fields.Many2one("hcc.procedure", "Procedure", readonly=True)
    version_id = fields.Many2one("hcc.procedure.version", "Version in force", readonly=True)
    handling_group_ids = fields.Many2many(related="version_id.handling_group_ids")
    decision_id = fields.Many2one("hcc.catalogue.decision", "Decision", readonly=True)
    mode = fields.Selection(RECEPTION_MODES, "Received", readonly=True)
    reason = fields.Char(readonly=True)
    total = fields.Integer(readonly=True)
    at_centre = fields.Integer("At the centre", readonly=True)
    own_premises = fields.Integer("At own premises", readonly=True)
    excluded = fields.Integer("Excluded", readonly=True)
    on_the_spot = fields.Integer("Solved on the spot", readonly=True)
    spot_share = fields.Float(
        "On the spot (%)",
        readonly=True,
        aggregator="avg",
        digits=(5, 1),
        help="Of the procedures at the centre; the policy says which share is the goal.",
    )

    @property
    def _table_query(self):
        today = self.env["hcc.clock"]._today()
        return SQL(
            """
            SELECT p.id::bigint * 10000 + c.id AS id, c.id AS company_id, p.agency_id, p.field_id,
                   p.id AS procedure_id, v.id AS version_id, d.decision_id, m.mode,
                   CASE WHEN m.mode = 'centre' THEN NULL
                        WHEN d.decision_id IS NULL THEN p.exclusion_reason
                        ELSE d.reason END AS reason,
                   1 AS total,
                   (m.mode = 'centre')::int AS at_centre,
                   (m.mode = 'own_premises')::int AS own_premises,
                   (m.mode = 'excluded')::int AS excluded,
                   (m.mode = 'centre' AND s.on_the_spot)::int AS on_the_spot,
                   CASE WHEN m.mode = 'centre' THEN s.on_the_spot::int * 100.0 END AS spot_share
            FROM hcc_procedure p
            JOIN res_company c ON c.is_centre
            JOIN hcc_agency a ON a.id = p.agency_id
            LEFT JOIN LATERAL (
                SELECT l.mode, l.reason, l.decision_id FROM hcc_catalogue_decision_line l
                JOIN hcc_catalogue_decision x ON x.id = l.decision_id
                WHERE l.procedure_id = p.id AND x.company_id = c.id AND x.state = 'signed'
                  AND x.effective_on <= %(today)s
                ORDER BY x.effective_on DESC, x.id DESC LIMIT 1
            ) d ON TRUE
            CROSS JOIN LATERAL (
                SELECT COALESCE(d.mode, NULLIF(p.reception, 'centre'),
                                NULLIF(a.reception_mode, 'none')) AS mode
            ) m
            LEFT JOIN LATERAL (
                SELECT v.id, v.is_on_the_spot, v.spot_seal FROM hcc_procedure_version v
                WHERE v.procedure_id = p.id AND v.state <> 'draft'
                  AND v.valid_from <= %(today)s AND (v.valid_to IS NULL OR v.valid_to >= %(today)s)
                LIMIT 1
            ) v ON TRUE
            LEFT JOIN LATERAL (%(policy)s) y ON TRUE
            CROSS JOIN LATERAL (
                SELECT (v.is_on_the_spot IS TRUE AND
                        (v.spot_seal OR y.on_the_spot_steps IS DISTINCT FROM 'five')) AS on_the_spot
            ) s
            WHERE p.active AND m.mode IS NOT NULL AND (d.decision_id IS NOT NULL OR %(belongs)s)
            """,
            today=today,
            belongs=self._belongs_sql(),
            policy=self.env["hcc.policy"]._valid_sql(SQL("c.id"), today),
        )

    @api.model
    def _belongs_sql(self):
        """Whether it is a procedure of this centre at all: the procedure's centres, or its
        agency's."""
        return SQL(
            """CASE WHEN EXISTS (SELECT FROM hcc_procedure_company_rel r
                                 WHERE r.procedure_id = p.id)
                    THEN EXISTS (SELECT FROM hcc_procedure_company_rel r
                                 WHERE r.procedure_id = p.id AND r.company_id = c.id)
                    ELSE NOT EXISTS (SELECT FROM hcc_agency_company_rel r
                                     WHERE r.agency_id = p.agency_id)
                         OR EXISTS (SELECT FROM hcc_agency_company_rel r
                                    WHERE r.agency_id = p.agency_id AND r.company_id = c.id)
               END"""
        )

    # -------------------------------------------------------------------------
    # THE TABLE ON PAPER
    # -------------------------------------------------------------------------

    @api.model
    def action_print(self):
        """The current centre's table in the layout of the provincial plan."""
        report = self.env.ref("hcc_base.report_catalogue_statistics").sudo()
        return report.report_action(self.env.company, config=False)

    @api.model
    def _paper_table(self, company):
        """Rows per agency with the reasons of what is not at the centre, and the sums."""
        rows = self._read_group(
            [("company_id", "=", company.id)],
            ["agency_id"],
            ["total:sum", "at_centre:sum", "on_the_spot:sum"],
        )
        notes = self._paper_notes(company)
        lines = [
            {
                "agency": agency.name,
                "total": total,
                "at_centre": at_centre,
                "note": "; ".join(notes.get(agency, [])),
            }
            for agency, total, at_centre, _spot in rows
        ]
        total, at_centre, spot = (sum(row[n] for row in rows) for n in (1, 2, 3))
        return {
            "lines": lines,
            "total": total,
            "at_centre": at_centre,
            "elsewhere": total - at_centre,
            "spot": spot,
            "spot_share": 100 * spot / at_centre if at_centre else 0,
            "target": self._spot_target(company),
            "groups": self._paper_groups(company),
        }

    @api.model
    def _paper_notes(self, company):
        """``{agency: ["07 TTHC: reason", …]}``."""
        notes = {}
        elsewhere = [("company_id", "=", company.id), ("mode", "!=", "centre")]
        for agency, mode, reason, count in self._read_group(
            elsewhere, ["agency_id", "mode", "reason"], ["__count"]
        ):
            place = "tiếp nhận tại trụ sở đơn vị" if mode == "own_premises" else ""
            why = ": ".join(filter(None, [place, reason]))
            notes.setdefault(agency, []).append(f"{count:02d} TTHC {why}")
        return notes

    @api.model
    def _paper_groups(self, company):
        """``[(handling group, procedures at the centre)]``."""
        at_centre = [("company_id", "=", company.id), ("mode", "=", "centre")]
        rows = self._read_group(at_centre, ["handling_group_ids"], ["__count"])
        return [(group.name or "Chưa phân nhóm", count) for group, count in rows]

    @api.model
    def _spot_target(self, company):
        today = self.env["hcc.clock"]._today(company)
        policy = self.env["hcc.policy"]._get(company, today)
        return policy._on_the_spot_target(company.centre_level)
