from odoo import fields, models

from ..dossier.hcc_dossier import EXPORT_GROUPS


class HccDossierIncident(models.Model):
    """What went wrong with a dossier through no fault of the applicant (sự cố): papers lost, a
    wrong result. Who reported it, where it happened, the apology, and the costs that the agency
    bears (Decree 61/2018 art. 21). Costs are recorded here and paid by the agency.

    Written by the dossier's verbs only; everybody who reads the dossier reads it.
    """

    _name = "hcc.dossier.incident"
    _description = "Incident"
    _inherit = ["hcc.dossier.part"]
    _order = "dossier_id, id"
    _rec_name = "kind"
    _export_groups = EXPORT_GROUPS

    kind = fields.Selection(
        [("loss", "Papers lost"), ("wrong_result", "Wrong result")], required=True, readonly=True
    )
    reported_at = fields.Datetime("Reported", required=True, readonly=True)
    user_id = fields.Many2one("res.users", "Reported by", required=True, readonly=True, index=True)
    custody = fields.Selection(
        [
            ("centre", "At the centre"),
            ("to_agency", "On the way to the agency"),
            ("agency", "With the agency"),
            ("to_centre", "On the way to the centre"),
            ("applicant", "With the applicant"),
            ("archive", "In the archive"),
        ],
        "Where",
        required=True,
        readonly=True,
    )
    is_result = fields.Boolean(
        "Of the result", readonly=True, help="The result was lost, not papers handed in."
    )
    is_after_steps = fields.Boolean("After the last step", readonly=True)
    agency_id = fields.Many2one("hcc.agency", required=True, readonly=True, index=True)
    reason_id = fields.Many2one(
        "hcc.dossier.reason", "Reason", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    reason = fields.Text("What happened", required=True, readonly=True)
    notice_id = fields.Many2one(
        "hcc.dossier.notice", "Apology", readonly=True, index="btree_not_null"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    cost = fields.Monetary("Costs borne by the agency", readonly=True)
    closed_at = fields.Datetime("Settled", readonly=True)
    closed_by_id = fields.Many2one("res.users", "Settled by", readonly=True, index="btree_not_null")
    revoked_number = fields.Char("Number of the revoked result", readonly=True)
    revoked_year = fields.Integer("Year of the revoked result", readonly=True, aggregator=None)

    _cost_check = models.Constraint(
        "CHECK (cost IS NULL OR (cost >= 0 AND cost = round(cost)))",
        "Costs are a whole number of đồng.",
    )
    _open_loss_uniq = models.UniqueIndex(
        "(dossier_id) WHERE kind = 'loss' AND closed_at IS NULL",
        "One loss of a dossier is settled before the next is reported.",
    )
    _revoked_uniq = models.UniqueIndex(
        "(agency_id, revoked_year, revoked_number) WHERE revoked_number IS NOT NULL",
        "A result is revoked once.",
    )

    def _lost_thing(self):
        """What the applicant hears of: the result, papers still needed for it, or ``kept`` ones
        that nothing is decided by any more."""
        if self.is_result:
            return "result"
        return "kept" if self.is_after_steps else "papers"

    def _apologised(self):
        return self.filtered("notice_id")

    def _settle(self):
        """Papers collected again, or a dossier that ended without them; inside a verb only."""
        now = self.env["hcc.clock"]._now()
        self.write({"closed_at": now, "closed_by_id": self.env.uid})
        self.flush_recordset()  # the next loss of the dossier may be reported at once
        return self
