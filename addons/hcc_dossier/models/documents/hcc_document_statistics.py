from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.hcc_base.models.hcc_document_type import MUST_BE_DIGITISED


class HccDocumentStatistics(models.Model):
    """How papers came to the centre (thống kê số hóa, tái sử dụng): one row per paper handed in
    with an accepted dossier, summed by official, agency, procedure and month.

    Every paper is scanned, reused or on paper only: handed in = scanned + reused + paper only.
    Administrators, directors and oversight read it; nobody writes.
    """

    _name = "hcc.document.statistics"
    _description = "Statistics of Papers"
    _auto = False
    _order = "received_on desc, id desc"
    _depends = {
        "hcc.dossier.component": ["dossier_id", "component_id", "is_received", "document_id",
                                  "is_reused"],
        "hcc.dossier": ["company_id", "agency_id", "procedure_id", "official_user_id",
                        "received_on", "received_at"],
        "hcc.procedure.component": ["digitise_class"],
    }  # fmt: skip

    company_id = fields.Many2one("res.company", "Centre", readonly=True)
    agency_id = fields.Many2one("hcc.agency", "Agency", readonly=True)
    procedure_id = fields.Many2one("hcc.procedure", "Procedure", readonly=True)
    official_user_id = fields.Many2one("res.users", "Received by", readonly=True)
    dossier_id = fields.Many2one("hcc.dossier", "Dossier", readonly=True)
    received_on = fields.Date("Received on", readonly=True)
    handed_in = fields.Integer("Papers", readonly=True)
    scanned = fields.Integer(readonly=True)
    reused = fields.Integer(readonly=True)
    paper_only = fields.Integer(readonly=True)
    to_digitise = fields.Integer("To be digitised", readonly=True)
    left_undone = fields.Integer("Not digitised yet", readonly=True)
    digitised_rate = fields.Float(
        "Digitised (%)",
        readonly=True,
        aggregator="avg",
        digits=(5, 1),
        help="Scanned and reused papers of all that were handed in.",
    )
    reuse_rate = fields.Float(
        "Reused (%)",
        readonly=True,
        aggregator="avg",
        digits=(5, 1),
        help="Papers that the applicant did not have to hand in again, of all.",
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT line.id, dossier.company_id, dossier.agency_id, dossier.procedure_id,
                   dossier.official_user_id, dossier.id AS dossier_id, dossier.received_on,
                   1 AS handed_in,
                   (line.document_id IS NOT NULL AND line.is_reused IS NOT TRUE)::int AS scanned,
                   (line.document_id IS NOT NULL AND line.is_reused IS TRUE)::int AS reused,
                   (line.document_id IS NULL)::int AS paper_only,
                   COALESCE(entry.digitise_class IN %(must)s, FALSE)::int AS to_digitise,
                   (COALESCE(entry.digitise_class IN %(must)s, FALSE)
                       AND line.document_id IS NULL)::int AS left_undone,
                   100.0 * (line.document_id IS NOT NULL)::int AS digitised_rate,
                   100.0 * (line.document_id IS NOT NULL AND line.is_reused IS TRUE)::int
                       AS reuse_rate
                   %(more)s
            FROM hcc_dossier_component line
            JOIN hcc_dossier dossier ON dossier.id = line.dossier_id
            LEFT JOIN hcc_procedure_component entry ON entry.id = line.component_id
            WHERE dossier.received_at IS NOT NULL AND line.is_received
            """,
            must=MUST_BE_DIGITISED,
            more=self._more_columns(),
        )

    def _more_columns(self):
        """Extension point: further columns out of ``dossier``, each with a comma before it."""
        return SQL()
