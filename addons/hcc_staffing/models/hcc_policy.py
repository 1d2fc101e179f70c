from odoo import api, fields, models

from .hr_employee import RANKS


class HccPolicy(models.Model):
    """Who may be seconded, for how many months, and how many people an agency holds in reserve.

    Decree 61/2018 art. 11(1): rank chuyên viên or above and three years in the sector; art. 11(4):
    6 to 24 months each time, Thanh Hóa at least 24, Bắc Ninh at least 12; art. 12(8): at least one
    substitute an agency. What Decree 118/2025 says has not been found: its policies carry the
    older values, marked as not yet checked against the text. 0 means no limit.
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
    staff_min_seniority_years = fields.Integer(
        "Secondment: years in the sector",
        help="Whole years of work in the sector before the first day of a stay; substitutes are "
        "exempt. Decree 61/2018 art. 11(1): 3. 0: no requirement.",
    )
    staff_min_rank = fields.Selection(
        [("none", "No requirement"), *RANKS],
        "Secondment: lowest rank",
        required=True,
        default="none",
        help="This rank, an equivalent one or one above it; substitutes are exempt. "
        "Decree 61/2018 art. 11(1): chuyên viên.",
    )
    backup_staff_min = fields.Integer(
        "Substitutes of an agency",
        help="How many substitutes each agency received in the hall must have ready. "
        "Decree 61/2018 art. 12(8): at least 1. 0: no requirement.",
    )

    _secondment_months_check = models.Constraint(
        "CHECK(COALESCE(secondment_min_months, 0) >= 0 AND (COALESCE(secondment_max_months, 0) = 0"
        " OR secondment_max_months >= COALESCE(secondment_min_months, 0)))",
        "The longest term of a secondment cannot be shorter than the shortest one.",
    )
    _staff_counts_check = models.Constraint(
        "CHECK(COALESCE(staff_min_seniority_years, 0) >= 0 AND COALESCE(backup_staff_min, 0) >= 0)",
        "Years in the sector and substitutes cannot be negative.",
    )

    @api.model
    def _count_uses(self, company, first, last):
        domain = self._use_domain("decision_id.date", company, first, last)
        domain.append(("state", "in", ("approved", "active", "ended", "recalled")))
        count = self.env["hcc.secondment"].sudo().search_count(domain)
        uses = {self.env._("secondments decided"): count} if count else {}
        return {**super()._count_uses(company, first, last), **uses}
