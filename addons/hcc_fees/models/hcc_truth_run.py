from odoo import api, models
from odoo.tools import SQL

from odoo.addons.hcc_base.truth import ERROR, Check


class HccTruthRun(models.Model):
    """Money and dossiers: what was paid belongs to a dossier, what is owed is paid by its end."""

    _inherit = "hcc.truth.run"

    @api.model
    def _journalled_models(self):
        return [
            *super()._journalled_models(),
            ("hcc.receipt", "agency_id", ""),
            ("hcc.shift", None, ""),
        ]

    @api.model
    def _checks(self):
        _ = self.env._
        return [
            *super()._checks(),
            Check(
                "receipt_dossier",
                _("Receipt without its dossier"),
                _("Compare the receipt with the dossier of its code. Money without a dossier is "
                  "paid back, or the receipt is voided on its day."),
                ERROR,
                self._find_receipt_dossier,
            ),
            Check(
                "due_unpaid",
                _("Returned, but not paid"),
                _("Collect what is owed, or let an accountant waive it with the reason."),
                ERROR,
                self._find_due_unpaid,
            ),
            Check(
                "due_receipt",
                _("Due and receipt disagree"),
                _("An accountant compares the due with its receipts: paid without a receipt, or a "
                  "receipt for what still counts as unpaid."),
                ERROR,
                self._find_due_receipt,
            ),
            Check(
                "receipt_gap",
                _("Receipt numbers are not consecutive"),
                _("Between this receipt and the one before numbers are missing or used twice: "
                  "count the book with the accountant."),
                ERROR,
                self._find_receipt_gap,
            ),
        ]  # fmt: skip

    def _find_receipt_dossier(self, company):
        return SQL(
            """SELECT 'hcc.receipt' AS res_model, r.id AS res_id, r.agency_id AS agency_id,
                      jsonb_build_object('dossier', r.dossier_code) AS facts
               FROM hcc_receipt r LEFT JOIN hcc_dossier d ON d.id = r.dossier_id
               WHERE r.company_id = %s AND r.state = 'issued'
                 AND (d.id IS NULL OR d.received_at IS NULL OR d.company_id <> r.company_id
                      OR d.name IS DISTINCT FROM r.dossier_code)""",
            company.id,
        )

    def _find_due_unpaid(self, company):
        return SQL(
            """SELECT 'hcc.due' AS res_model, u.id AS res_id, u.agency_id AS agency_id,
                      jsonb_build_object('dossier', u.dossier_code, 'state', u.state) AS facts
               FROM hcc_due u JOIN hcc_dossier d ON d.id = u.dossier_id
               WHERE u.company_id = %s AND u.state IN ('open', 'unpriced')
                 AND d.state = 'returned'""",
            company.id,
        )

    def _find_due_receipt(self, company):
        paid = SQL(
            """EXISTS (SELECT FROM hcc_payment p WHERE p.due_id = u.id AND p.state = 'live')"""
        )
        counted = SQL(
            """EXISTS (SELECT FROM hcc_payment p WHERE p.due_id = u.credited_due_id
                                                   AND p.state = 'live')"""
        )
        return SQL(
            """SELECT 'hcc.due' AS res_model, u.id AS res_id, u.agency_id AS agency_id,
                      jsonb_build_object('dossier', u.dossier_code, 'state', u.state) AS facts
               FROM hcc_due u
               WHERE u.company_id = %s AND (
                   (u.state = 'settled') <> %s AND u.credited_due_id IS NULL
                   OR (u.state = 'settled') <> (%s OR %s) AND u.credited_due_id IS NOT NULL
                      AND (u.state <> 'cancelled' OR %s)  -- passed on: it counts elsewhere
               )""",
            company.id,
            paid,
            paid,
            counted,
            paid,
        )

    def _find_receipt_gap(self, company):
        return SQL(
            """SELECT 'hcc.receipt' AS res_model, id AS res_id, agency_id,
                      jsonb_build_object('number', number, 'before', before) AS facts
               FROM (
                   SELECT r.id, r.agency_id, r.number, COALESCE(
                       LAG(r.number) OVER (PARTITION BY r.book_id ORDER BY r.number, r.id),
                       b.number_from - 1) AS before
                   FROM hcc_receipt r JOIN hcc_receipt_book b ON b.id = r.book_id
                   WHERE r.company_id = %s) numbered
               WHERE number - before <> 1""",
            company.id,
        )
