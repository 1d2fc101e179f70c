from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.hcc_base.tests.common import centre_time

from .common import HccDossierCommon


def spot_steps(*kinds, on_the_spot=True):
    return [
        Command.create(
            {"sequence": n, "name": kind, "kind": kind, "hours": 2, "on_the_spot": on_the_spot}
        )
        for n, kind in enumerate(kinds, start=1)
    ]


@tagged("post_install", "-at_install")
class TestOnTheSpot(HccDossierCommon):
    """Five at the centre: from acceptance to return without a hand-over."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._publish_version(
            cls.procedure,
            valid_from="2026-11-23",
            time_limit_value=8,
            time_limit_unit="working_hour",
            step_ids=spot_steps("appraise", "approve", "number_seal"),
        )

    def _verbs(self, dossier):
        journal = self.env["hcc.journal.entry"]
        mine = [("res_model", "=", "hcc.dossier"), ("res_id", "=", dossier.id)]
        return journal.search(mine, order="id").mapped("verb")

    def test_nothing_is_handed_over(self):
        dossier = self._received()
        self.assertTrue(dossier.is_on_the_spot)
        self.assertEqual((dossier.state, dossier.custody), ("processing", "centre"))
        self.assertEqual(dossier.current_step_id.started_at, centre_time("2026-11-23 08:00"))
        self.assertFalse(dossier.handover_due_at or dossier.handed_over_at)
        for verb, user in (("hand_over", self.official), ("hand_over", self.clerk),
                           ("take", self.appraiser), ("take", self.official)):  # fmt: skip
            with self.assertRaises(UserError):  # an AccessError is one, too
                getattr(dossier.with_user(user), verb)()
        for user in (self.appraiser, self.approver):
            dossier.with_user(user).complete_step()
        self.assertEqual((dossier.state, dossier.custody), ("processing", "centre"))
        dossier.with_user(self.clerk).complete_step()
        self.assertEqual((dossier.state, dossier.custody), ("done", "centre"))
        self.assertEqual(dossier.timeliness, "early")
        self.assertEqual(dossier.finished_at, centre_time("2026-11-23 08:00"))
        dossier.return_result()
        self.assertEqual(
            self._verbs(dossier),
            ["receive", "begin_on_the_spot", "complete_step", "complete_step", "complete_step",
             "finish_on_the_spot", "return_result"],
        )  # fmt: skip

    def test_done_again_the_papers_are_still_at_the_centre(self):
        dossier = self._received()
        for user in (self.appraiser, self.approver, self.clerk):
            dossier.with_user(user).complete_step()
        dossier.with_user(self.approver).reopen_result("Ghi sai ngày sinh.")
        self.assertEqual((dossier.state, dossier.custody), ("processing", "centre"))
        dossier.with_user(self.approver).complete_step()
        self.assertFalse(dossier.with_user(self.clerk).can_hand_over_result)
        dossier.with_user(self.clerk).complete_step()
        self.assertEqual((dossier.state, dossier.custody), ("done", "centre"))
        self.assertEqual(self._verbs(dossier)[-1], "finish_on_the_spot")

    def test_each_step_is_still_for_its_role(self):
        dossier = self._received()
        for user in (self.official, self.approver, self.clerk, self.other_approver):
            with self.assertRaises(AccessError):
                dossier.with_user(user).complete_step()

    def test_the_next_finds_it_at_once(self):
        dossier = self._received()
        work = self.env["hcc.dossier.step"]
        mine = [("waits_for_me", "=", True)]
        for user in (self.appraiser, self.approver, self.clerk):
            self.assertEqual(work.with_user(user).search(mine).dossier_id, dossier)
            dossier.with_user(user).complete_step()
            self.assertFalse(work.with_user(user).search(mine))

    def test_one_of_elsewhere_and_it_is_handed_over(self):
        self._publish_version(
            self.other_procedure,
            valid_from="2026-11-23",
            step_ids=[
                *spot_steps("appraise"),
                *spot_steps("approve", "number_seal", on_the_spot=False),
            ],
        )
        dossier = self._received(procedure=self.other_procedure, user=self.other_official)
        self.assertFalse(dossier.is_on_the_spot)
        self.assertEqual(dossier.state, "received")
        with self.assertRaises(UserError):
            dossier._begin_on_the_spot()

    def test_who_has_several_roles_goes_on_in_one_screen(self):
        one = self._create_user("d_one", "official", agency=self.agency)
        one.group_ids += self.env.ref("hcc_base.group_appraiser")
        dossier = self._received(user=one)
        dialogs = self.env["hcc.dossier.act"].with_user(one)
        dialog = dialogs.create({"dossier_id": dossier.id, "verb": "complete_step"})
        following = dialog.action_confirm()
        # The approval is another's: the dialog closes.
        self.assertEqual(following["type"], "ir.actions.act_window_close")
        one.group_ids += self.env.ref("hcc_base.group_approver")
        one.group_ids += self.env.ref("hcc_base.group_clerk")
        self._create_seal(self.agency, one)
        for verb in ("complete_step", "return_result"):
            dialog = dialogs.create({"dossier_id": dossier.id, "verb": "complete_step"})
            following = dialog.action_confirm()
            self.assertEqual(following["context"]["default_verb"], verb)
        dialog = dialogs.create({"dossier_id": dossier.id, "verb": "return_result"})
        self.assertEqual(dialog.action_confirm()["type"], "ir.actions.act_window_close")
        self.assertEqual(dossier.state, "returned")

    def test_the_desk_goes_on_with_the_first_step(self):
        one = self._create_user("d_desk", "official", agency=self.agency)
        draft = self._draft()
        applicant, lines = draft.applicant_id, draft.version_id.component_ids

        def submit():
            form = {
                "applicant_id": applicant.id,
                "procedure_id": self.procedure.id,
                "components": [{"component_id": c.id, "is_received": True} for c in lines],
                "beside_open": True,
            }
            return self.env["hcc.dossier"].with_user(one).desk_submit("receive", form)

        self.assertFalse(submit()["act"], "the appraisal is another's")
        one.group_ids += self.env.ref("hcc_base.group_appraiser")
        answer = submit()
        self.assertEqual(answer["act"]["context"]["default_dossier_id"], answer["dossier_id"])
        self.assertEqual(answer["act"]["context"]["default_verb"], "complete_step")

    def test_with_the_result_no_proposal_waits(self):
        dossier = self._received()
        drafting = dossier.with_user(self.appraiser)
        drafting.propose_apology(centre_time("2026-12-02 09:00"), "Xin lỗi.")
        for user in (self.appraiser, self.approver, self.clerk):
            dossier.with_user(user).complete_step()
        self.assertEqual(dossier.sudo().proposal_ids.state, "lapsed")

    def test_sent_back_on_the_spot(self):
        dossier = self._received()
        dossier.with_user(self.appraiser).complete_step()
        dossier.with_user(self.approver).send_back("Làm rõ.")
        for user in (self.appraiser, self.approver, self.clerk):
            dossier.with_user(user).complete_step()
        self.assertEqual(dossier.state, "done")
