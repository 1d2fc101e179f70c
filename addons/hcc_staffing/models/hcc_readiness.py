from datetime import timedelta

from odoo import api, models

#: A stay that ends within so many days needs a decision now.
ENDING_DAYS = 30


class HccReadiness(models.AbstractModel):
    """Staff: each counter has somebody, each agency its substitutes, nobody leaves unseen."""

    _inherit = "hcc.readiness"

    @api.model
    def _checks(self, company):
        return [*super()._checks(company), *self._check_staff(company)]

    def _check_staff(self, company):
        _, section = self.env._, self.env._("People")
        stays = self.env["hcc.secondment"].search(
            [("company_id", "=", company.id), ("is_current", "=", True)]
        )
        empty = self._counters_without_stay(company, stays)
        limit = self.env["hcc.clock"]._today(company) + timedelta(days=ENDING_DAYS)
        ending = stays.filtered(lambda stay: stay.date_end <= limit)
        return [
            self._line(
                "secondees", section, _("Each counter has somebody seconded to it"),
                empty and _("Nobody is seconded to: %s.", self._some(empty, "display_name")),
                self._records_action(_("Counters"), empty),
            ),
            self._line(
                "secondments_ending", section, _("No secondment ends soon"),
                ending
                and _("%(count)s end by %(day)s.", count=len(ending), day=f"{limit:%d/%m/%Y}"),
                self._records_action(_("Secondments"), ending), needed=False,
            ),
            self._check_substitutes(company, section),
        ]  # fmt: skip

    def _check_substitutes(self, company, section):
        lacking = self.env["hcc.agency"]._lacking_substitutes(company)
        action = self._records_action(self.env._("Substitutes by agency"), lacking)
        columns = self.env.ref("hcc_staffing.hcc_agency_view_list_substitutes")
        return self._line(
            "substitutes",
            section,
            self.env._("Each agency has enough substitutes"),
            lacking and self.env._("Too few: %s.", self._some(lacking, "display_name")),
            {**action, "views": [[columns.id, "list"]]},
            needed=False,
        )

    def _counters_without_stay(self, company, stays):
        """Counters that list nobody of the centre's staff and no agency that sent somebody."""
        counters = self.env["hcc.counter"].search([("company_id", "=", company.id)])
        employees = self.env["hr.employee"]

        def staffed(counter):
            listed = counter.user_ids
            permanent = any(employees._is_permanent_staff(user, company) for user in listed)
            return permanent or listed & stays.user_id or counter.agency_ids & stays.agency_id

        return counters.filtered(lambda counter: not staffed(counter))
