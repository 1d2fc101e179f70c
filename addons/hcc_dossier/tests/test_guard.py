from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import HccDossierCommon


@tagged("post_install", "-at_install")
class TestGuard(HccDossierCommon):
    """What a client may try past the verbs."""

    def test_state_code_and_dates_cannot_be_written(self):
        dossier = self._received()
        tries = {
            "state": "returned", "name": "H99.11-261123-9999", "due_at": "2030-01-01 00:00:00",
            "appointment_at": "2030-01-01 00:00:00", "timeliness": "early", "custody": "applicant",
            "agency_id": self.other_agency.id, "applicant_name": "Ai Đó", "result_number": "1",
            "ledger_ids": [], "step_ids": [],
        }  # fmt: skip
        for name, value in tries.items():
            for record in (dossier, dossier.sudo()):
                with self.assertRaises(AccessError, msg=name):
                    record.write({name: value})

    def test_forged_guard_is_refused(self):
        dossier = self._received()
        for forged in (True, 1, "guard", {"x": 1}):
            with self.assertRaises(AccessError):
                dossier.with_context(hcc_verb_guard=forged).write({"state": "done"})

    def test_born_finished_is_refused(self):
        model = self.env["hcc.dossier"].with_user(self.official)
        with self.assertRaises(AccessError):
            model.create({"procedure_id": self.procedure.id, "state": "done"})
        born = model.with_context(default_state="done", default_name="X").create(
            {"procedure_id": self.procedure.id}
        )
        self.assertEqual((born.state, born.name), ("draft", False))

    def test_received_dossier_is_not_edited(self):
        dossier = self._received()
        for vals in ({"sets": 2}, {"procedure_id": self.procedure.id}, {"applicant_id": False}):
            with self.assertRaises(AccessError):
                dossier.write(vals)
        with self.assertRaises(AccessError):
            dossier.component_ids[0].write({"is_received": False})
        with self.assertRaises(AccessError):
            dossier.component_ids[0].unlink()
        with self.assertRaises(AccessError):
            self.env["hcc.dossier.component"].with_user(self.official).create(
                {"dossier_id": dossier.id, "name": "Thêm sau"}
            )

    def test_parts_change_through_verbs_only(self):
        dossier = self._processing()
        for part in (dossier.current_step_id, dossier.ledger_ids):
            for record in (part.with_user(self.official), part.sudo()):
                with self.assertRaises(AccessError):
                    record.write({"started_at": "2026-01-01 00:00:00"})
                with self.assertRaises(AccessError):
                    record.unlink()

    def test_component_stays_with_its_dossier(self):
        first, second = self._draft(), self._draft()
        with self.assertRaises(AccessError):
            first.component_ids[0].write({"dossier_id": second.id})

    def test_received_dossier_is_not_deleted(self):
        dossier = self._received()
        with self.assertRaises(UserError):
            dossier.sudo().unlink()
        with self.assertRaises(AccessError):
            self._draft().unlink()

    def test_others_see_nothing(self):
        dossier = self._received()
        for user in (self.other_official, self.other_approver, self.elsewhere):
            env = self.env(user=user, context={"allowed_company_ids": user.company_ids.ids})
            self.assertFalse(env["hcc.dossier"].search([("id", "=", dossier.id)]))
            for model in ("component", "step", "ledger", "notice"):
                parts = env[f"hcc.dossier.{model}"]
                self.assertFalse(parts.search([("dossier_id", "=", dossier.id)]))
        with self.assertRaises(AccessError):
            self.env["hcc.dossier"].with_user(self.cashier).search([])

    def test_display_name_is_the_code(self):
        dossier = self._received()
        self.assertEqual(dossier.display_name, dossier.name)
        self.assertNotIn("Lò", self._draft().display_name)

    def test_queries_of_receive(self):
        self._received()
        dossier = self._draft()
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(60):
            dossier.receive()
            self.env.flush_all()

    def test_queries_of_a_list_do_not_grow(self):
        fields_read = {
            "display_name": {}, "state": {}, "due_at": {}, "is_overdue": {},
            "procedure_id": {"fields": {"display_name": {}}},
            "applicant_id": {"fields": {"display_name": {}}},
            "current_step_id": {"fields": {"name": {}}},
        }  # fmt: skip

        def queries(count):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            model = self.env["hcc.dossier"].with_user(self.appraiser)
            result = model.web_search_read([], fields_read, limit=count)
            self.assertEqual(len(result["records"]), count)
            return self.env.cr.sql_log_count - before

        for _n in range(20):
            self._received()
        queries(2)
        self.assertEqual(queries(20), queries(2))
