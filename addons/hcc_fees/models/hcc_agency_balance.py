from odoo import api, fields, models

from ..words import kind_field


class HccAgencyBalance(models.Model):
    """What each agency is owed (số phải trả các cơ quan): collected, remitted and still to remit,
    by centre, kind and month of collection; until when the oldest of it must leave.

    Read by accountants, oversight, directors and administrators; nobody writes, it is a view.
    """

    _name = "hcc.agency.balance"
    _description = "Owed to Agencies"
    _auto = False
    _order = "month desc, agency_id, kind"
    _rec_name = "agency_id"

    company_id = fields.Many2one("res.company", "Centre", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    agency_id = fields.Many2one("hcc.agency", "Agency", readonly=True)
    kind = kind_field(readonly=True)
    month = fields.Date(readonly=True)
    collected = fields.Monetary(readonly=True)
    remitted = fields.Monetary(readonly=True)
    under_way = fields.Monetary(
        "Being remitted", readonly=True, help="On a remittance that is not posted yet."
    )
    balance = fields.Monetary("Owed", readonly=True)

    unsent_since = fields.Date(
        "Oldest money not sent", readonly=True, help="Day of collection of the oldest payment."
    )
    remit_by = fields.Date("Remit by", compute="_compute_remit_by")
    is_overdue = fields.Boolean(
        "Overdue", compute="_compute_is_overdue", search="_search_is_overdue"
    )

    _depends = {
        "hcc.payment": [
            "company_id",
            "agency_id",
            "kind",
            "day",
            "amount",
            "state",
            "remittance_line_id",
        ],
        "hcc.remittance.line": ["remittance_id"],
        "hcc.remittance": ["state"],
        "res.company": ["currency_id"],
    }

    @property
    def _table_query(self):
        return """
            SELECT min(payment.id) AS id,
                   payment.company_id,
                   company.currency_id,
                   payment.agency_id,
                   payment.kind,
                   date_trunc('month', payment.day)::date AS month,
                   sum(payment.amount) AS collected,
                   COALESCE(sum(payment.amount) FILTER (WHERE remittance.state = 'posted'), 0)
                       AS remitted,
                   COALESCE(sum(payment.amount) FILTER (WHERE remittance.state <> 'posted'), 0)
                       AS under_way,
                   sum(payment.amount)
                       - COALESCE(sum(payment.amount) FILTER (WHERE remittance.state = 'posted'), 0)
                       AS balance,
                   min(payment.day) FILTER (
                       WHERE remittance.state IS NULL OR remittance.state NOT IN ('sent', 'posted')
                   ) AS unsent_since
              FROM hcc_payment payment
              JOIN res_company company ON company.id = payment.company_id
              LEFT JOIN hcc_remittance_line line ON line.id = payment.remittance_line_id
              LEFT JOIN hcc_remittance remittance ON remittance.id = line.remittance_id
             WHERE payment.state = 'live'
             GROUP BY payment.company_id, company.currency_id, payment.agency_id, payment.kind,
                      date_trunc('month', payment.day)
        """

    @api.depends("agency_id.code", "month")
    def _compute_display_name(self):
        for balance in self:
            balance.display_name = f"{balance.agency_id.code} {balance.month or ''}"

    @api.depends("unsent_since", "kind", "company_id")
    def _compute_remit_by(self):
        """Prices of services are settled with the enterprise, not by the rules on fees."""
        policies = self.env["hcc.policy"]
        for balance in self:
            since = balance.kind != "service" and balance.unsent_since
            balance.remit_by = since and policies._remit_by(balance.company_id, since)

    @api.depends("remit_by")
    def _compute_is_overdue(self):
        clock = self.env["hcc.clock"]
        for balance in self:
            by = balance.remit_by
            balance.is_overdue = bool(by) and clock._today(balance.company_id) > by

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        unsent = self.search([("unsent_since", "!=", False)])
        return [("id", "in", unsent.filtered("is_overdue").ids)]

    @api.model
    def _owed(self, company):
        """``{agency id: đồng}`` still owed by ``company``."""
        groups = self.sudo()._read_group(
            [("company_id", "=", company.id)], ["agency_id"], ["balance:sum"]
        )
        return {agency.id: round(balance) for agency, balance in groups}
