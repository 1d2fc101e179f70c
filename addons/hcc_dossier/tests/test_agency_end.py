from odoo.tests import tagged

from .common import HccDossierCommon


@tagged("post_install", "-at_install")
class TestAgencyEnd(HccDossierCommon):
    """What becomes of dossiers when their agency is merged into another."""

    def _merge(self):
        self.agency.write({"ended_on": "2026-11-22", "successor_id": self.other_agency.id})

    def _last_entry(self, dossier):
        domain = [("res_model", "=", "hcc.dossier"), ("res_id", "=", dossier.id)]
        return self.env["hcc.journal.entry"].search(domain, limit=1)

    def test_open_dossiers_go_to_the_successor(self):
        dossier = self._processing()
        code, due_at = dossier.name, dossier.due_at
        self._merge()
        self.assertEqual(dossier.agency_id, self.other_agency)
        self.assertEqual(dossier.current_step_id.agency_id, self.other_agency)
        self.assertEqual((dossier.name, dossier.due_at), (code, due_at), "as printed")
        entry = self._last_entry(dossier)
        self.assertEqual(entry.verb, "move_to_agency")
        self.assertEqual(entry.facts, {"from": self.agency.id, "to": self.other_agency.id})

    def test_the_successors_staff_goes_on_and_the_former_ones_do_not(self):
        dossier = self._processing()
        self._merge()
        seen = self.env["hcc.dossier"].search([("id", "=", dossier.id)])
        self.assertIn(dossier, seen.with_user(self.other_approver).search([]))
        self.assertNotIn(dossier, seen.with_user(self.approver).search([]))

    def test_numbered_results_and_ended_dossiers_stay(self):
        done, returned = self._done(), self._done()
        returned.return_result()
        self._merge()
        self.assertEqual((done | returned).agency_id, self.agency)

    def test_a_successor_named_later_takes_what_waited(self):
        dossier = self._processing()
        self.agency.ended_on = "2026-11-22"
        self.assertEqual((self.agency.active, dossier.agency_id), (False, self.agency))
        self.agency.successor_id = self.other_agency
        self.assertEqual(dossier.agency_id, self.other_agency)

    def test_steps_of_a_merged_agency_are_its_successors(self):
        step = self.procedure.current_version_id.step_ids[0]
        self.assertEqual(step.agency_id, self.agency, "as published, before the merger")
        self._merge()
        dossier = self._draft(user=self.other_official)
        dossier.receive()
        self.assertEqual(dossier.step_ids.agency_id, self.other_agency)

    def test_its_open_steps_in_the_dossiers_of_others_go_too(self):
        third = self.env["hcc.agency"].create(
            {"name": "Sở Phối hợp", "code": "H99.77", "kind": "department"}
        )
        dossier = self._processing()
        open_step = dossier.step_ids.sorted("sequence")[1]
        open_step.with_env(dossier.sudo()._open_guard().env).write({"agency_id": third.id})
        third.write({"ended_on": "2026-11-22", "successor_id": self.other_agency.id})
        self.assertEqual(open_step.agency_id, self.other_agency)
        self.assertEqual(dossier.agency_id, self.agency, "only its step has moved")
        self.assertEqual(self._last_entry(dossier).verb, "move_steps")

    def test_a_new_dossier_of_its_procedure_is_the_successors(self):
        self._merge()
        dossier = self._draft(user=self.other_official)
        self.assertEqual(dossier.agency_id, self.other_agency)
        dossier.receive()
        self.assertEqual(dossier.name[:6], "H99.12")
