import base64
from contextlib import contextmanager

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .test_procedure import ProcedureCommon

EVENT = {"name": "Khởi nghiệp", "code": "KHOI-NGHIEP"}


class TwoLevels(ProcedureCommon):
    """A province's centre, a commune's below it, and an administrator of each."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.commune = cls._create_centre("Trung tâm xã", "H99.01.11")
        cls.commune.write(
            {
                "parent_centre_id": cls.centre.id,
                "resource_calendar_id": cls.calendar.copy({"company_id": cls.commune.id}).id,
            }
        )
        cls.local = cls._create_user("common_local", "administrator", centre=cls.commune)
        cls.leader = cls._create_user("common_leader", "administrator")
        cls.leader.company_ids = [Command.link(cls.commune.id)]

    def as_local(self, records):
        return records.with_user(self.local).with_context(allowed_company_ids=self.commune.ids)

    def as_leader(self, records):
        companies = (self.centre | self.commune).ids
        return records.with_user(self.leader).with_context(allowed_company_ids=companies)

    @contextmanager
    def refused(self, words=""):
        with self.assertRaises(AccessError) as caught:
            yield
        self.assertIn(words, str(caught.exception))


@tagged("post_install", "-at_install")
class TestCommonCatalogue(TwoLevels):
    """What all centres share is changed from a leading centre only."""

    def test_the_catalogue_is_the_leading_centres(self):
        procedure = self.as_local(self.procedure)
        self.assertEqual(procedure.name, self.procedure.name, "reading stays")
        for vals in ({"reception": "excluded"}, {"active": False}, {"company_ids": []}):
            with self.subTest(vals=vals), self.refused(self.centre.name):
                procedure.write(vals)
        with self.refused("common to all centres"):
            procedure.unlink()
        with self.refused("common to all centres"):
            self.as_local(self.env["hcc.life.event"]).create(EVENT)
        self.as_leader(self.env["hcc.life.event"]).create(EVENT)
        self.as_leader(self.procedure).name = "Tên tỉnh đặt"

    def test_screens_are_read_only(self):
        for asked, expected in ((self.as_local, True), (self.as_leader, False)):
            for model in ("hcc.procedure", "hcc.policy", "hcc.fee"):
                arch = asked(self.env[model]).get_view(view_type="list")["arch"]
                with self.subTest(model=model, leader=not expected):
                    self.assertEqual('create="False"' in arch, expected)

    def test_verbs_of_versions_are_refused(self):
        draft = self.as_local(self.version)
        self.assertFalse(draft.can_publish)
        self.assertFalse(draft.is_administrator)
        with self.refused("common to all centres"):
            draft.publish()
        self.assertTrue(self.as_leader(self.version).can_publish)
        self.as_leader(self.version).publish()
        published = self.as_local(self.version)
        self.assertFalse(published.can_revise)
        for verb in ("abolish", "revise"):
            with self.subTest(verb=verb), self.refused("common to all centres"):
                getattr(published, verb)()
        self.assertEqual(self.version.state, "published")

    def test_dialogs_of_the_catalogue_are_refused(self):
        template = self.env.ref("hcc_base.process_template_three")
        dialog = self.as_local(self.env["hcc.process.apply"]).create(
            {"version_id": self.version.id, "template_id": template.id}
        )
        with self.refused():
            dialog.action_apply()
        copying = self.as_local(self.env["hcc.process.copy"]).create(
            {
                "source": "template",
                "template_id": template.id,
                "procedure_ids": [Command.set(self.procedure.ids)],
            }
        )
        copying.action_preview()
        with self.refused():
            copying.action_confirm()
        abolition = self.as_local(self.env["hcc.procedure.abolish"]).create(
            {
                "version_ids": [Command.set(self.version.ids)],
                "decision_number": "1/QĐ",
                "decision_date": "2026-11-20",
                "decision_signer": "Chủ tịch",
            }
        )
        self.version.publish()
        with self.refused():
            abolition.action_confirm()

    def test_imports_are_refused(self):
        values = {"file": base64.b64encode("Mã,Tên\n1,Một".encode()), "file_name": "a.csv"}
        with self.refused():
            self.as_local(self.env["hcc.catalogue.import"]).create(values)
        sheet = self.as_leader(self.env["hcc.catalogue.import"]).create(values)
        for verb in ("read_sheet", "run_chunk", "cancel"):
            with self.subTest(verb=verb), self.refused():
                getattr(self.as_local(sheet), verb)()
        rows = list(EVENT), [list(EVENT.values())]
        self.assertFalse(self.as_local(self.env["hcc.life.event"]).load(*rows)["ids"])
        self.assertTrue(self.as_leader(self.env["hcc.life.event"]).load(*rows)["ids"])

    def test_what_stands_below_common_records_is_theirs_too(self):
        with self.refused():
            self.as_local(self.version.component_ids[:1]).name = "Đơn khác"
        with self.refused():
            self.as_local(self.env["ir.attachment"]).create(
                {"name": "mau.txt", "raw": b"x", "res_model": "hcc.procedure",
                 "res_id": self.procedure.id}
            )  # fmt: skip

    def test_the_reporting_line_counts_at_once(self):
        field = self.procedure.field_id
        with self.refused():
            self.as_local(field).name = "Khác"
        self.commune.parent_centre_id = False
        self.as_local(field).name = "Khác"
        self.commune.parent_centre_id = self.centre
        with self.refused():
            self.as_local(field).name = "Khác nữa"


@tagged("post_install", "-at_install")
class TestCommonPolicies(TwoLevels):
    """Policies, a centre's own too, are kept by a leading centre at or above it."""

    VALUES = {"name": "Riêng", "regime": "c", "valid_from": "2027-01-01"}

    def test_common_policies(self):
        common = self.env.ref("hcc_base.policy_c")
        with self.refused("common to all centres"):
            self.as_local(common).name = "Khác"
        with self.refused():
            self.as_local(common).source_ids[:1].certainty = "certain"
        with self.refused():
            self.as_local(self.env["hcc.policy"]).create(self.VALUES)
        with self.refused():
            self.as_local(common).action_prepare_next()
        self.as_leader(common).source_ids[:1].certainty = "certain"
        self.as_leader(self.env["hcc.policy"]).create(self.VALUES)

    def test_a_centres_own_policy(self):
        values = self.VALUES | {"company_id": self.commune.id}
        with self.refused():
            self.as_local(self.env["hcc.policy"]).create(values)
        own = self.as_leader(self.env["hcc.policy"]).create(values)
        with self.refused(f"keep it: {self.centre.name}."):
            self.as_local(own).name = "Khác"
        with self.refused():
            self.as_local(own.source_ids[:1]).note = "Khác"
        with self.refused():
            self.as_local(own).unlink()

    def test_a_leading_centre_keeps_no_policy_of_another_line(self):
        stranger = self._create_user("common_stranger", "administrator", centre=self.other_centre)
        stranger.company_ids = [Command.link(self.commune.id)]
        policies = self.env["hcc.policy"].with_user(stranger)
        policies = policies.with_context(allowed_company_ids=stranger.company_ids.ids)
        with self.refused():
            policies.create(self.VALUES | {"company_id": self.commune.id})
        policies.create(self.VALUES | {"company_id": self.other_centre.id})

    def test_profiles(self):
        profile = self.env["hcc.policy.profile"].search([], limit=1)
        values = {
            "profile_id": profile.id,
            "company_id": self.commune.id,
            "valid_from": "2027-01-01",
        }
        with self.refused():
            self.as_local(self.env["hcc.policy.apply"]).create(values).action_apply()
        self.as_leader(self.env["hcc.policy.apply"]).create(values).action_apply()


