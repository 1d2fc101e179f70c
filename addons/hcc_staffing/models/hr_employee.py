from odoo import api, fields, models


class HrEmployee(models.Model):
    """The centre's own staff (biên chế trung tâm) and the home agency of everybody else.

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
