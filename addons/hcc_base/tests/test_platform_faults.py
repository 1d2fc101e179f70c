"""Faults of the platform that the suite mends. Each test also takes the measure away, or asks the
platform's own implementation, and asserts that the fault then shows."""

from unittest.mock import patch

from odoo import models
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.service.model import get_public_method
from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tests.common import get_db_name
from odoo.tools import mute_logger

from odoo.addons.base.models.ir_rule import IrRule as PlatformRule

from ..models.base import Base
from ..models.hcc_state_mixin import HccStateMixin
from ..models.ir_rule import IrRule
from ..models.ir_sequence import IrSequence
from ..tools.identity import invented_citizen_id
from .committed import CommittedCase
from .common import HccCommon, real_connections
from .test_procedure import ProcedureCommon
from .worker import Worker

READ_AS_USER = """
applicant = env["hcc.applicant"].with_user(asked["user"]).browse(asked["applicant"])
answer = bool(applicant.search([("id", "=", applicant.id)])) and applicant.has_access("read")
"""


@tagged("post_install", "-at_install")
class TestTransferTakesEffect(CommittedCase):
    """A transferred official loses the old agency's records with the next request, everywhere."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        old, new = cls.env["hcc.agency"].create(
            [
                {"name": f"Sở chuyển {n}", "short_name": n, "code": f"CH{n}", "kind": "department"}
                for n in ("1", "2")
            ]
        )
        user = new_test_user(cls.env, "transferred", groups="hcc_base.group_official")
        old.member_ids = [Command.link(user.id)]
        applicant = (
            cls.env["hcc.applicant"]
            .with_user(user)
            .find_or_register({"name": "Lò Văn Chuyển", "identity_number": invented_citizen_id(41)})
        )
        cls.question = {"user": user.id, "applicant": applicant.id}
        cls.user_id, cls.old_id, cls.new_id = user.id, old.id, new.id
        cls.rule_id = cls.env.ref("hcc_base.rule_applicant_agency").id
        cls._commit_fixture()
        cls.workers = [Worker(get_db_name(), READ_AS_USER) for _ in range(2)]
        for worker in cls.workers:
            cls.addClassCleanup(worker.close)

    def _move(self, agency_id):
        """As another process does it: committed, no cache told."""
        with real_connections(), self.registry.cursor() as cr:
            user = self.env(cr=cr)["res.users"].browse(self.user_id)
            user.agency_ids = [Command.set([agency_id])]

    def _rule(self, domain):
        with real_connections(), self.registry.cursor() as cr:
            self.env(cr=cr)["ir.rule"].browse(self.rule_id).domain_force = domain
        self.env.registry.clear_cache()

    def _answers(self):
        return [worker.ask(self.question) for worker in self.workers]

    def test_every_worker_knows_at_once(self):
        self.assertEqual(self._answers(), [True, True])
        self._move(self.new_id)
        self.assertEqual(self._answers(), [False, False])
        self._move(self.old_id)
        self.assertEqual(self._answers(), [True, True])

    def test_a_rule_computed_in_python_would_not_notice(self):
        domain = self.env["ir.rule"].browse(self.rule_id).domain_force
        self.addCleanup(self._rule, domain)
        self.addCleanup(self._move, self.old_id)
        self._rule("[('agency_ids', 'in', user.agency_ids.ids)]")
        worker = Worker(get_db_name(), READ_AS_USER)
        self.addCleanup(worker.close)
        self.assertTrue(worker.ask(self.question))
        self._move(self.new_id)
        self.assertTrue(worker.ask(self.question), "the platform's fault shows no more")


@tagged("post_install", "-at_install")
class TestRefusalsNameNothing(HccCommon):
    """Neither a refusal in debug mode nor a display name says who somebody is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.official = cls._create_user("names_nothing", "official", agency=cls.agency)
        other = cls._create_user("names_other", "official", agency=cls.other_agency)
        cls.foreign = (
            cls.env["hcc.applicant"]
            .with_user(other)
            .find_or_register({"name": "Hai BI MAT", "identity_number": invented_citizen_id(42)})
        )

    def _refusal(self):
        self.env.invalidate_all()
        record = self.foreign.with_user(self.official)
        with (
            patch.object(type(self.env.user), "has_group", lambda user, group: True),
            patch.object(type(self.env["res.users"]), "_is_internal", lambda user: True),
            self.assertRaises(AccessError) as caught,
        ):
            record.read(["name"])
        return str(caught.exception)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.hcc_base.models.ir_rule")
    def test_a_refusal_in_debug_mode_names_no_record(self):
        self.assertNotIn(str(self.foreign.id), self._refusal())
        with (
            patch.object(IrRule, "_make_access_error", PlatformRule._make_access_error),
            patch.object(type(self.foreign), "_compute_display_name", _plain_display_name),
        ):
            self.assertIn("BI MAT", self._refusal())

    def test_a_display_name_read_as_superuser_is_masked(self):
        """Names of linked records are always read as superuser."""
        shown = self.foreign.with_user(self.official).sudo().display_name
        self.assertNotIn("BI MAT", shown)
        self.assertNotIn(invented_citizen_id(42), shown)
        with patch.object(type(self.foreign), "_compute_display_name", _plain_display_name):
            self.env.invalidate_all()
            shown = self.foreign.with_user(self.official).sudo().display_name
        self.assertIn("BI MAT", shown)


