from ast import literal_eval

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from odoo.addons.hcc_base.tests.common import centre_time

from .common import OWNER, HccDossierCommon


@tagged("post_install", "-at_install")
class TestDialogs(HccDossierCommon):
    """The forms and dialogs as the roles use them."""

    def _dialog(self, dossier, user, verb):
        action = dossier.with_user(user).with_context(verb=verb).action_open_dialog()
        model = self.env[action["res_model"]].with_user(user).with_context(**action["context"])
        return Form(model, view=action["views"][0][0])

    def test_a_dialog_says_who_reads_the_reason(self):
        for verb, is_public in (
            ("send_back", False), ("withdraw_consultation", False), ("ask_exception", False),
            ("refuse_proposal", False), ("complete_step", False), ("extend", True),
        ):  # fmt: skip
            view = self.env.ref(f"hcc_dossier.hcc_dossier_act_view_form_{verb}")
            arch = self.env["hcc.dossier.act"].get_view(view.id)["arch"]
            self.assertEqual("The applicant reads it: complete" in arch, is_public, verb)

    def test_reception_on_one_screen(self):
        form = Form(self.env["hcc.dossier"].with_user(self.official))
        form.procedure_id = self.procedure
        self.assertEqual(len(form.component_ids), 3)
        for index in (0, 1):
            with form.component_ids.edit(index) as line:
                line.is_received = True
        dossier = form.save()
        self.assertEqual(dossier.agency_id, self.agency)
        self.assertEqual(len(dossier.component_ids), 3)
        action = dossier.action_applicant()
        model = self.env[action["res_model"]].with_user(self.official)
        dialog = Form(model.with_context(**action["context"]))
        dialog.scan = (
            "012195000017||LÒ THỊ THỬ NGHIỆM|01011995|Nữ|Bản Thử, xã Mẫu, Lai Châu|15082021"
        )
        self.assertEqual(dialog.identity_number, "012195000017")
        self.assertFalse(dialog.scan)
        dialog.phone = "0912 345 678"
        dialog.save().action_confirm()
        self.assertEqual(dossier.applicant_id.sudo().identity_number, "012195000017")
        printed = dossier.action_receive()
        self.assertEqual(printed["report_name"], "hcc_dossier.slip")
        self.assertEqual(printed["paper_engine"], "weasyprint")
        self.assertEqual(dossier.state, "received")

    def test_changing_the_procedure_changes_the_papers(self):
        other = self._create_procedure(self.agency, "1.000003", "Thủ tục khác")
        dossier = self._draft()
        dossier.write({"procedure_id": other.id})
        self.assertEqual(dossier.version_id, other.version_ids)
        self.assertEqual(dossier.component_ids.component_id, other.version_ids.component_ids)

    def test_tick_all(self):
        dossier = self._draft(complete=False)
        dossier.action_tick_all()
        self.assertEqual(dossier.component_ids.mapped("is_received"), [True, True, False])

    def test_bad_scan_warns(self):
        model = self.env["hcc.dossier.applicant"].with_user(self.official)
        dialog = model.new({"dossier_id": self._draft().id, "scan": "không phải thẻ"})
        self.assertIn("warning", dialog._onchange_scan())

    def test_applicant_dialog_is_the_official_s(self):
        dossier = self._draft()
        with self.assertRaises(AccessError):
            self.env["hcc.dossier.applicant"].with_user(self.appraiser).create(
                {"dossier_id": dossier.id, "name": OWNER["name"]}
            )

    def test_every_dialog_leads_to_its_verb(self):
        cases = (
            (self._draft(complete=False), self.official, "guide", {}, "guided"),
            (self._draft(), self.official, "refuse", {}, "refused"),
            (self._processing(), self.appraiser, "request_supplement", {}, "supplement"),
            (self._processing(), self.approver, "suspend", {}, "suspended"),
            (self._processing(), self.official, "withdraw", {}, "withdrawn"),
            (self._processing(), self.official, "stop", {}, "stopped"),
            (self._processing(), self.director, "cancel", {}, "cancelled"),
            (
                self._processing(), self.approver, "extend",
                {"new_appointment_at": centre_time("2026-12-02 16:00")}, "processing",
            ),
        )  # fmt: skip
        for dossier, user, verb, values, state in cases:
            dialog = self._dialog(dossier, user, verb)
            dialog.reason = "Lý do."
            if dialog.reason_kind:
                dialog.reason_id = self.env["hcc.dossier.reason"]._default_of(dialog.reason_kind)
            for name, value in values.items():
                setattr(dialog, name, value)
            action = dialog.save().action_confirm()
            self.assertEqual(dossier.state, state, verb)
            self.assertIn(action["type"], ("ir.actions.report", "ir.actions.act_window_close"))

    def test_each_dialog_asks_what_its_verb_takes(self):
        """A view of its own belongs to a verb; and every verb's dialog opens."""
        dossier, dialogs = self._processing(), self.env["hcc.dossier.act"].with_user(self.approver)
        verbs = dict(dialogs._fields["verb"].selection)
        views = self.env["ir.ui.view"].sudo().search([("model", "=", dialogs._name)])
        names = views.get_external_id().values()
        own = {name.rpartition("form_")[2] for name in names if "form_" in name}
        self.assertLessEqual(own, set(verbs))
        for verb in verbs:
            action = dialogs._open(dossier, verb)
            form = Form(dialogs.with_context(**action["context"]), view=action["views"][0][0])
            self.assertEqual(form.verb, verb)
        required = dialogs.get_view(dialogs._open(dossier, "extend")["views"][0][0])["arch"]
        self.assertIn("new_appointment_at", required)
        self.assertNotIn("collector_name", required)

    def test_steps_and_return_by_dialog(self):
        dossier = self._processing()
        for user in (self.appraiser, self.approver):
            self._dialog(dossier, user, "complete_step").save().action_confirm()
        dialog = self._dialog(dossier, self.clerk, "complete_step")
        dialog.result_number = "77/GP"
        saved = dialog.save()
        saved.action_confirm()
        saved.action_confirm()  # a second press of the same dialog
        self.assertEqual(dossier.result_number, "77/GP")
        dossier.with_user(self.clerk).hand_over()
        dossier.take()
        dialog = self._dialog(dossier, self.official, "return_result")
        dialog.collector = "proxy"
        dialog.collector_name = "Người Nhận Thay"
        dialog.collector_paper = "UQ 01"
        dialog.collector_paper_date = "2026-11-20"
        dialog.collector_identity_kind = "citizen_id"
        dialog.collector_identity = "012195000099"
        dialog.save().action_confirm()
        self.assertEqual(dossier.collector_kind, "proxy")

    def test_columns_stand_in_the_order_of_the_way(self):
        for dossier in (self._processing(), self._received(), self._draft()):
            self.assertTrue(dossier)
        dossiers = self.env["hcc.dossier"].with_user(self.official)
        groups = dossiers.with_context(read_group_expand=True).web_read_group([], ["state"])
        shown = [group["state"] for group in groups["groups"]]
        self.assertEqual(shown, ["draft", "received", "processing"])

    def test_dialog_gives_no_right(self):
        dossier = self._processing()
        with self.assertRaises(AccessError):
            self.env["hcc.dossier.act"].with_user(self.clerk).create(
                {"dossier_id": dossier.id, "verb": "cancel", "reason": "Không."}
            ).action_confirm()
        with self.assertRaises(UserError):
            self.env["hcc.dossier.act"].with_user(self.official).create(
                {"dossier_id": dossier.id, "verb": "guide", "reason": "Không."}
            ).action_confirm()

    def test_inboxes_show_each_role_its_own(self):
        received, processing, sealed = self._received(), self._processing(), self._sealed()
        expected = {
            "action_reception": (self.official, received),
            "action_appraise": (self.appraiser, processing),
            "action_seal": (self.clerk, sealed),
        }
        for name, (user, dossier) in expected.items():
            action = self.env["ir.actions.act_window"]._for_xml_id(f"hcc_dossier.{name}")
            domain = literal_eval(action["domain"])
            self.assertEqual(self.env["hcc.dossier"].with_user(user).search(domain), dossier, name)
