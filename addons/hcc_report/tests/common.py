from odoo.tests import tagged

from odoo.addons.hcc_dossier.tests.common import HccDossierCommon

#: The centre's holiday of the tests is 24 November; 21–22 and 28–29 November are weekends.
NOVEMBER = ("2026-11-01", "2026-11-30")


@tagged("post_install", "-at_install")
class ReportCommon(HccDossierCommon):
    """Dossiers of 3 working days, driven through their verbs at set times of the centre."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hall_manager = cls._create_user("r_hall_manager", "hall_manager")
        cls.accountant = cls._create_user("r_accountant", "accountant")

    # ------------------------------------------------------------------ dossiers at set times

    def _receive_at(self, when, **values):
        with self.at(when):
            return self._received(**values)

    def _process_at(self, dossier, when):
        with self.at(when):
            dossier.hand_over()
            dossier.with_user(self._staff(dossier, "appraiser")).take()

    def _finish_at(self, dossier, when):
        """Complete all steps and bring the result back to the centre."""
        with self.at(when):
            if dossier.state == "received":
                dossier.hand_over()
                dossier.with_user(self._staff(dossier, "appraiser")).take()
            for role in ("appraiser", "approver", "clerk"):
                dossier.with_user(self._staff(dossier, role)).complete_step()
            dossier.with_user(self._staff(dossier, "clerk")).hand_over()
            dossier.take()

    def _staff(self, dossier, role):
        """The user of ``role`` in the dossier's agency."""
        return getattr(self, role)

    # ------------------------------------------------------------------ tables

    def _table(self, date_from, date_to, when="2027-01-15 08:00", user=None, company=None):
        """The table of a period, run by a director long after it."""
        with self.at(when):
            table = (
                self.env["hcc.report.agency.table"]
                .with_user(user or self.director)
                .create(
                    {
                        "date_from": date_from,
                        "date_to": date_to,
                        "company_id": (company or self.centre).id,
                    }
                )
            )
            table._generate()
        return table

    def _row(self, table, agency=None):
        """The figures of an agency's row as {column number: figure}, zeros left out."""
        agency = agency or self.agency
        line = table.line_ids.filtered(lambda row: row.agency_id == agency)
        return {n: round(line[f"c{n}"]) for n in range(1, 15) if line[f"c{n}"]}
