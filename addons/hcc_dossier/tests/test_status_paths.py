from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.hcc_base.tests.common import centre_time

from .test_child import ChildCommon
from .test_on_the_spot import spot_steps

#: The national portal's ten; 6, what is due, is told by the fees.
NEW, RECEIVED, REFUSED, IN_PROCESS, SUPPLEMENT = 1, 2, 3, 4, 5
WITHDRAWN, STOPPED, DONE, RETURNED = 7, 8, 9, 10

#: Acts up to the middle of the way, used by several paths below.
TO_PROCESS = [
    ("receive", "official", RECEIVED),
    ("hand_over", "official", RECEIVED),
    ("take", "appraiser", IN_PROCESS),
]
TO_RESULT = [
    *TO_PROCESS,
    ("complete_step", "appraiser", IN_PROCESS),
    ("complete_step", "approver", IN_PROCESS),
    ("complete_step", "clerk", IN_PROCESS),
    ("hand_over", "clerk", IN_PROCESS),
    ("take", "official", DONE),
]
#: path → (verb, who, status after it); what a verb is given stands in ``_arguments``
PATHS = {
    "to the end": [*TO_RESULT, ("return_result", "official", RETURNED)],
    "guided, then accepted": [
        ("guide", "official", SUPPLEMENT), ("receive", "official", RECEIVED),
    ],
    "guided, then withdrawn": [
        ("guide", "official", SUPPLEMENT), ("withdraw", "official", WITHDRAWN),
    ],
    "guided, then refused": [
        ("guide", "official", SUPPLEMENT), ("refuse", "official", REFUSED),
    ],
    "refused": [("refuse", "official", REFUSED)],
    "discarded": [("cancel", "official", STOPPED)],
    "withdrawn at the counter": [
        ("receive", "official", RECEIVED), ("withdraw", "official", WITHDRAWN),
    ],
    "withdrawn on the way": [
        ("receive", "official", RECEIVED), ("hand_over", "official", RECEIVED),
        ("withdraw", "official", WITHDRAWN),
    ],
    "withdrawn in process": [*TO_PROCESS, ("withdraw", "official", WITHDRAWN)],
    "cancelled in process": [*TO_PROCESS, ("cancel", "approver", STOPPED)],
    "stopped in process": [*TO_PROCESS, ("stop", "approver", STOPPED)],
    "supplemented": [
        *TO_PROCESS, ("request_supplement", "appraiser", SUPPLEMENT),
        ("accept_supplement", "official", IN_PROCESS),
    ],
    "never supplemented": [
        *TO_PROCESS, ("request_supplement", "appraiser", SUPPLEMENT),
        ("stop", "official", STOPPED),
    ],
    "withdrawn instead of supplemented": [
        *TO_PROCESS, ("request_supplement", "appraiser", SUPPLEMENT),
        ("withdraw", "official", WITHDRAWN),
    ],
    "suspended": [
        *TO_PROCESS, ("suspend", "approver", IN_PROCESS), ("resume", "approver", IN_PROCESS),
    ],
    "stopped while suspended": [
        *TO_PROCESS, ("suspend", "approver", IN_PROCESS), ("stop", "approver", STOPPED),
    ],
    "sent back": [
        *TO_PROCESS, ("complete_step", "appraiser", IN_PROCESS),
        ("send_back", "approver", IN_PROCESS), ("complete_step", "appraiser", IN_PROCESS),
        ("complete_step", "approver", IN_PROCESS),
    ],
    "taken, given back, reassigned": [
        *TO_PROCESS, ("release_step", "appraiser", IN_PROCESS),
        ("take_step", "appraiser", IN_PROCESS), ("reassign_step", "approver", IN_PROCESS),
    ],
    "re-appointed": [*TO_PROCESS, ("extend", "approver", IN_PROCESS)],
    "papers given back": [*TO_PROCESS, ("give_back", "approver", STOPPED)],
    "accepted wrongly": [("receive", "official", RECEIVED), ("correct", "official", STOPPED)],
    "handed over in error": [
        ("receive", "official", RECEIVED), ("hand_over", "official", RECEIVED),
        ("undo", "official", RECEIVED),
    ],
    "result revoked": [
        *TO_RESULT, ("return_result", "official", RETURNED),
        ("reopen_result", "approver", IN_PROCESS),
    ],
    "sent by post and back": [
        *TO_RESULT, ("return_by_post", "official", RETURNED),
        ("record_postal_return", "official", DONE),
    ],
    "asked and answered": [
        *TO_PROCESS, ("consult", "appraiser", IN_PROCESS),
        ("answer_consultation", "asked", IN_PROCESS),
    ],
    "asked in vain": [
        *TO_PROCESS, ("consult", "appraiser", IN_PROCESS),
        ("withdraw_consultation", "appraiser", IN_PROCESS),
    ],
}  # fmt: skip
#: the same procedure with every step at the centre
SPOT_PATH = [
    ("receive", "official", IN_PROCESS),
    ("complete_step", "appraiser", IN_PROCESS),
    ("complete_step", "approver", IN_PROCESS),
    ("complete_step", "clerk", DONE),
    ("return_result", "official", RETURNED),
]
#: (verb, who, status of the parent, of its linked one); "child." acts on the linked dossier
CHILD_PATH = [
    ("receive", "official", RECEIVED, RECEIVED),
    ("child.take", "others.0", RECEIVED, IN_PROCESS),
    ("hand_over", "official", RECEIVED, IN_PROCESS),
    ("take", "appraiser", IN_PROCESS, IN_PROCESS),
    ("child.complete_step", "others.0", IN_PROCESS, IN_PROCESS),
    ("child.complete_step", "others.1", IN_PROCESS, IN_PROCESS),
    ("child.complete_step", "others.2", IN_PROCESS, IN_PROCESS),
    ("child.hand_over", "others.2", IN_PROCESS, IN_PROCESS),
    ("child.take", "appraiser", IN_PROCESS, DONE),
    ("complete_step", "appraiser", IN_PROCESS, DONE),
    ("complete_step", "approver", IN_PROCESS, DONE),
    ("complete_step", "clerk", IN_PROCESS, DONE),
    ("hand_over", "clerk", IN_PROCESS, DONE),
    ("take", "official", DONE, DONE),
    ("return_result", "official", RETURNED, RETURNED),
]
CHILD_ENDS = [("receive", "official", RECEIVED, RECEIVED), ("withdraw", "official", 7, STOPPED)]


