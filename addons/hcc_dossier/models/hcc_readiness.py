from odoo import api, models

from ..tools import clamd

#: Roles without which a dossier of an agency would stop on its way.
WAY = (
    "hcc_base.group_official",
    "hcc_base.group_appraiser",
    "hcc_base.group_approver",
    "hcc_base.group_clerk",
)


class HccReadiness(models.AbstractModel):
    """Dossiers: the codes and papers they get, and the people on their way."""

    _inherit = "hcc.readiness"

    @api.model
    def _checks(self, company):
        return [*super()._checks(company), *self._check_dossiers(company)]

    def _check_dossiers(self, company):
        _, section = self.env._, self.env._("Dossiers")
        agencies = self._received_agencies(company)
        stuck = agencies.filtered(lambda agency: not self._has_way(agency, company))
        unsealed = agencies.filtered(lambda a: not self.env["hcc.seal"]._usable(a, company))
        versions = self._versions_in_force(company)
        bare = versions.filtered(lambda version: not version.step_ids)
        slip = self.env.ref("hcc_dossier.report_slip", raise_if_not_found=False)
        return [
            self._line(
                "dossier_code", section, _("Dossiers get their code"),
                not company.identifier_code
                and agencies.filtered(lambda agency: not agency.identifier_code)
                and _("Neither the centre nor every agency has an identifier code."),
                self._centre_action(company),
            ),
            self._line(
                "dossier_way", section,
                _("Each agency has official, appraiser, approver and clerk"),
                stuck and _("Roles are missing in: %s.", self._some(stuck)),
                self._records_action(_("Agencies"), stuck),
            ),
            self._line(
                "dossier_seal", section, _("Each agency has a seal in use"),
                unsealed and _("No seal in the register for: %s.", self._some(unsealed)),
                self._records_action(_("Agencies"), unsealed),
                needed=self.env["hcc.policy"]._todays(company).seal_register_required,
            ),
            self._line(
                "version_steps", section, _("Each procedure has its steps"),
                bare and _("Without internal steps: %s.", self._some(bare, "display_name")),
                self._records_action(_("Versions"), bare), needed=False,
            ),
            self._line(
                "slip_heading", section, _("Heading of the printed forms"),
                not company.superior_name
                and _("The superior body, first line of every form, is not entered."),
                self._centre_action(company),
            ),
            self._line(
                "slip_paper", section, _("The acceptance slip can be printed"),
                self._paper_problem(slip),
            ),
            self._line(
                "virus_scanner", section, _("Scans are checked for viruses"),
                self._scanner_problem(), needed=False,
            ),
        ]  # fmt: skip

    def _has_way(self, agency, company):
        """Whether the agency's own people, or its rooms', hold every role a dossier needs."""
        rooms = self.env["hcc.agency"].search([("id", "child_of", agency.id)])
        people = rooms.member_ids.filtered(lambda user: company in user.company_ids)
        return all(any(user.has_group(group) for user in people) for group in WAY)

    def _paper_problem(self, report):
        if not report:
            return self.env._("The form of the acceptance slip is missing.")
        if report.paper_engine != "weasyprint":
            return self.env._("The acceptance slip is set to another print engine.")
        return ""

    def _scanner_problem(self):
        """Asked with a few bytes: a scanner that is set up and silent protects nobody."""
        try:
            if self.env["hcc.document"]._scan_content(b"test") is None:
                return self.env._(
                    "No virus scanner is set up (system parameter hcc.virus_scanner)."
                )
        except clamd.ClamdError as error:
            return self.env._("The virus scanner does not answer: %s.", error)
        return ""
