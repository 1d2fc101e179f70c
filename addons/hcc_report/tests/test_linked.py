from odoo.fields import Command

from .common import NOVEMBER, ReportCommon


class TestLinkedDossiers(ReportCommon):
    """An inter-agency dossier is counted once; its linked ones are told apart."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._publish_version(
            cls.procedure,
            valid_from="2026-11-02",
            link_ids=[Command.create({"procedure_id": cls.other_procedure.id, "hours": 8})],
        )
        cls.others = [
            cls._create_user(f"r_other_{role}", role, agency=cls.other_agency)
            for role in ("appraiser", "approver", "clerk")
        ]

    def _finish_child(self, parent, when):
        child = parent.child_ids
        with self.at(when):
            child.with_user(self.others[0]).take()
            for user in self.others:
                child.with_user(user).complete_step()
            child.with_user(self.others[2]).hand_over()
            child.with_user(self.appraiser).take()
        return child

    def _shares(self):
        with self.at("2027-01-15 08:00"):
            report = (
                self.env["hcc.report.indicators"]
                .with_user(self.director)
                .create({"date_from": NOVEMBER[0], "date_to": NOVEMBER[1]})
            )
            report.action_show()
        rows = report.line_ids.filtered(lambda row: row.section == "own")
        return {row.name: (row.numerator, row.denominator) for row in rows}

    def test_counted_once(self):
        parent = self._receive_at("2026-11-16 08:00")
        open_one = self._receive_at("2026-11-16 08:00")
        self._finish_child(parent, "2026-11-16 16:00")
        self._finish_child(open_one, "2026-11-20 16:00")
        self._finish_at(parent, "2026-11-18 10:00")
        row = self._row(self._table(*NOVEMBER))
        self.assertEqual((row[4], row[8]), (2, 1))
        self.assertFalse(self._row(self._table(*NOVEMBER), self.other_agency))
        shares = self._shares()
        self.assertEqual(shares["Solved on time"], (1, 1))
        self.assertEqual(shares["Linked dossiers on time"], (1, 2))