@tagged("post_install", "-at_install")
class TestCommonCalendars(TwoLevels):
    """Days and hours: the own centre's by its administrators, common ones by a leading centre."""

    DAY = {"date": "2027-03-03", "name": "Bão", "kind": "closure"}

    def test_exceptional_days(self):
        days = self.env["hcc.calendar.day"]
        common = days.create(self.DAY)
        with self.refused("common to all centres"):
            self.as_local(common).unlink()
        with self.refused():
            self.as_local(days).create(self.DAY | {"date": "2027-03-04"})
        own = self.as_local(days).create(self.DAY | {"company_id": self.commune.id})
        with self.refused():
            own.company_id = False
        own.unlink()
        self.as_leader(common).unlink()

    def test_the_dialogs_of_days(self):
        values = {"date_from": "2026-12-02", "part": "day", "reason": "Bão"}
        closures = self.as_local(self.env["hcc.calendar.closure"])
        with self.refused():
            closures.create(values | {"company_id": False}).action_preview()
        own = closures.create(values | {"company_id": self.commune.id})
        own.action_preview()
        own.action_confirm()
        calendar = self.env["hcc.clock"]._calendar(self.commune, None)
        self.assertFalse(calendar.slots_on(own.date_from))

    def test_the_hours_of_the_superior_centre(self):
        hours = self.as_local(self.calendar)
        self.assertEqual(self.calendar.company_id, self.centre)
        line = {"name": "Tối", "dayofweek": "0", "hour_from": 18, "hour_to": 19}
        for attempt in (
            lambda: hours.write({"tz": "UTC"}),
            lambda: hours.write({"company_id": self.commune.id}),
            lambda: hours.attendance_ids[:1].unlink(),
            lambda: hours.attendance_ids[:1].write({"hour_to": 10}),
            lambda: hours.attendance_ids.create(line | {"calendar_id": hours.id}),
            lambda: hours.write({"attendance_ids": [Command.create(line)]}),
        ):
            with self.refused(self.centre.name):
                attempt()
        self.as_leader(self.calendar).attendance_ids[:1].hour_to = 10

    def test_the_own_hours(self):
        hours = self.as_local(self.commune.resource_calendar_id)
        hours.attendance_ids[:1].hour_to = 10
        hours.attendance_ids[:1].unlink()
        with self.refused():
            hours.attendance_ids[:1].calendar_id = self.calendar
        with self.refused():
            hours.company_id = False
        self.other_centre.resource_calendar_id = hours
        with self.refused(self.centre.name):
            hours.attendance_ids[:1].hour_to = 10
        self.other_centre.resource_calendar_id = self.calendar
        self.agency.calendar_id = hours
        with self.refused(self.centre.name):
            hours.attendance_ids[:1].hour_to = 10

    def test_the_dialog_of_hours(self):
        for calendar, is_own in (
            (self.calendar, False),
            (self.commune.resource_calendar_id, True),
        ):
            dialog = self.as_local(self.env["hcc.calendar.hours"]).create(
                {"calendar_id": calendar.id}
            )
            dialog.line_ids[0].slots = "08:00-10:00"
            if is_own:
                dialog.action_preview()
                dialog.action_confirm()
            else:
                with self.refused():
                    dialog.action_preview()

    def test_the_platforms_own_managers_keep_their_rights(self):
        both = self._create_user(
            "common_system", "administrator", "base.group_system", centre=self.commune
        )
        self.calendar.with_user(both).attendance_ids[:1].hour_to = 10
        self.assertEqual(self.calendar.attendance_ids[:1].hour_to, 10)