@tagged("post_install", "-at_install")
class TestStatusPaths(ChildCommon):
    """Every verb on every kind of way, and the national status after each of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.asked = cls.others[0]
        cls.plain = cls._create_procedure(cls.agency, "1.000011", "Thủ tục thường")
        cls.spot = cls._create_procedure(
            cls.agency,
            "1.000012",
            "Thủ tục tại chỗ",
            step_ids=spot_steps("appraise", "approve", "number_seal"),
        )
        cls.linked = cls._create_procedure(
            cls.agency,
            "1.000013",
            "Thủ tục liên thông",
            link_ids=[Command.create({"procedure_id": cls.other_procedure.id, "hours": 8})],
        )
        cls.colleague = cls._create_user("d_colleague", "appraiser", agency=cls.agency)

    def _arguments(self, dossier, verb):
        questions = dossier.sudo().consultation_ids
        return {
            "extend": (centre_time("2026-12-02 08:00"), "Chờ ý kiến."),
            "reassign_step": (self.colleague.id, "Nghỉ phép."),
            "consult": (self.other_agency.ids, "Ý kiến?", 2),
            "answer_consultation": (questions[:1].id, "agreed", "Đồng ý."),
            "withdraw_consultation": (questions[:1].id, "Không cần."),
            **dict.fromkeys(
                ("guide", "refuse", "withdraw", "cancel", "stop", "send_back", "suspend",
                 "request_supplement", "give_back", "correct", "reopen_result"),
                ("Theo quy định.",),
            ),
        }.get(verb, ())  # fmt: skip

    def _who(self, name):
        name, __, number = name.partition(".")
        who = getattr(self, name)
        return who[int(number)] if number else who

    def _act(self, dossier, verb, who):
        acting = dossier.with_user(self._who(who))
        if verb == "return_by_post":
            acting.return_result("postal", "Bưu điện", "EB 1234")
        else:
            getattr(acting, verb)(*self._arguments(dossier, verb))

    def _walk(self, dossier, path):
        self.assertEqual(dossier.status_code, NEW)
        for verb, who, status in path:
            self._act(dossier, verb, who)
            self.assertEqual(dossier.status_code, status, f"{verb} → {dossier.state}")

    def test_every_path(self):
        for name, path in PATHS.items():
            with self.subTest(name):
                self._walk(self._draft(procedure=self.plain), path)

    def test_on_the_spot(self):
        self._walk(self._draft(procedure=self.spot), SPOT_PATH)

    def test_with_a_linked_dossier(self):
        for path in (CHILD_PATH, CHILD_ENDS):
            parent = self._draft(procedure=self.linked)
            for verb, who, status, child_status in path:
                name = verb.removeprefix("child.")
                self._act(parent.child_ids if name != verb else parent, name, who)
                codes = parent.status_code, parent.child_ids.status_code
                self.assertEqual(codes, (status, child_status), verb)

    def test_no_verb_and_no_state_is_left_out(self):
        walked = {verb for path in PATHS.values() for verb, *__ in path}
        walked |= {verb.removeprefix("child.") for verb, *__ in CHILD_PATH}
        # What follows from another verb, or is called by the name of another one; paper of a day
        # without a server is accepted by a second person, with tests of its own.
        walked |= {
            "hand_over_result", "take_result", "take_child_result", "open_child", "end_child",
            "close_child", "begin_on_the_spot", "finish_on_the_spot", "confirm_paper",
        }  # fmt: skip
        verbs = self.env["hcc.dossier"]._verbs
        moving = {verb for verb, spec in verbs.items() if spec.target} | {"undo"}
        self.assertFalse(moving - walked, "verbs on no path: add them to PATHS")
        reached = {status for path in PATHS.values() for *__, status in path} | {NEW}
        book = self.env.ref("hcc_dossier.status_set_national_10")._book()
        self.assertEqual(set(book.numbers.values()), reached)
