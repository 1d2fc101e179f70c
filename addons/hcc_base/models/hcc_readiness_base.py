from odoo import api, models
from odoo.fields import Domain

from ..secret_key import check_key, key_path

#: Public holidays of fixed date (Labour Code 2019, art. 112): without them a year is not prepared.
FIXED_HOLIDAYS = ("01-01", "04-30", "05-01", "09-02")
TIME_ZONE = "Asia/Ho_Chi_Minh"


class HccReadiness(models.AbstractModel):
    """What every centre needs: identity, time, law, agencies, counters, catalogue, people, keys."""

    _inherit = "hcc.readiness"

    @api.model
    def _checks(self, company):
        return [
            *super()._checks(company),
            *self._check_centre(company),
            *self._check_time(company),
            *self._check_law(company),
            *self._check_agencies(company),
            *self._check_counters(company),
            *self._check_catalogue(company),
            *self._check_people(company),
            *self._check_system(company),
        ]

    def _check_centre(self, company):
        section, place = self.env._("Centre"), self._centre_action(company)
        _ = self.env._
        return [
            self._line(
                "identifier", section, _("Identifier code"),
                not company.identifier_code and _("The centre has no identifier code."), place,
            ),
            self._line(
                "level", section, _("Level and reporting line"), self._level_problem(company), place
            ),
            self._line(
                "address", section, _("Address and hotline"),
                not (company.street and company.hotline)
                and _("The papers and pages show the address and the hotline; enter both."),
                place,
            ),
        ]  # fmt: skip

    def _level_problem(self, company):
        policy = self.env["hcc.policy"]._todays(company)
        if not company.centre_level:
            return self.env._("The centre has no level.")
        if company.centre_level == "district" and policy and not policy.has_district_level:
            return self.env._("The policy in force knows no district level.")
        if company.centre_level != "province" and not company.parent_centre_id:
            return self.env._("Say to which centre it reports.")
        return ""

    def _check_time(self, company):
        _, section = self.env._, self.env._("Working time")
        calendar = company.resource_calendar_id
        hours = calendar and calendar._hcc_weekly_slots()
        days = "hcc_base.hcc_calendar_day_action"
        return [
            self._line(
                "hours", section, _("Working hours"),
                not hours and _("No working hours are set: no due date can be counted."),
                self._records_action(_("Working hours"), calendar) if calendar
                else self._centre_action(company),
            ),
            self._line(
                "time_zone", section, _("Time zone"),
                calendar and calendar.tz != TIME_ZONE
                and _("The working hours are in the time zone %s.", calendar.tz),
                self._records_action(_("Working hours"), calendar) if calendar else None,
            ),
            *(
                self._line(
                    f"holidays_{offset}", section, _("Public holidays of %s", year),
                    self._holiday_problem(company, year), days, needed=not offset,
                )
                for offset, year in enumerate(self._years(company))
            ),
        ]  # fmt: skip

    def _years(self, company):
        year = self.env["hcc.clock"]._today(company).year
        return year, year + 1

    def _holiday_problem(self, company, year):
        days = self.env["hcc.calendar.day"].search(
            [
                ("company_id", "in", (False, company.id)),
                ("agency_id", "=", False),
                ("date", ">=", f"{year}-01-01"),
                ("date", "<=", f"{year}-12-31"),
            ]
        )
        known = {f"{day.date:%m-%d}" for day in days}
        if not known.issuperset(FIXED_HOLIDAYS):
            return self.env._("The public holidays of %s are not entered.", year)
        unsure = days.filtered(lambda day: day.certainty == "unsure")
        if unsure:
            return self.env._("%s days are not confirmed by a notice yet.", len(unsure))
        return ""

    def _check_law(self, company):
        _, section = self.env._, self.env._("Policy")
        policy = self.env["hcc.policy"]._todays(company)
        action = "hcc_base.hcc_policy_action"
        return [
            self._line(
                "policy", section, _("Policy in force today"),
                not policy and _("No policy holds today: nothing can be received."), action,
            ),
            self._line(
                "policy_sources", section, _("Policy compared with the legal text"),
                policy.unchecked_count
                and _("%s parameters are not compared with the text.", policy.unchecked_count),
                policy and self._records_action(_("Policy"), policy), needed=False,
            ),
        ]  # fmt: skip

    def _check_agencies(self, company):
        _, section = self.env._, self.env._("Agencies")
        agencies = self._received_agencies(company)
        nobody = agencies.filtered(lambda agency: not agency.member_ids)
        codeless = agencies.filtered(lambda agency: not agency.identifier_code)
        return [
            self._line(
                "agencies", section, _("Agencies received"),
                not agencies and _("The centre receives no agency yet."),
                "hcc_base.hcc_agency_action",
            ),
            self._line(
                "agency_members", section, _("Each agency has its people"),
                nobody and _("Without members: %s.", self._some(nobody)),
                self._records_action(_("Agencies"), nobody),
            ),
            self._line(
                "agency_codes", section, _("Each agency has its identifier code"),
                codeless and _("Without code: %s.", self._some(codeless)),
                self._records_action(_("Agencies"), codeless), needed=False,
            ),
        ]  # fmt: skip

    def _check_counters(self, company):
        _, section = self.env._, self.env._("Counters")
        counters = self.env["hcc.counter"].search([("company_id", "=", company.id)])
        unserved = self._received_agencies(company, in_hall=True) - counters.agency_ids
        unmanned = counters.filtered(lambda counter: not counter._has_staff())
        accessible = counters.filtered("is_accessible")
        return [
            self._line(
                "counters", section, _("Counters"),
                not counters and _("There is no counter yet."), "hcc_base.hcc_counter_action",
            ),
            self._line(
                "agency_counters", section, _("Each agency has a counter"),
                unserved and _("Without counter: %s.", self._some(unserved)),
                self._records_action(_("Agencies"), unserved),
            ),
            self._line(
                "counter_staff", section, _("Each counter has an official"),
                unmanned and _("Nobody may open: %s.", self._some(unmanned, "display_name")),
                self._records_action(_("Counters"), unmanned),
            ),
            self._line(
                "accessible", section, _("A barrier-free counter"),
                not accessible and _("No counter is marked as barrier-free."),
                "hcc_base.hcc_counter_action", needed=False,
            ),
        ]  # fmt: skip

    def _check_catalogue(self, company):
        _, section = self.env._, self.env._("Catalogue")
        versions = self._versions_in_force(company)
        policy = self.env["hcc.policy"]._todays(company)
        idle = self._received_agencies(company) - versions.procedure_id.agency_id
        return [
            self._line(
                "procedures", section, _("Procedures in force"),
                not versions and _("No procedure can be received today."),
                "hcc_base.hcc_procedure_action",
            ),
            self._line(
                "agency_procedures", section, _("Each agency has procedures"),
                idle and _("Without procedure in force: %s.", self._some(idle)),
                self._records_action(_("Agencies"), idle), needed=False,
            ),
            self._line(
                "on_the_spot", section, _("Share on the spot"),
                policy and self._on_the_spot_problem(company, policy, versions),
                "hcc_base.hcc_procedure_action", needed=False,
            ),
        ]  # fmt: skip

    def _versions_in_force(self, company):
        """The versions by which the centre receives today."""
        versions = self.env["hcc.procedure.version"]
        in_force = versions._in_force_domain(self.env["hcc.clock"]._today(company))
        received = self.env["hcc.procedure"]._received_domain(company)
        return versions.search(in_force & Domain("procedure_id", "any", received))

    def _on_the_spot_problem(self, company, policy, versions):
        target = policy._on_the_spot_target(company.centre_level)
        count = len(versions.filtered(policy._is_on_the_spot))
        if not versions or count * 100 >= target * len(versions):
            return ""
        return self.env._(
            "%(count)s of %(total)s procedures are settled on the spot; the policy asks for "
            "%(target)s %%.",
            count=count,
            total=len(versions),
            target=target,
        )

    def _check_people(self, company):
        """Roles are given by the system administrator: there is no place to send the reader to."""
        _, section = self.env._, self.env._("People")
        return [
            self._line(
                "administrators", section, _("An administrator"),
                not self._users_of("hcc_base.group_administrator", company)
                and _("Nobody may keep catalogue and counters of this centre."),
            ),
            self._line(
                "directors", section, _("A director"),
                not self._users_of("hcc_base.group_director", company)
                and _("Nobody has the role of director here."), needed=False,
            ),
        ]  # fmt: skip

    def _check_system(self, company):
        _, section = self.env._, self.env._("System")
        failed = self.env["hcc.outbox"].search_count(
            [("company_id", "=", company.id), ("state", "in", ("failed", "unknown"))]
        )
        return [
            self._line("journal_key", section, _("Key of the journal"), self._key_problem()),
            self._line(
                "outbox", section, _("Outgoing messages"),
                failed and _("%s messages could not be delivered.", failed),
                "hcc_base.hcc_outbox_action", needed=False,
            ),
        ]  # fmt: skip

    def _key_problem(self):
        if not key_path().exists():
            return self.env._("The key file is missing; the system administrator must restore it.")
        try:
            check_key(self.env)
        except (RuntimeError, ValueError):
            return self.env._("The key file is not the one this database was sealed with.")
        return ""