@tagged("post_install", "-at_install")
class TestCommonAgencies(TwoLevels):
    """An agency of several centres belongs to a leading one; one of the own centre to that too."""

    def own_agency(self):
        values = {"name": "Ủy ban xã", "code": "UBX", "kind": "commune"}
        values["company_ids"] = [Command.set(self.commune.ids)]
        return self.as_local(self.env["hcc.agency"]).create(values)

    def test_an_agency_of_all_centres(self):
        official = self._create_user("common_official", "official", centre=self.commune)
        everywhere = self.agency.copy({"code": "MN", "company_ids": []})
        for agency in self.as_local(self.agency | everywhere):
            for vals in (
                {"member_ids": [Command.link(official.id)]},
                {"member_ids": [Command.clear()]},
                {"company_ids": [Command.link(self.commune.id)]},
                {"company_ids": [Command.set(self.commune.ids)]},
                {"ended_on": "2026-11-01"},
                {"alias_ids": [Command.create({"code": "H99.88"})]},
            ):
                with self.subTest(agency=agency.code, vals=vals), self.refused():
                    agency.write(vals)
            with self.refused():
                agency.unlink()
            with self.refused():
                agency.create(
                    {
                        "name": "Phòng lạ",
                        "code": "PL",
                        "kind": "unit",
                        "parent_id": agency.id,
                        "company_ids": [Command.set(self.commune.ids)],
                        "member_ids": [Command.set(official.ids)],
                    }
                )
            self.as_leader(agency).member_ids = [Command.link(official.id)]

    def test_an_agency_of_an_archived_centre_is_no_less_its(self):
        shut = self._create_centre("Trung tâm cũ", "H99.09")
        both = [Command.set((shut | self.commune).ids)]
        agency = self.agency.copy({"code": "AC", "company_ids": both})
        shut.active = False
        with self.refused():
            self.as_local(agency).name = "Của xã"

    def test_an_agency_of_the_own_centre(self):
        agency = self.own_agency()
        official = self._create_user("common_official", "official", centre=self.commune)
        agency.member_ids = [Command.link(official.id)]
        room = agency.create(
            {"name": "Phòng", "code": "UBX-P", "kind": "unit", "parent_id": agency.id}
        )
        room.member_ids = [Command.link(official.id)]
        agency.alias_ids = [Command.create({"code": "H99.88"})]
        agency.alias_ids.legal_basis = "Nghị quyết"
        for vals in (
            {"company_ids": [Command.clear()]},
            {"company_ids": [Command.link(self.centre.id)]},
            {"parent_id": self.agency.id},
        ):
            with self.subTest(vals=vals), self.refused():
                agency.write(vals)
        with self.refused():
            room.parent_id = self.agency
        with self.refused():
            agency.alias_ids.agency_id = self.agency

    def test_an_agency_belongs_to_nobody_new(self):
        with self.refused():
            self.as_local(self.env["hcc.agency"]).create({"name": "Cho mọi nơi", "code": "CMN"})


