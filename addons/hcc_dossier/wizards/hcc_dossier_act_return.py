from odoo import fields, models

from ..models.returning.hcc_dossier_collector import IDENTITY_KINDS, PARTICULARS


class HccDossierAct(models.TransientModel):
    """The dialog of the return: who collects the result, and what that person showed."""

    _inherit = "hcc.dossier.act"

    collector = fields.Selection(
        [
            ("applicant", "The applicant"),
            ("proxy", "A proxy"),
            ("representative", "The legal representative"),
            ("postal", "The post"),
        ],
        "Collected by",
        default="applicant",
    )
    collector_name = fields.Char("Collector's name")
    collector_paper = fields.Char(
        "Collector's paper", help="Power of attorney or consignment number."
    )
    collector_paper_date = fields.Date("Date of the paper")
    collector_identity_kind = fields.Selection(IDENTITY_KINDS, "Identity paper shown")
    collector_identity = fields.Char("Number of the identity paper", help="The last digits stay.")
    collector_phone = fields.Char("Collector's phone")
    signature_place = fields.Selection(
        [("slip", "On the slip handed in"), ("book", "In the ledger on paper")], "Signed for"
    )
    signature_paper = fields.Char("Number of the signed paper")

    def _particulars(self):
        """What a collector in person showed; the post shows nothing."""
        if self.collector == "postal":
            return {}
        return {name: self[name] for name in PARTICULARS}

    def _call_return_result(self):
        self.dossier_id.return_result(
            self.collector, self.collector_name, self.collector_paper, self._particulars()
        )
