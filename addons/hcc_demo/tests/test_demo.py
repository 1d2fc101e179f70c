from odoo.exceptions import AccessError
from odoo.service.model import get_public_method
from odoo.tests import TransactionCase, tagged

#: Agencies of which the catalogue's data holds fewer than two usable procedures.
FEW_PROCEDURES = {"STTTT": 0, "SYT": 1}


@tagged("post_install", "-at_install")
class TestDemonstration(TransactionCase):
    """The demonstration centre is complete: whoever opens it finds a centre at work."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.centre = cls.env.ref("base.main_company")
        cls.today = cls.env["hcc.clock"]._today(cls.centre)

    def _ours(self, model, domain=()):
        ids = self.env["ir.model.data"].search([("module", "=", "hcc_demo"), ("model", "=", model)])
        return self.env[model].search([("id", "in", ids.mapped("res_id")), *domain])

    def test_the_centre(self):
        self.assertTrue(self.centre.is_centre)
        self.assertEqual(self.centre.currency_id, self.env.ref("base.VND"))
        self.assertTrue(self.env["hcc.clock"]._is_demonstration_database())
        policy = self.env["hcc.policy"]._get(self.centre, self.today)
        self.assertEqual(policy.regime, "c")
        calendar = self.env["hcc.clock"]._calendar(self.centre)
        monday = self.today.fromordinal(self.today.toordinal() - self.today.weekday() + 7 * 60)
        self.assertIn(calendar.slots_on(monday), (((420, 690), (810, 1020)), ()))

    def test_agencies_and_counters(self):
        agencies = self._ours("hcc.agency")
        self.assertEqual(len(agencies), 17)
        counters = self._ours("hcc.counter")
        self.assertEqual(sorted(counters.mapped("number")), list(range(1, 25)))
        for agency in agencies:
            self.assertIn(len(agency.counter_ids), (1, 2), agency.name)
        cashier = counters.filtered(lambda c: c.purpose == "cashier_return")
        self.assertEqual(len(cashier), 1)
        self.assertFalse(cashier.agency_ids)
        self.assertEqual(len(self._ours("hcc.lane")), 18)
        self.assertTrue(all(self._ours("hcc.lane").mapped("counter_ids")))

    def test_every_agency_has_procedures_in_force(self):
        for agency in self._ours("hcc.agency"):
            versions = agency.procedure_ids.current_version_id
            with self.subTest(agency=agency.code):
                self.assertGreaterEqual(len(versions), FEW_PROCEDURES.get(agency.code, 2))

    def test_versions_are_complete_and_say_what_is_unchecked(self):
        for version in self._ours("hcc.procedure.version"):
            with self.subTest(version=version.display_name):
                self.assertEqual(version.state, "published")
                self.assertTrue(version.component_ids)
                self.assertEqual(
                    version.step_ids.mapped("kind"), ["appraise", "approve", "number_seal"]
                )
                self.assertLessEqual(sum(version.step_ids.mapped("hours")), version._limit_hours())
                self.assertNotIn("http", version.source_note)
                unchecked = "Chưa đối chiếu với văn bản" in version.source_note
                self.assertEqual(unchecked, version.is_unchecked)

    def test_fees_have_a_tariff_today(self):
        for fee in self._ours("hcc.fee"):
            with self.subTest(fee=fee.code):
                self.assertGreater(fee._amount_on(self.today), 0)
                self.assertEqual(fee.kind == "service", fee.agency_id.kind == "enterprise")

    def test_services_of_enterprises_have_prices_not_fees(self):
        services = self._ours("hcc.procedure", [("kind", "=", "service")])
        self.assertEqual(set(services.agency_id.mapped("code")), {"NUOCSACH", "DIENLUC"})
        kinds = set(services.version_ids.fee_item_ids.mapped("fee_kind"))
        self.assertEqual(kinds, {"service"})

    def test_decisions_on_the_catalogue(self):
        decisions = self._ours("hcc.catalogue.decision")
        in_force = decisions.filtered("is_in_force")
        self.assertEqual((in_force.in_count, in_force.out_count), (5, 2))
        for line in in_force.line_ids:
            with self.subTest(procedure=line.display_name):
                self.assertEqual(
                    line.procedure_id._is_received_at(self.centre), line.mode == "centre"
                )
        self.assertEqual((decisions - in_force).state, "draft")
        self.assertTrue((decisions - in_force).can_sign)

    def test_a_delegation_a_state(self):
        delegations = self._ours("hcc.delegation")
        states = delegations.sorted("state").mapped("state")
        self.assertEqual(states, ["active", "active", "draft", "revoked"])
        current = delegations.filtered("is_current")
        delegate = self.env.ref("hcc_demo.user_canbo_stp2")
        self.assertEqual(current.delegate_user_id, delegate)
        given = self.env["hcc.delegation"].with_user(delegate)
        procedure = self.env.ref("hcc_demo.procedure_2_000635")
        agency = procedure.agency_id
        self.assertEqual(given._for_act(["approve"], procedure, agency, self.centre), current)
        delegations.filtered(lambda d: d.state == "draft").activate()

    def test_the_staff(self):
        employees = self._ours("hr.employee")
        self.assertEqual(len(employees.filtered("is_permanent")), 5)
        stays = self._ours("hcc.secondment")
        self.assertEqual(len(stays), 25)
        self.assertEqual(set(stays.mapped("state")), {"active"})
        for counter in self._ours("hcc.counter"):
            for user in counter.user_ids:
                self.assertTrue(counter._can_open(user), counter.display_name)

    def test_users_work_in_vietnamese_at_the_centre(self):
        for user in self._ours("res.users"):
            with self.subTest(login=user.login):
                self.assertEqual((user.lang, user.tz), ("vi_VN", "Asia/Ho_Chi_Minh"))
                self.assertEqual(user.company_ids, self.centre)

    def test_one_login_a_role(self):
        logins = self.env["hcc.demo"]._logins()
        self.assertEqual(len(logins), 12)
        self.assertEqual(len({label for __, label in logins}), 12)

    def test_passwords_are_set_for_the_demonstrations_users_only(self):
        set_for = self.env["hcc.demo"]._set_passwords({"canbo": "thu-nghiem", "admin": "no"})
        self.assertEqual(set_for, ["canbo"])
        user = self.env.ref("hcc_demo.user_canbo")
        credential = {"login": "canbo", "password": "thu-nghiem", "type": "password"}
        self.assertEqual(
            self.env["res.users"].authenticate(credential, {"interactive": False})["uid"], user.id
        )

    def test_nothing_of_it_can_be_called_from_outside(self):
        for method in (
            "_logins",
            "_set_passwords",
            "_page_addresses",
            "_prepare_accounts",
            "_live",
        ):
            with self.subTest(method=method), self.assertRaises(AccessError):
                get_public_method(self.env["hcc.demo"], method)

    def test_screens_get_an_address(self):
        kinds = {path.split("/")[2] for __, path in self.env["hcc.demo"]._page_addresses()}
        self.assertLessEqual({"kiosk", "board", "counter", "rating"}, kinds)

    def test_applicants_are_invented_and_known_to_an_agency(self):
        applicants = self._ours("hcc.applicant")
        self.assertEqual(len(applicants), 12)
        self.assertTrue(all(applicant.agency_ids for applicant in applicants))

    def test_money_can_be_collected(self):
        self.assertEqual(self.centre.chart_template, "vn")
        self.assertTrue(self.centre.hcc_cash_journal_id)
        books = self._ours("hcc.receipt.book")
        self.assertEqual(books.mapped("state"), ["open", "open"])
        for years in (0, 1):
            day = self.today.replace(year=books[-1].year + years, month=12, day=31)
            self.assertEqual(len(books._usable_on(self.centre, day)), 1)