@tagged("post_install", "-at_install")
class TestCommonHierarchy(TwoLevels):
    """Who reports to whom is decided from a leading centre; a centre's own face is its own."""

    def test_the_own_centre(self):
        own = self.as_local(self.commune)
        own.write({"hotline": "0213 1", "brand_color": "#0b4f8a", "street": "Phố Mới"})
        self.assertEqual(own.hotline, "0213 1")
        for centre in (self.centre, self.other_centre):
            with self.refused():
                self.as_local(centre).hotline = "0"

    def test_no_centre_makes_itself_a_leading_one(self):
        own = self.as_local(self.commune)
        for above in (False, self.other_centre.id):
            with self.refused(self.centre.name):
                own.parent_centre_id = above
        own.parent_centre_id = self.centre  # unchanged, as a form may send it
        with self.refused():
            own.write({"child_centre_ids": [Command.link(self.other_centre.id)]})
        self.assertEqual(self.commune.parent_centre_id, self.centre)

    def test_the_reporting_line_is_the_leading_centres(self):
        third = self._create_centre("Trung tâm xã Ba", "H99.01.13")
        third.parent_centre_id = self.centre
        self.as_leader(self.commune).parent_centre_id = third
        with self.refused():  # the new superior is not theirs
            self.as_leader(self.commune).parent_centre_id = self.other_centre
        self.as_leader(self.commune).parent_centre_id = False
        self.assertFalse(self.commune.parent_centre_id)

    def test_only_a_leading_centre_sets_up_others(self):
        def setup(asked, **values):
            line = Command.create({"name": "Tổ", "code": "H99.01.99"})
            values = {"calendar_id": self.calendar.id, "line_ids": [line], **values}
            return asked(self.env["hcc.centre.setup"]).create(values)

        with self.refused("under a leading centre"):
            setup(self.as_local, parent_id=self.commune.id)._create_centres()
        rows = [
            Command.create({"name": "Một", "code": "H99.77", "parent_code": "H99.01"}),
            Command.create({"name": "Hai", "code": "H99.78"}),
        ]
        with self.refused():  # the second would report to nobody
            setup(self.as_leader, parent_id=False, line_ids=rows)._create_centres()
        self.assertTrue(setup(self.as_leader, parent_id=self.commune.id)._create_centres())

    def test_the_form_shows_what_may_be_changed(self):
        self.commune.centre_level = "commune"
        view = "hcc_base.res_company_view_form_centre"
        with Form(self.as_local(self.commune), view) as form:
            form.hotline = "0213 2"
            with self.assertRaisesRegex(AssertionError, "readonly"):
                form.parent_centre_id = self.other_centre
        self.assertEqual(self.commune.hotline, "0213 2")
        with Form(self.as_leader(self.commune), view) as form:
            form.parent_centre_id = self.env["res.company"]
        self.assertFalse(self.commune.parent_centre_id)

    def test_refusals_are_user_errors(self):
        """The web client shows the sentence, not a fault of the program."""
        with self.assertRaises(UserError) as caught:
            self.as_local(self.procedure).name = "Khác"
        self.assertIn(self.procedure.code, str(caught.exception))
