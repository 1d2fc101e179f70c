from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import OWNER, HccDossierCommon

CARD = (
    "012195000017|045678901|Lò Thị Thử Nghiệm|01011995|Nữ|Bản Thử, xã Mẫu, tỉnh Lai Châu|01012022"
)
PROXY = {
    "submitter_kind": "authorised",
    "submitter_name": "Giàng A Thử",
    "submitter_phone": "0987 654 321",
    "submitter_identity_number": "012090000018",
    "submitter_paper": "12/2026",
    "submitter_paper_date": "2026-11-20",
}


class DeskCommon(HccDossierCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.desk = cls.env["hcc.dossier"].with_user(cls.official)

    def _form(self, user=None, tick=True, **values):
        """What the desk sends for an ordinary dossier."""
        desk = self.desk.with_user(user or self.official)
        known = desk.desk_applicant(card=CARD)
        who = {"applicant_id": known["applicant"]["id"]} if "applicant" in known else {
            "applicant": known["values"]
        }  # fmt: skip
        procedure = values.pop("procedure", self.procedure)
        lines = desk.desk_check(procedure.id)["components"]
        for line in lines:
            line["is_received"] = tick and line["is_required"]
        return {
            **who,
            "procedure_id": procedure.id,
            "components": lines,
            "contact": {"phone": "0912 345 678"},
            "channel": "counter",
            "return_channel": "counter",
            **values,
        }

    def _submit(self, verb="receive", user=None, **values):
        return self.desk.with_user(user or self.official).desk_submit(
            verb, self._form(user=user, **values)
        )

    def _dossier(self, answer):
        return self.env["hcc.dossier"].browse(answer["dossier_id"])


@tagged("post_install", "-at_install")
class TestDesk(DeskCommon):
    """The one screen of reception: what it asks, and its three answers."""

    def test_a_scanned_card_and_ticks_make_a_dossier(self):
        answer = self._submit(has_consented=True)
        dossier = self._dossier(answer)
        self.assertEqual(dossier.state, "received")
        self.assertEqual(answer["code"], dossier.name)
        self.assertIn("27/11/2026", answer["due"])
        self.assertEqual(answer["explanation"], dossier._explain_due())
        self.assertEqual(answer["paper"]["report_name"], "hcc_dossier.slip")
        self.assertEqual(dossier.applicant_name, OWNER["name"])
        self.assertEqual(dossier.applicant_phone, "0912345678")
        self.assertTrue(dossier.applicant_id.consent_at)
        self.assertEqual(dossier.official_user_id, self.official)

    def test_nobody_is_registered_before_the_answer(self):
        numbers = [("identity_number", "=", OWNER["identity_number"])]
        self._form()
        self.assertFalse(self.env["hcc.applicant"].search(numbers))
        self._submit()
        [applicant] = self.env["hcc.applicant"].search(numbers)
        known = self.desk.desk_applicant(card=CARD)
        self.assertEqual(known["applicant"]["id"], applicant.id)
        self.assertNotIn(OWNER["identity_number"], str(known), "the number is masked")

    def test_a_card_of_another_name_is_refused(self):
        self._submit()
        with self.assertRaisesRegex(UserError, "another name"):
            self.desk.desk_applicant(card=CARD.replace("Nghiệm", "Khác"))
        with self.assertRaisesRegex(ValidationError, "không phải của thẻ"):
            self.desk.desk_applicant(card="1|2|3")

    def test_a_refused_answer_stores_nothing(self):
        count = self.env["hcc.dossier"].search_count([])
        with self.assertRaisesRegex(UserError, "is not complete"), self.env.cr.savepoint():
            self._submit(tick=False)
        self.assertEqual(self.env["hcc.dossier"].search_count([]), count)
        with self.assertRaisesRegex(UserError, "Scan the applicant's card"):
            self.desk.desk_submit("receive", {"procedure_id": self.procedure.id})

    def test_asking_twice_accepts_once(self):
        form = self._form()
        first = self.desk.desk_submit("receive", form, request_key="desk-000001")
        again = self.desk.desk_submit("receive", form, request_key="desk-000001")
        self.assertEqual(first, again)
        self.assertEqual(self.env["hcc.dossier"].search_count([("name", "=", first["code"])]), 1)

    def test_only_officials_have_a_desk(self):
        for user in (self.appraiser, self.director, self.cashier):
            desk = self.desk.with_user(user)
            for call in (
                desk.desk_open,
                lambda desk=desk: desk.desk_procedures("x"),
                lambda desk=desk: desk.desk_applicant(card=CARD),
                lambda desk=desk: desk.desk_check(self.procedure.id),
                lambda desk=desk: desk.desk_continue(1),
                lambda desk=desk: desk.desk_submit("receive", {}),
            ):
                with self.subTest(user.login), self.assertRaises(AccessError):
                    call()
        with self.assertRaisesRegex(UserError, "accepts, guides or refuses"):
            self.desk.desk_submit("cancel", {})

    def test_another_agencys_procedure_is_not_received(self):
        with self.assertRaises(AccessError):
            self._submit(procedure=self.other_procedure)

    def test_procedures_are_found_without_diacritics_and_by_code(self):
        for words in ("giay phep thu", "1.000001", "GIẤY PHÉP"):
            with self.subTest(words):
                [row] = self.desk.desk_procedures(words)
                self.assertEqual((row["id"], row["is_far"]), (self.procedure.id, False))
        others = self.desk.desk_procedures("chung chi khac")
        self.assertTrue(all(row["is_elsewhere"] for row in others), "not the own agency's")

    def test_another_agencys_procedure_says_whose_it_is(self):
        rows = self.desk.desk_procedures(self.other_procedure.code)
        self.assertEqual([(row["id"], row["is_elsewhere"]) for row in rows],
                         [(self.other_procedure.id, True)])  # fmt: skip
        [own] = self.desk.desk_procedures(self.procedure.code)
        self.assertFalse(own["is_elsewhere"])

    def test_sets_are_a_number(self):
        for typed in ("abc", "0", "-1", "1.5", "100"):
            with self.assertRaisesRegex(UserError, "number of sets"):
                self._submit(sets=typed)
        self.assertEqual(self._dossier(self._submit(sets=" 2 ")).sets, 2)

    def test_counts_and_notes_are_kept(self):
        form = self._form()
        form["components"][1] |= {"originals": 0, "certified_copies": 0, "copies": 3}
        dossier = self._dossier(self.desk.desk_submit("receive", form))
        line = dossier.component_ids[1]
        self.assertEqual((line.originals, line.certified_copies, line.copies), (0, 0, 3))
        self.assertEqual(dossier.component_ids.mapped("is_received"), [True, True, False])

    def test_the_postmark_is_of_the_centres_clock(self):
        answer = self._submit(channel="postal", arrived_at="2026-11-20T09:00")
        self.assertEqual(str(self._dossier(answer).arrived_at), "2026-11-20 02:00:00")
        with self.assertRaisesRegex(UserError, "“20.11” is not a date and time"):
            self._submit(channel="postal", arrived_at="20.11", beside_open=True)

    def test_contacts_are_corrected(self):
        self._submit()
        contact = {"phone": "0987654321", "email": "thu@example.com", "address": "Bản Mới"}
        dossier = self._dossier(self._submit(contact=contact, beside_open=True))
        applicant = dossier.applicant_id
        self.assertEqual(applicant.phone, "0987654321")
        self.assertEqual(dossier.applicant_address, "Bản Mới")


@tagged("post_install", "-at_install")
class TestSubmitter(DeskCommon):
    """Somebody else brings the dossier: who, and on what paper."""

    def test_a_proxy_stands_on_the_slip_without_number(self):
        dossier = self._dossier(self._submit(**PROXY))
        self.assertEqual(dossier.submitter_identity, "…0018")
        self.assertEqual(dossier.submitter_phone, "0987654321")
        words = dossier._submitter_words()
        self.assertEqual(words, "Giàng A Thử (được ủy quyền, giấy tờ số 12/2026 ngày 20/11/2026)")
        slip = self.env["ir.qweb"]._render("hcc_dossier.slip", {"docs": dossier, "qr_image": str})
        self.assertIn(words, str(slip))
        self.assertNotIn("012090000018", str(slip))

    def test_a_submitter_needs_a_paper(self):
        for name in ("submitter_name", "submitter_paper", "submitter_paper_date"):
            with self.subTest(name), self.assertRaisesRegex(UserError, "fill in"):
                self._submit(**PROXY | {name: False})

    def test_a_legal_representative_fits_the_applicant(self):
        parent = PROXY | {"submitter_kind": "legal", "submitter_legal_kind": "parent"}
        self.assertIn("cha, mẹ", self._dossier(self._submit(**parent))._submitter_words())
        head = parent | {"submitter_legal_kind": "organisation"}
        with self.assertRaisesRegex(UserError, "represents an organisation"):
            self._submit(**head, beside_open=True)

    def test_particulars_that_cannot_be_right(self):
        wrong = (
            ({"submitter_paper_date": "2026-12-01"}, "in the future"),
            ({"submitter_paper_date": "30/02"}, "“30/02” is not a date"),
            ({"submitter_identity_number": "99"}, "not a number of this kind"),
            ({"submitter_phone": "12"}, "điện thoại"),
            ({"submitter_identity_number": OWNER["identity_number"]}, "same identity number"),
        )
        for values, message in wrong:
            with self.subTest(values), self.assertRaisesRegex(UserError, message):
                self._submit(**PROXY | values)

    def test_the_number_is_for_those_who_work_with_it(self):
        dossier = self._dossier(self._submit(**PROXY))
        self.assertTrue(dossier.with_user(self.official).read(["submitter_identity_number"]))
        with self.assertRaises(AccessError):
            dossier.with_user(self.director).read(["submitter_identity_number"])
        self.assertEqual(dossier.with_user(self.director).submitter_identity, "…0018")


@tagged("post_install", "-at_install")
class TestDuplicates(DeskCommon):
    """An open dossier of the same applicant and procedure is pointed out, and no block."""

    def test_going_on_is_said_and_journalled(self):
        first = self._dossier(self._submit())
        check = self.desk.desk_check(self.procedure.id, first.applicant_id.id)
        self.assertEqual([row["code"] for row in check["duplicates"]], [first.name])
        with self.assertRaisesRegex(UserError, first.name):
            self._submit()
        second = self._dossier(self._submit(beside_open=True))
        entry = self.env["hcc.journal.entry"].search(
            [
                ("res_model", "=", "hcc.dossier"),
                ("res_id", "=", second.id),
                ("verb", "=", "receive"),
            ]
        )
        self.assertEqual(entry.facts["beside"], first.ids)

    def test_the_form_asks_too(self):
        self._submit()
        dossier = self._draft(beside_open=False)
        self.assertIn("H99.11-261123-0001", dossier.duplicate_note)
        for verb in ("action_receive", "receive", "guide"):
            with self.assertRaisesRegex(UserError, "tick “Accept beside"):
                getattr(dossier, verb)(*(["Thiếu."] if verb == "guide" else []))
        dossier.beside_open = True
        dossier.action_receive()
        self.assertEqual(dossier.state, "received")
        self.assertFalse(dossier.duplicate_note)

    def test_what_ended_is_no_duplicate(self):
        dossier = self._dossier(self._submit())
        dossier.with_user(self.official).withdraw("Đổi ý")
        self.assertEqual(self._dossier(self._submit()).state, "received")

    def test_a_dossier_out_of_sight_is_not_named(self):
        first = self._dossier(self._submit())
        first._guarded_write({"agency_id": self.other_agency.id})
        check = self.desk.desk_check(self.procedure.id, first.applicant_id.id)
        self.assertEqual((check["duplicates"], check["hidden_duplicates"]), ([], 1))
        with self.assertRaisesRegex(UserError, "out of your sight") as refusal:
            self._submit()
        self.assertNotIn(first.name, str(refusal.exception))


@tagged("post_install", "-at_install")
class TestComeBack(DeskCommon):
    """Who was guided continues the same record; a second guidance is refused by the policy."""

    def _guided(self):
        answer = self._submit("guide", tick=False, reason="Thiếu đơn")
        self.assertEqual(len(answer["missing"]), 2)
        self.assertEqual(answer["paper"]["report_name"], "hcc_dossier.notice")
        return self._dossier(answer)

    def test_the_same_record_goes_on(self):
        dossier = self._guided()
        self.assertEqual(dossier.reception_number, "TN-261123-0001")
        [row] = self.desk.desk_applicant(card=CARD)["guided"]
        self.assertEqual((row["id"], row["reason"]), (dossier.id, "Thiếu đơn"))
        back = self.desk.desk_continue(dossier.id)
        self.assertEqual(back["procedure_id"], self.procedure.id)
        self.assertTrue(all(line["is_missing"] for line in back["components"][:2]))
        for line in back["components"][:2]:
            line |= {"is_received": True, "is_missing": False}
        answer = self._submit(dossier_id=dossier.id, components=back["components"])
        self.assertEqual(answer["dossier_id"], dossier.id)
        self.assertEqual(dossier.state, "received")

    def test_guidance_is_given_once(self):
        dossier = self._guided()
        self.assertIn("already guided", self.desk.desk_continue(dossier.id)["guide_refusal"])
        with self.assertRaisesRegex(UserError, "already guided"):
            self._submit("guide", dossier_id=dossier.id, reason="Lại thiếu")
        self.env.ref("hcc_base.policy_c").guidance_max = 2
        self.assertFalse(self.desk.desk_continue(dossier.id)["guide_refusal"])

    def test_a_guided_dossier_is_pointed_out_and_no_second_one_is_made(self):
        dossier = self._guided()
        check = self.desk.desk_check(self.procedure.id, dossier.applicant_id.id)
        self.assertEqual([row["id"] for row in check["guided"]], dossier.ids)
        with self.assertRaisesRegex(UserError, dossier.reception_number):
            self._submit()

    def _voided(self):
        wrong = self._dossier(self._submit()).with_user(self.official)
        return wrong, self._dossier(wrong.correct("Nhầm giấy tờ."))

    def test_what_continues_a_void_acceptance_is_pointed_out(self):
        wrong, draft = self._voided()
        [row] = self.desk.desk_applicant(card=CARD)["guided"]
        self.assertEqual((row["id"], row["is_void"]), (draft.id, True))
        self.assertIn(wrong.name, row["code"])
        check = self.desk.desk_check(self.procedure.id, draft.applicant_id.id)
        self.assertEqual([row["id"] for row in check["guided"]], draft.ids)
        with self.assertRaisesRegex(UserError, wrong.name):
            self._submit()
        self.assertEqual(self._dossier(self._submit(beside_open=True)).state, "received")
        back = self.desk.desk_continue(draft.id)
        answer = self._submit(dossier_id=draft.id, components=back["components"], beside_open=True)
        self.assertEqual(answer["dossier_id"], draft.id)
        self.assertEqual(draft.state, "received")

    def test_it_is_pointed_out_for_the_right_procedure_too(self):
        wrong, draft = self._voided()
        right = self._create_procedure(self.agency, "1.000077", "Thủ tục đúng")
        check = self.desk.desk_check(right.id, draft.applicant_id.id)
        self.assertEqual([row["id"] for row in check["guided"]], draft.ids)
        with self.assertRaisesRegex(UserError, wrong.name):
            self._submit(procedure=right)
        back = self.desk.desk_continue(draft.id)
        self.assertEqual(back["dossier"]["id"], draft.id)
        answer = self._submit(procedure=right, dossier_id=draft.id)
        self.assertEqual((answer["dossier_id"], draft.procedure_id), (draft.id, right))

    def test_a_forgotten_draft_is_none(self):
        self._draft(beside_open=False)
        self.assertEqual(self._dossier(self._submit()).state, "received")

    def test_what_is_accepted_or_anothers_is_not_continued(self):
        dossier = self._dossier(self._submit())
        with self.assertRaisesRegex(UserError, "no longer being received"):
            self.desk.desk_continue(dossier.id)
        guided = self._draft()
        guided.guide("Thiếu")
        with self.assertRaises(AccessError):
            self.desk.with_user(self.other_official).desk_continue(guided.id)

    def test_a_refusal_has_its_reason(self):
        with self.assertRaisesRegex(UserError, "state the reason"):
            self._submit("refuse")
        answer = self._submit("refuse", reason="Không thuộc thẩm quyền")
        self.assertEqual(self._dossier(answer).state, "refused")
