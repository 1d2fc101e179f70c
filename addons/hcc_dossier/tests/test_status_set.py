from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import HccDossierCommon


@tagged("post_install", "-at_install")
class TestStatusSet(HccDossierCommon):
    """The statuses that applicants see are data; the policy chooses the set."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls._create_user("d_admin", "administrator")
        cls.national = cls.env.ref("hcc_dossier.status_set_national_10").with_user(cls.admin)
        cls.policy = cls.env.ref("hcc_base.policy_c")

    def _status(self, number, status_set=None):
        return (status_set or self.national).status_ids.filtered(lambda s: s.number == number)

    def _row(self, state, status_set=None):
        return (status_set or self.national).state_ids.filtered(lambda row: row.state == state)

    def _entries(self, status_set):
        return self.env["hcc.journal.entry"].search(
            [("res_model", "=", "hcc.status.set"), ("res_id", "=", status_set.id)], order="id"
        )

    def test_the_national_ten_are_shipped_and_chosen(self):
        self.assertEqual(self.national.status_ids.mapped("number"), list(range(1, 11)))
        states = [key for key, __ in self.env["hcc.dossier"]._fields["state"].selection]
        self.assertEqual(sorted(self.national.state_ids.mapped("state")), sorted(states))
        for regime in "abc":
            policy = self.env.ref(f"hcc_base.policy_{regime}")
            self.assertEqual(policy.status_set_id, self.national)

    def test_a_client_does_not_pass_for_an_installation(self):
        status = self._status(3).with_context(install_mode=True)
        before = len(self._entries(self.national))
        status.words = "Đang thẩm tra"
        self.assertEqual(len(self._entries(self.national)), before + 1)

    # -- Editing ------------------------------------------------------------------

    def test_words_and_mapping_are_edited_by_administrators(self):
        dossier = self._received()
        self.assertEqual((dossier.status_code, dossier.status_words), (2, "Được tiếp nhận"))
        self._status(2).words = "Đã được tiếp nhận"
        dossier.invalidate_recordset()
        self.assertEqual(dossier.status_words, "Đã được tiếp nhận")
        self.assertEqual(dossier._get_public_status()["status"], "Đã được tiếp nhận")
        self._row("received").status_id = self._status(4)
        dossier.invalidate_recordset()
        self.assertEqual((dossier.status_code, dossier.status_words), (4, "Đang xử lý"))
        self.assertEqual(
            [(entry.verb, entry.facts, entry.user_id) for entry in self._entries(self.national)],
            [
                ("change_statuses", {"status": 2, "change": "edit"}, self.admin),
                ("change_statuses", {"state": "received", "status": 4}, self.admin),
            ],
        )

    def test_others_only_read(self):
        for user in (self.official, self.director, self.oversight):
            for record, values in (
                (self.national, {"name": "Khác"}),
                (self._status(2), {"words": "Khác"}),
                (self._row("received"), {"status_id": self._status(4).id}),
            ):
                with self.subTest(user=user.login, model=record._name):
                    self.assertTrue(record.with_user(user).read())
                    with self.assertRaises(AccessError):
                        record.with_user(user).write(values)

    def test_the_form_of_an_administrator(self):
        with Form(self.national) as form:
            with form.status_ids.edit(1) as status:
                status.words = "Đã nhận"
            with form.state_ids.edit(1) as row:
                row.status_id = self._status(3)
        self.assertEqual(self._status(2).words, "Đã nhận")
        self.assertEqual(self.national.state_ids[1].status_id, self._status(3))

    # -- Every state exactly one ------------------------------------------------------

    def test_a_set_that_forgets_a_state_is_refused(self):
        lines = [Command.create({"number": 1, "words": "Mới", "state_ids": [
            Command.create({"state": "draft"})]})]  # fmt: skip
        sets = self.env["hcc.status.set"].with_user(self.admin)
        with self.assertRaisesRegex(ValidationError, "Guided to complete, Refused.*one status"):
            sets.create({"name": "Thiếu", "code": "thieu", "status_ids": lines})

    @mute_logger("odoo.sql_db")
    def test_a_state_cannot_have_two(self):
        rows = self.env["hcc.status.state"].with_user(self.admin)
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            rows.create({"state": "draft", "status_id": self._status(3).id})

    def test_a_state_never_loses_its_status(self):
        row, status = self._row("draft"), self._status(1)
        with self.assertRaisesRegex(UserError, "states show: Being received"):
            status.unlink()
        with self.assertRaisesRegex(UserError, "Being received"):
            self.national.status_ids = [Command.delete(status.id)]
        with self.assertRaises(AccessError):
            row.unlink()
        with self.assertRaisesRegex(UserError, "Choose another status"):
            row.sudo().unlink()
        with self.assertRaisesRegex(UserError, "stays its own"):
            row.state = "returned"
        self._status(6).unlink()
        self.assertEqual(len(self.national.status_ids), 9)

    def test_a_row_stays_in_its_set(self):
        other = self.national.copy()
        with self.assertRaisesRegex(UserError, "same set"):
            self._row("draft").status_id = self._status(1, other)
        with self.assertRaisesRegex(UserError, "stays in its set"):
            self._status(1).set_id = other

    # -- Further sets, chosen by the policy -----------------------------------------------

    def test_a_further_set_is_chosen_by_the_policy_from_its_day(self):
        other = self.env["hcc.status.set"].browse(self.national.action_copy()["res_id"])
        self.env.invalidate_all()
        states = dict(self.env["hcc.dossier"]._fields["state"].selection)
        self.assertEqual((other.code, len(other.state_ids)), ("national_10_2", len(states)))
        self._status(2, other).with_user(self.admin).write({"number": 20, "words": "Đã nhận"})
        old = self._received()
        following = self.env["hcc.policy"].browse(self.policy.action_prepare_next()["res_id"])
        following.with_user(self.admin).status_set_id = other
        with self.at("2026-11-25 08:00"):
            new, draft = self._received(), self._draft()
            self._status(1, other).words = "Vừa đăng ký"
            seen = [(d.status_code, d.status_words) for d in old + new + draft]
        self.assertEqual(seen, [(2, "Được tiếp nhận"), (20, "Đã nhận"), (1, "Vừa đăng ký")])
        self.assertEqual(following._value_text("status_set_id"), other.name)
        [*__, entry] = self.env["hcc.journal.entry"].search(
            [("res_model", "=", "hcc.policy"), ("res_id", "=", following.id)], order="id"
        )
        self.assertEqual(entry.facts, {"status_set_id": other.id})

    def test_a_set_in_use_is_not_deleted(self):
        other = self.national.copy()
        self.policy.status_set_id = other
        for status_set in (other, self.national):
            with self.assertRaisesRegex(UserError, "Archive it"):
                status_set.unlink()
        self.policy.status_set_id = self.national
        other.unlink()
        self.assertFalse(other.exists())

    def test_a_policy_without_a_set_shows_the_shipped_one(self):
        self.policy.status_set_id = False
        self.assertEqual(self._received().status_words, "Được tiếp nhận")

    def test_a_local_profile_names_the_set_by_its_code(self):
        other = self.national.copy({"code": "tinh"})
        profile = self.env.ref("hcc_base.policy_profile_lai_chau")
        line = {"profile_id": profile.id, "field_name": "status_set_id", "certainty": "unsure"}
        lines = self.env["hcc.policy.profile.line"]
        with self.assertRaises(ValidationError):
            lines.create({**line, "value": "khong_co"})
        self.assertEqual(lines.create({**line, "value": "tinh"}).value_text, other.name)
        day = self.env["hcc.clock"]._today(self.centre)
        self.assertEqual(profile._apply(self.centre, day).status_set_id, other)

    # -- Cost -------------------------------------------------------------------------

    def test_statuses_of_many_dossiers_ask_no_more_than_those_of_two(self):
        dossiers = self.env["hcc.dossier"].union(
            *(self._received() for _n in range(6)), *(self._draft() for _n in range(6))
        )

        def queries(records):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            records.with_user(self.official).mapped("status_words")
            return self.env.cr.sql_log_count - before

        queries(dossiers)
        self.assertEqual(queries(dossiers), queries(dossiers[0] + dossiers[-1]))