def _plain_display_name(records):
    for record in records.sudo():
        record.display_name = record.name


@tagged("post_install", "-at_install")
class TestNumbersAreNotForClients(TransactionCase):
    """No client draws, burns or back-dates a number."""

    METHODS = ("next_by_code", "next_by_id", "get_next_char")

    def test_sequences_are_private(self):
        for name in self.METHODS:
            with self.subTest(method=name), self.assertRaises(AccessError):
                get_public_method(self.env["ir.sequence"], name)

    def test_code_still_draws(self):
        self.env["ir.sequence"].create({"name": "Thử", "code": "hcc.test", "prefix": "T"})
        self.assertEqual(self.env["ir.sequence"].next_by_code("hcc.test"), "T1")

    def test_without_the_measure_any_client_may(self):
        for name in self.METHODS:
            with patch.object(getattr(IrSequence, name), "_api_private", False):
                self.assertTrue(get_public_method(self.env["ir.sequence"], name))

    def test_the_series_of_the_suite_have_no_public_method(self):
        series = type(self.env["hcc.number.series"])
        base = set(dir(models.BaseModel)) | set(dir(type(self.env["base"])))
        names = {n for n in set(dir(series)) - base if not n.startswith("_")}
        self.assertFalse(
            {n for n in names if callable(getattr(series, n)) and n not in series._fields}
        )


@tagged("post_install", "-at_install")
class TestWritesAreGuarded(ProcedureCommon):
    """`readonly` in a view protects nothing; rules are checked before a write only."""

    def test_a_state_is_not_written(self):
        with self.assertRaises(AccessError):
            self.version.with_user(self.admin).write({"state": "published"})
        with patch.object(HccStateMixin, "write", models.BaseModel.write):
            self.version.with_user(self.admin).write({"state": "published"})
        self.assertEqual(self.version.state, "published")

    def test_a_record_is_not_given_away(self):
        counter = self.env["hcc.counter"].create(
            {"name": "Quầy 1", "number": 1, "company_id": self.centre.id}
        )
        keeper = counter.with_user(self.admin)
        with self.assertRaises(AccessError):
            keeper.write({"company_id": self.other_centre.id})
        counter.invalidate_recordset()
        with patch.object(Base, "write", models.BaseModel.write):
            keeper.write({"company_id": self.other_centre.id})
        self.assertEqual(counter.company_id, self.other_centre)


@tagged("post_install", "-at_install")
class TestReportsAreChecked(HccCommon):
    """A report's groups and the reader's right to its records hold at the report's address."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.official = cls._create_user("report_official", "official", agency=cls.agency)
        other = cls._create_user("report_other", "official", agency=cls.other_agency)
        number = {"name": "Lò Thị Giấy", "identity_number": invented_citizen_id(43)}
        cls.foreign = cls.env["hcc.applicant"].with_user(other).find_or_register(number)
        cls.env["ir.ui.view"].create(
            {
                "type": "qweb",
                "key": "hcc_base.test_leaky_paper",
                "name": "hcc_base.test_leaky_paper",
                "arch": '<t t-name="hcc_base.test_leaky_paper"><p t-out="docs.sudo().name"/></t>',
            }
        )
        cls.report = cls.env["ir.actions.report"].create(
            {
                "name": "Giấy thử",
                "model": "hcc.applicant",
                "report_type": "qweb-html",
                "report_name": "hcc_base.test_leaky_paper",
                "paper_engine": "weasyprint",
            }
        )

    def _printed(self, records):
        reports = self.env["ir.actions.report"].with_user(self.official)
        html, _kind = reports._render_qweb_html(self.report.report_name, records.ids)
        return html.decode() if isinstance(html, bytes) else html

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.hcc_base.models.ir_rule")
    def test_a_template_with_sudo_prints_no_foreign_record(self):
        with self.assertRaises(AccessError):
            self._printed(self.foreign)
        self.report.paper_engine = False
        self.assertIn("Lò Thị Giấy", self._printed(self.foreign))

    def test_the_groups_of_a_report_hold(self):
        own = self.env["hcc.applicant"].with_user(self.official).create({"name": "Lò Văn Của"})
        self.assertIn("Lò Văn Của", self._printed(own))
        self.report.group_ids = [Command.set(self.env.ref("hcc_base.group_director").ids)]
        with self.assertRaises(AccessError):
            self._printed(own)
        self.report.paper_engine = False
        self.assertIn("Lò Văn Của", self._printed(own))
