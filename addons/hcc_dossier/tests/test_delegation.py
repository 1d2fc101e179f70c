from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import HccDossierCommon


class DelegationCommon(HccDossierCommon):
    """The approver of the agency lets an official of another agency approve for a week."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.deputy = cls._create_user("d_deputy", "official", agency=cls.other_agency)

    def _delegate(self, act="approve", principal=None, user=None, **values):
        delegation = self.env["hcc.delegation"].create(
            {
                "principal_user_id": (principal or self.approver).id,
                "delegate_user_id": (user or self.deputy).id,
                "agency_id": self.agency.id,
                f"act_{act}": True,
                "decision_number": "12/QĐ-TN",
                "decision_date": "2026-11-20",
                "decision_signer": "Giám đốc",
                "date_from": "2026-11-23",
                "date_to": "2026-11-27",
                **values,
            }
        )
        delegation.activate()
        return delegation

    def _appraised(self):
        dossier = self._processing()
        dossier.with_user(self.appraiser).complete_step()
        return dossier

    def _last_entry(self, dossier):
        return self.env["hcc.journal.entry"].search(
            [("res_model", "=", "hcc.dossier"), ("res_id", "=", dossier.id)], limit=1
        )


@tagged("post_install", "-at_install")
class TestDelegatedActs(DelegationCommon):
    def test_a_delegate_approves_and_the_journal_says_in_whose_place(self):
        dossier = self._appraised()
        with self.assertRaises(AccessError):
            dossier.with_user(self.deputy).complete_step()
        delegation = self._delegate()
        acting = dossier.with_user(self.deputy)
        self.assertTrue(acting.can_complete_step)
        step = dossier.current_step_id
        acting.complete_step()
        self.assertEqual(dossier.result_kind, "granted")
        self.assertEqual(
            (step.holder_user_id, step.on_behalf_user_id), (self.deputy, self.approver)
        )
        entry = self._last_entry(dossier)
        self.assertEqual((entry.user_id, entry.on_behalf_user_id), (self.deputy, self.approver))
        self.assertEqual(entry.facts["delegation"], delegation.id)
        notes = [row["note"] for row in dossier._control_rows()]
        self.assertIn(f"Đồng ý, thay mặt {self.approver.name}", notes)

    def test_a_delegation_opens_no_dossier_of_another_centre(self):
        dossier = self._appraised()
        self._delegate()
        self.assertTrue(self._seen(dossier))
        self.deputy.write({"company_ids": [Command.link(self.other_centre.id)]})
        centres = (self.centre | self.other_centre).ids
        dossier._guarded_write({"company_id": self.other_centre.id})
        self.env.flush_all()
        self.assertFalse(self._seen(dossier, centres))

    def test_delegations_at_two_centres_do_not_add_up(self):
        second = self._create_procedure(self.agency, "1.000009", "Thủ tục thứ hai")
        self.deputy.write({"company_ids": [Command.link(self.other_centre.id)]})
        self._delegate(scope="procedures", procedure_ids=[Command.set(self.procedure.ids)])
        self._delegate(
            scope="procedures",
            procedure_ids=[Command.set(second.ids)],
            company_id=self.other_centre.id,
            decision_number="13/QĐ-TN",
        )
        here, there = self._processing(), self._processing(procedure=second)
        centres = (self.centre | self.other_centre).ids
        self.assertTrue(self._seen(here, centres))
        self.assertFalse(self._seen(there, centres))
        self.assertFalse(there.with_user(self.deputy).has_access("read"))
        there._guarded_write({"company_id": self.other_centre.id})
        self.assertTrue(self._seen(there, centres))

    def _seen(self, dossier, centres=None):
        seen = self.env["hcc.dossier"].with_user(self.deputy)
        if centres:
            seen = seen.with_context(allowed_company_ids=centres)
        return seen.search([("id", "=", dossier.id)])

    def test_the_own_right_needs_no_delegation(self):
        self._delegate(user=self.other_approver)
        dossier = self._appraised()
        dossier.with_user(self.approver).complete_step()
        self.assertFalse(self._last_entry(dossier).on_behalf_user_id)

    def test_only_the_acts_delegated(self):
        self._delegate()
        dossier = self._processing()
        acting = dossier.with_user(self.deputy)
        self.assertTrue(acting.has_access("read"))
        for verb in ("complete_step", "send_back", "request_supplement", "withdraw", "cancel",
                     "stop", "hand_over", "take"):  # fmt: skip
            with self.subTest(verb):
                self.assertFalse(acting[f"can_{verb}"])
                with self.assertRaises(UserError):
                    getattr(acting, verb)()
        self.assertEqual(dossier.state, "processing")
        acting.suspend("Chờ ý kiến.")
        self.assertEqual(self._last_entry(dossier).on_behalf_user_id, self.approver)
        acting.resume()
        self.assertEqual(dossier.state, "processing")

    def test_an_official_appraises_on_the_spot(self):
        self._delegate("appraise", principal=self.appraiser)
        dossier = self._received()
        self.assertFalse(dossier.with_user(self.deputy).has_access("read"))
        dossier.hand_over()
        dossier.with_user(self.deputy).take()
        self.assertEqual(dossier.current_step_id.holder_user_id, self.deputy)
        dossier.with_user(self.deputy).complete_step()
        self.assertEqual(dossier.current_step_kind, "approve")
        with self.assertRaises(AccessError):
            dossier.with_user(self.deputy).complete_step()

    def test_a_clerk_and_an_official_are_represented(self):
        dossier = self._appraised()
        dossier.with_user(self.approver).complete_step()
        self._delegate("number_seal", principal=self.clerk)
        self._delegate("return", principal=self.official)
        acting = dossier.with_user(self.deputy)
        acting.complete_step()
        acting.hand_over()
        acting.take()
        self.assertEqual(dossier.state, "done")
        acting.return_result()
        self.assertEqual(dossier.state, "returned")
        self.assertEqual(self._last_entry(dossier).on_behalf_user_id, self.official)
        dossier.invalidate_recordset()
        self.assertFalse(dossier.with_user(self.deputy).has_access("read"))

    def test_sees_no_more_than_the_act_needs(self):
        second = self._create_procedure(self.agency, "1.000009", "Thủ tục thứ hai")
        self._delegate(scope="procedures", procedure_ids=[Command.set(self.procedure.ids)])
        seen = self._appraised()
        hidden = [self._draft(), self._received(), self._done(), self._processing(procedure=second)]
        dossiers = self.env["hcc.dossier"].with_user(self.deputy)
        found = dossiers.search([])
        self.assertIn(seen, found)
        self.assertTrue(seen.with_user(self.deputy).step_ids.mapped("name"))
        for dossier in hidden:
            self.assertNotIn(dossier, found)
            self.assertFalse(dossier.with_user(self.deputy).has_access("read"))
        with self.assertRaises(AccessError):
            seen.with_user(self.deputy).write({"subject": "Khác"})

    def test_before_and_after_its_days_nothing_is_seen_or_done(self):
        delegation = self._delegate(date_from="2026-11-25")
        dossier = self._appraised()
        acting = dossier.with_user(self.deputy)
        for moment in ("2026-11-23 08:00", "2026-11-28 08:00"):
            with self.subTest(moment), self.at(moment):
                self.env["hcc.delegation"]._cron_refresh()
                dossier.invalidate_recordset()
                self.assertFalse(acting.has_access("read"))
                with self.assertRaises(AccessError):
                    acting.complete_step()
        self.assertEqual(delegation.state, "ended")

    def test_the_day_of_the_act_decides_even_if_the_job_did_not_run(self):
        self._delegate()
        dossier = self._appraised()
        with self.at("2026-11-28 08:00"):
            self.assertTrue(dossier.with_user(self.deputy).has_access("read"))
            with self.assertRaises(AccessError):
                dossier.with_user(self.deputy).complete_step()

    def test_an_approver_elsewhere_acts_only_as_the_delegation_says(self):
        self._delegate("appraise", principal=self.appraiser, user=self.other_approver)
        dossier = self._processing()
        acting = dossier.with_user(self.other_approver)
        self.assertTrue(acting.can_complete_step)
        for verb in ("suspend", "extend", "stop", "cancel"):
            with self.subTest(verb):
                self.assertFalse(acting[f"can_{verb}"])
                with self.assertRaises(AccessError):
                    acting._transition(verb)

    def test_a_superior_who_left_is_no_longer_represented(self):
        self._delegate()
        dossier = self._appraised()
        self.agency.member_ids -= self.approver
        with self.assertRaises(AccessError):
            dossier.with_user(self.deputy).complete_step()

    def test_the_dialog_names_the_principal(self):
        self._delegate()
        dossier = self._appraised()
        dialogs = self.env["hcc.dossier.act"]
        values = {"dossier_id": dossier.id, "verb": "complete_step"}
        acting = dialogs.with_user(self.deputy).create(values)
        self.assertEqual(acting.in_place_of, f"{self.approver.name} (12/QĐ-TN)")
        self.assertFalse(dialogs.with_user(self.approver).create(values).in_place_of)


@tagged("post_install", "-at_install")
class TestStepRoles(DelegationCommon):
    def _step(self, dossier, **values):
        step = dossier.current_step_id.sudo()
        step.with_env(dossier.sudo()._open_guard().env).write(values)
        return step

    def test_a_step_is_completed_by_its_role(self):
        dossier = self._processing()
        self._step(dossier, role="official")
        with self.assertRaisesRegex(AccessError, "Counter official"):
            dossier.with_user(self.appraiser).complete_step()
        with self.assertRaises(AccessError):
            dossier.with_user(self.other_official).complete_step()
        dossier.with_user(self.official).complete_step()
        self._step(dossier, role="other")
        dossier.with_user(self.clerk).complete_step()
        self.assertEqual(dossier.result_kind, "granted")

    def test_roles_come_with_the_version(self):
        procedure = self._create_procedure(
            self.agency, "1.000010", "Có vai trò",
            step_ids=[
                Command.create({"name": "Kiểm tra", "kind": "appraise", "role": "official"}),
                Command.create({"name": "Ký", "kind": "approve", "signature_kind": "digital"}),
            ],
        )  # fmt: skip
        dossier = self._received(procedure=procedure)
        self.assertEqual(dossier.step_ids.mapped("role"), ["official", False])
        self.assertEqual(dossier.step_ids.mapped("signature_kind"), ["none", "digital"])
        dossier.hand_over()
        dossier.take()
        self.assertEqual(dossier.current_step_id.holder_user_id, self.official)
        dossier.complete_step()
        approver = dossier.with_user(self.approver)
        with self.assertRaisesRegex(UserError, "needs a signature"):
            approver.complete_step()
        step = dossier.current_step_id
        approver.complete_step(signed=True)
        self.assertTrue(step.signed_at)

    def test_a_refusal_needs_no_signed_result(self):
        dossier = self._appraised()
        step = self._step(dossier, signature_kind="wet")
        dossier.with_user(self.approver).complete_step(outcome="refused", note="Không đủ.")
        self.assertFalse(step.signed_at)

    def test_an_official_takes_no_papers_for_an_appraiser(self):
        dossier = self._received()
        dossier.hand_over()
        self.assertFalse(dossier.can_take)
        with self.assertRaises(AccessError):
            dossier.take()

    def test_members_of_a_room_work_on_the_agencys_dossiers(self):
        room = self.env["hcc.agency"].create(
            {"name": "Phòng", "code": "TN-P1", "kind": "unit", "parent_id": self.agency.id}
        )
        division = self.env["hcc.agency"].create(
            {"name": "Chi cục", "code": "TN-C1", "kind": "department", "parent_id": self.agency.id}
        )
        inside = self._create_user("d_room", "appraiser", agency=room)
        outside = self._create_user("d_division", "appraiser", agency=division)
        dossier = self._processing()
        self.assertFalse(dossier.with_user(outside).has_access("read"))
        with self.assertRaises(AccessError):
            dossier.with_user(outside).complete_step()
        self.assertTrue(dossier.with_user(inside).has_access("read"))
        dossier.with_user(self.appraiser).release_step()
        dossier.with_user(inside).complete_step()
        self.assertEqual(dossier.current_step_kind, "approve")

    def test_a_step_of_a_room_is_for_the_room(self):
        room = self.env["hcc.agency"].create(
            {"name": "Phòng Một", "code": "TN-P1", "kind": "unit", "parent_id": self.agency.id}
        )
        inside = self._create_user("d_room", "appraiser", agency=room)
        dossier = self._processing()
        self._step(dossier, agency_id=room.id)
        with self.assertRaisesRegex(AccessError, "Phòng Một"):
            dossier.with_user(self.appraiser).complete_step()
        dossier.with_user(inside).complete_step()
        self.assertEqual(dossier.current_step_kind, "approve")
