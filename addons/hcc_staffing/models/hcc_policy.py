from odoo import api, fields, models


class HccPolicy(models.Model):
    """Limits of a secondment's term, in months; 0 means no limit.

    Decree 61/2018 art. 11(4): 6 to 24 months each time; Thanh Hóa at least 24, Bắc Ninh at least
    12. What Decree 118/2025 says has not been found: its policies carry the older limits, marked
    as not yet checked against the text.
    """

    _inherit = "hcc.policy"

    secondment_min_months = fields.Integer(
        "Secondment: shortest term (months)",
        help="Decree 61/2018 art. 11(4): 6. Thanh Hóa 24, Bắc Ninh 12. Decree 118/2025: not "
        "compared with the text. 0: no limit.",
    )
    secondment_max_months = fields.Integer(
        "Secondment: longest term (months)",
        help="Decree 61/2018 art. 11(4): 24. Decree 118/2025: not compared with the text. "
        "0: no limit.",
    )

    _secondment_months_check = models.Constraint(
        "CHECK(COALESCE(secondment_min_months, 0) >= 0 AND (COALESCE(secondment_max_months, 0) = 0"
        " OR secondment_max_months >= COALESCE(secondment_min_months, 0)))",
        "The longest term of a secondment cannot be shorter than the shortest one.",
    )

    @api.model
    def _count_uses(self, company, first, last):
        domain = self._use_domain("decision_id.date", company, first, last)
        domain.append(("state", "in", ("approved", "active", "ended", "recalled")))
        count = self.env["hcc.secondment"].sudo().search_count(domain)
        uses = {self.env._("secondments decided"): count} if count else {}
        return {**super()._count_uses(company, first, last), **uses}
