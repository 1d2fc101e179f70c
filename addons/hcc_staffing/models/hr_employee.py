from odoo import api, fields, models

#: Ranks (ngạch) of officials in rising order, each with those equivalent to it.
RANKS = [
    ("staff", "Nhân viên or equivalent"),
    ("assistant", "Cán sự or equivalent"),
    ("specialist", "Chuyên viên or equivalent"),
    ("principal", "Chuyên viên chính or equivalent"),
    ("senior", "Chuyên viên cao cấp or equivalent"),
]


class HrEmployee(models.Model):
    """The centre's own staff (biên chế trung tâm) and the home agency of everybody else.

    The sector's first day and the rank decide who may be seconded (Decree 61/2018 art. 11(1)).
    Only HR sets these fields; taking somebody into or out of the permanent staff is journaled,
    because it opens and closes counters.
    """

    _inherit = "hr.employee"

    is_permanent = fields.Boolean(
        "Permanent staff of the centre", groups="hr.group_hr_user", copy=False
    )
    agency_id = fields.Many2one(
        "hcc.agency", "Home agency", groups="hr.group_hr_user", index="btree_not_null"
    )
    sector_since = fields.Date(
        "In the sector since",
        groups="hr.group_hr_user",
        help="First day of work in the sector the person is seconded for.",
    )
    official_rank = fields.Selection(RANKS, "Rank", groups="hr.group_hr_user")
    secondment_ids = fields.One2many(
        "hcc.secondment", "employee_id", "Secondments", groups="hr.group_hr_user", copy=False
    )

    @api.model_create_multi
    def create(self, vals_list):
        employees = super().create(vals_list)
        employees.sudo().filtered("is_permanent")._journal_permanent()
        return employees

    def write(self, vals):
        if "is_permanent" not in vals:
            return super().write(vals)
        changed = self.sudo().filtered(lambda e: e.is_permanent != bool(vals["is_permanent"]))
        result = super().write(vals)
        changed._journal_permanent()
        return result

    def _journal_permanent(self):
        for employee in self:
            verb = "join_staff" if employee.is_permanent else "leave_staff"
            self.env["hcc.journal.entry"]._append(employee, verb)

    @api.model
    def _is_permanent_staff(self, user, company):
        """Whether ``user`` belongs to the permanent staff of ``company``."""
        return bool(
            self.sudo().search_count(
                [
                    ("user_id", "=", user.id),
                    ("company_id", "=", company.id),
                    ("is_permanent", "=", True),
                ],
                limit=1,
            )
        )
