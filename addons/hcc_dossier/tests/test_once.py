from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.hcc_base.tests.common import centre_time

from .common import HccDossierCommon


class OnceCommon(HccDossierCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls.env.ref("hcc_base.policy_c")
        cls.second_approver = cls._create_user("d_approver2", "approver", agency=cls.agency)

    def _supplemented(self):
        """A dossier whose one supplement was asked for and came on Wednesday 25 November."""
        dossier = self._processing()
        with self.at("2026-11-25 09:00"):
            dossier.with_user(self.appraiser).request_supplement("Bản sao mờ.")
        with self.at("2026-11-25 15:00"):
            dossier.accept_supplement()
        return dossier

    def _asked(self, kind="supplement", user=None):
        dossier = self._supplemented()
        if kind == "reappointment":
            with self.at("2026-11-26 09:00"):
                dossier.with_user(self.approver).extend(centre_time("2026-12-02 16:00"), "Xin lỗi.")
        dossier.with_user(user or self.appraiser).ask_exception(kind, "Phát sinh quy định mới.")
        return dossier

    def _entries(self, record):
        return self.env["hcc.journal.entry"].search(
            [("res_model", "=", record._name), ("res_id", "=", record.id)]
        )


@tagged("post_install", "-at_install")
class TestExceptions(OnceCommon):
    """One request, one re-appointment; one more only where the policy names who allows it."""

    def test_nobody_allows_a_second_request(self):
        dossier = self._supplemented().with_user(self.appraiser)
        self.assertFalse(dossier.can_ask_exception)
        with self.assertRaisesRegex(UserError, "names nobody"):
            dossier.ask_exception("supplement", "Cần thêm.")
        with self.assertRaisesRegex(UserError, "Decide on what is there"):
            dossier.request_supplement("Nữa.")
        self.assertFalse(dossier.sudo().proposal_ids)

    def test_no_exception_for_what_is_decided(self):
        self.policy.supplement_override = "agency"
        dossier = self._supplemented()
        for user in (self.appraiser, self.approver):
            dossier.with_user(user).complete_step()
        with self.assertRaisesRegex(UserError, "is decided"):
            dossier.with_user(self.approver).ask_exception("supplement", "Cần thêm.")
        self.assertFalse(dossier.sudo().proposal_ids)

    def test_reasons_of_proposals_are_for_colleagues(self):
        self.policy.supplement_override = "agency"
        dossier = self._supplemented().with_user(self.appraiser)
        with self.assertRaises(UserError) as asking:
            dossier.ask_exception("supplement", " ")
        proposal = self._asked().proposal_ids.with_user(self.approver)
        with self.assertRaises(UserError) as refusing:
            proposal.refuse(" ")
        for refused in (asking, refusing):
            self.assertIn("state the reason", str(refused.exception))
            self.assertNotIn("applicant", str(refused.exception))

    def test_whatever_ends_a_dossier_settles_its_proposals(self):
        for verb in ("stop", "give_back", "cancel"):
            dossier = self._processing()
            drafting = dossier.with_user(self.appraiser)
            proposal = drafting.propose_apology(centre_time("2026-12-02 09:00"), "Xin lỗi.")
            getattr(dossier.with_user(self.approver), verb)("Theo quy định.")
            draft = dossier.sudo().proposal_ids.filtered(lambda one, of=proposal: one.id == of)
            self.assertEqual(draft.state, "lapsed", verb)

    def test_the_agency_allows_one_request_more(self):
        self.policy.supplement_override = "agency"
        dossier = self._asked().with_user(self.appraiser)
        with self.assertRaisesRegex(UserError, "may be allowed by: the competent agency"):
            dossier.request_supplement("Chưa được phép.")
        proposal = dossier.proposal_ids
        for user in (self.appraiser, self.official, self.director, self.other_approver):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                proposal.with_user(user).approve()
        proposal.with_user(self.approver).approve()
        self.assertEqual((proposal.state, proposal.decided_user_id), ("approved", self.approver))
        self.assertTrue(dossier.can_request_supplement)
        dossier.request_supplement("Theo ngoại lệ.")
        self.assertEqual(proposal.state, "done")
        self.assertEqual(proposal.notice_id, dossier.notice_ids.sorted("id")[-1:])
        dossier.with_user(self.official).accept_supplement()
        with self.assertRaisesRegex(UserError, "already requested 2"):
            dossier.request_supplement("Lần ba.")

    def test_the_director_allows_one_request_more(self):
        self.policy.supplement_override = "director"
        proposal = self._asked().proposal_ids
        with self.assertRaisesRegex(AccessError, "decided by: the centre's director"):
            proposal.with_user(self.approver).approve()
        proposal.with_user(self.director).approve()
        self.assertEqual(proposal.state, "approved")

    def test_whoever_asks_does_not_decide(self):
        self.policy.supplement_override = "agency"
        proposal = self._asked(user=self.approver).proposal_ids
        self.assertFalse(proposal.with_user(self.approver).can_approve)
        for verb, arguments in (("approve", {}), ("refuse", {"reason": "Không."})):
            with self.assertRaisesRegex(AccessError, "whoever asks"):
                getattr(proposal.with_user(self.approver), verb)(**arguments)
        proposal.with_user(self.second_approver).approve()
        self.assertEqual(proposal.decided_user_id, self.second_approver)

    def test_nobody_allows_a_second_appointment(self):
        dossier = self._processing().with_user(self.approver)
        dossier.extend(centre_time("2026-12-02 16:00"), "Xin lỗi.")
        with self.assertRaisesRegex(UserError, "names nobody"):
            dossier.ask_exception("reappointment", "Vẫn chưa xong.")

    def test_the_agency_allows_one_appointment_more(self):
        self.policy.reappointment_override = "agency"
        self._reappoint_again(self.second_approver, refused=self.director)

    def test_the_director_allows_one_appointment_more(self):
        self.policy.reappointment_override = "director"
        self._reappoint_again(self.director, refused=self.second_approver)

    def _reappoint_again(self, decider, refused):
        dossier = self._asked("reappointment", user=self.approver).with_user(self.approver)
        proposal = dossier.proposal_ids
        appointment = centre_time("2026-12-10 16:00")
        with self.assertRaisesRegex(UserError, "already re-appointed 1"):
            dossier.extend(appointment, "Chưa được phép.")
        with self.assertRaises(AccessError):
            proposal.with_user(refused).approve()
        proposal.with_user(decider).approve()
        with self.at("2026-12-01 09:00"):
            dossier.extend(appointment, "Xin lỗi lần nữa.")
        self.assertEqual((dossier.appointment_at, proposal.state), (appointment, "done"))
        self.assertLess(dossier.due_at, appointment)
        with self.assertRaisesRegex(UserError, "already re-appointed 2"):
            dossier.extend(centre_time("2026-12-21 16:00"), "Lần ba.")

    def test_a_refusal_has_its_reason(self):
        self.policy.supplement_override = "agency"
        dossier = self._asked()
        proposal = dossier.proposal_ids.with_user(self.approver)
        with self.assertRaises(UserError):
            proposal.refuse(" ")
        proposal.refuse("Đủ để giải quyết.")
        self.assertEqual(
            (proposal.state, proposal.decision_reason), ("refused", "Đủ để giải quyết.")
        )
        with self.assertRaises(UserError):
            proposal.approve()

    def test_asked_once_and_only_when_needed(self):
        self.policy.supplement_override = "agency"
        fresh = self._processing().with_user(self.appraiser)
        with self.assertRaisesRegex(UserError, "not reached"):
            fresh.ask_exception("supplement", "Chưa cần.")
        dossier = self._asked().with_user(self.appraiser)
        with self.assertRaisesRegex(UserError, "already"):
            dossier.ask_exception("supplement", "Lại hỏi.")
        with self.assertRaises(UserError):
            dossier.ask_exception("apology", "Không phải ngoại lệ.")
        with self.assertRaises(AccessError):
            dossier.with_user(self.official).ask_exception("supplement", "Quầy không hỏi.")

    def test_nothing_is_written_past_the_verbs(self):
        self.policy.supplement_override = "agency"
        proposal = self._asked().proposal_ids
        for user in (self.appraiser, self.approver, self.director):
            with self.assertRaises(AccessError):
                proposal.with_user(user).write({"state": "approved"})
        with self.assertRaises(AccessError):
            proposal.sudo().write({"requested_user_id": self.director.id})
        with self.assertRaises(UserError), self.env.cr.savepoint():
            proposal.sudo().unlink()

    def test_asking_and_deciding_are_journalled(self):
        self.policy.supplement_override = "agency"
        dossier = self._asked()
        proposal = dossier.proposal_ids
        proposal.with_user(self.approver).approve()
        asked = self._entries(dossier).filtered(lambda entry: entry.verb == "ask_exception")
        self.assertEqual(asked.facts, {"kind": "supplement", "proposal": proposal.id})
        [decided] = self._entries(proposal)
        self.assertEqual((decided.verb, decided.user_id), ("approve", self.approver))

    def test_the_list_counts_by_agency(self):
        self.policy.supplement_override = "agency"
        self._asked()
        action = self.env["ir.actions.act_window"]._for_xml_id("hcc_dossier.action_exceptions")
        counted = (
            self.env[action["res_model"]]
            .with_user(self.director)
            ._read_group(
                [("kind", "in", ("supplement", "reappointment"))], ["agency_id"], ["__count"]
            )
        )
        self.assertEqual(counted, [(self.agency, 1)])

    def test_an_ended_dossier_leaves_nothing_to_decide(self):
        self.policy.supplement_override = "agency"
        dossier = self._asked()
        dossier.withdraw("Ông/Bà xin rút.")
        self.assertEqual(dossier.proposal_ids.state, "lapsed")

    def test_a_delegate_decides_but_not_for_whom_asked(self):
        self.policy.supplement_override = "agency"
        delegation = self.env["hcc.delegation"].create(
            {
                "principal_user_id": self.approver.id,
                "delegate_user_id": self.clerk.id,
                "agency_id": self.agency.id,
                "company_id": self.centre.id,
                "act_approve": True,
                "decision_number": "1/QĐ",
                "decision_date": "2026-11-01",
                "decision_signer": "Giám đốc Sở",
                "date_from": "2026-11-01",
                "date_to": "2026-12-31",
            }
        )
        delegation.activate()
        theirs = self._asked(user=self.approver).proposal_ids
        with self.assertRaisesRegex(AccessError, "whoever asks"):
            theirs.with_user(self.clerk).approve()
        other = self._asked().proposal_ids
        other.with_user(self.clerk).approve()
        self.assertEqual(self._entries(other).on_behalf_user_id, self.approver)
