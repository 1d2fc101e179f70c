import re
from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .test_procedure import ProcedureCommon

FOREST = "Tiếp nhận, trả kết quả ngay tại nơi kiểm tra"


class DecisionCommon(ProcedureCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.director = cls._create_user("dec_director", "director")
        cls.oversight = cls._create_user("dec_oversight", "oversight")

    @classmethod
    def _procedures(cls, count, agency=None, start=300):
        agency = agency or cls.agency
        field = cls.field
        if agency != cls.agency:
            field = cls.env["hcc.procedure.field"].create(
                {"name": agency.name, "code": f"L-{agency.code}", "agency_id": agency.id}
            )
        return cls.env["hcc.procedure"].create(
            [
                {
                    "code": f"9.{start + n:06d}",
                    "name": f"Thủ tục {start + n}",
                    "agency_id": agency.id,
                    "field_id": field.id,
                }
                for n in range(count)
            ]
        )

    @classmethod
    def _decision(cls, lines, **values):
        return (
            cls.env["hcc.catalogue.decision"]
            .with_user(cls.admin)
            .create(
                {
                    "name": f"{values.get('effective_on', '2026-11-23')}/QĐ-UBND",
                    "signer": "Nguyễn Văn Mẫu",
                    "signer_title": "Chủ tịch",
                    "decided_on": "2026-11-01",
                    "effective_on": "2026-11-23",
                    "line_ids": [
                        Command.create(
                            {
                                "procedure_id": procedure.id,
                                "mode": mode,
                                "reason": mode != "centre" and FOREST,
                            }
                        )
                        for procedure, mode in lines
                    ],
                    **values,
                }
            )
        )

    def _received(self, company=None):
        domain = self.env["hcc.procedure"]._received_domain(company or self.centre)
        return self.env["hcc.procedure"].search(domain)


@tagged("post_install", "-at_install")
class TestEndedAgency(DecisionCommon):
    """List and single answer agree on what an ended agency decided."""

    def _assert_received(self, expected):
        self.assertEqual(self.procedure._is_received_at(self.centre), expected)
        self.assertEqual(self.procedure in self._received(), expected)

    def test_nobody_acts_for_it(self):
        self.agency.ended_on = "2026-11-20"
        self._assert_received(False)

    def test_its_successor_receives(self):
        self.agency.write({"ended_on": "2026-11-20", "successor_id": self.other_agency.id})
        self._assert_received(True)
        self.other_agency.company_ids = self.other_centre
        self._assert_received(False)
        self.other_agency.write({"company_ids": False, "reception_mode": "none"})
        self._assert_received(False)

    def test_a_decision_alone_brings_nothing_in_for_nobody(self):
        self._decision([(self.procedure, "centre")]).with_user(self.director).sign()
        self._assert_received(True)
        self.agency.ended_on = "2026-11-20"
        self._assert_received(False)

    def test_another_centres_decision_closes_nothing_here(self):
        decision = self._decision([(self.procedure, "excluded")]).sudo()
        decision.company_id = self.other_centre
        decision.sign()
        self.assertFalse(self.procedure._is_received_at(self.other_centre))
        self.procedure.write({"reception": "excluded", "exclusion_reason": "Thử"})
        self._assert_received(False)


@tagged("post_install", "-at_install")
class TestCatalogueDecision(DecisionCommon):
    def test_in_force_from_its_day_on_at_its_centre(self):
        decision = self._decision([(self.procedure, "excluded")], effective_on="2026-12-01")
        self.assertTrue(self.procedure._is_received_at(self.centre))
        decision.with_user(self.director).sign()
        for moment, received in (("2026-11-30 23:59", True), ("2026-12-01 00:00", False)):
            with self.subTest(moment), self.at(moment):
                self.assertEqual(self.procedure._is_received_at(self.centre), received)
                self.assertEqual(self.procedure in self._received(), received)
                self.assertTrue(self.procedure._is_received_at(self.other_centre))
                self.assertIn(self.procedure, self._received(self.other_centre))

    def test_the_latest_in_force_wins_and_both_helpers_agree(self):
        out, into, still = self._procedures(3)
        self._decision([(out, "centre"), (into, "excluded"), (still, "own_premises")]).sign()
        later = self._decision([(out, "own_premises"), (into, "centre")], effective_on="2026-11-25")
        later.sign()
        self._decision([(still, "centre")], effective_on="2026-11-24")  # a draft counts for nothing
        with self.at("2026-11-24 08:00"):
            self.assertTrue(out._is_received_at(self.centre))
            self.assertFalse(into._is_received_at(self.centre))
        with self.at("2026-11-25 08:00"):
            expected = {out: False, into: True, still: False, self.procedure: True}
            for procedure, received in expected.items():
                self.assertEqual(procedure._is_received_at(self.centre), received)
            self.assertEqual(self._received() & (out | into | still), into)
        for procedure in self.env["hcc.procedure"].search([]):
            self.assertEqual(procedure._is_received_at(self.centre), procedure in self._received())

    def test_default_without_a_decision(self):
        agency_elsewhere, own, excluded, elsewhere = self._procedures(4)
        own.reception = "own_premises"
        excluded.write({"reception": "excluded", "exclusion_reason": FOREST})
        elsewhere.company_ids = self.other_centre
        self.assertEqual(
            self._received() & (agency_elsewhere | own | excluded | elsewhere), agency_elsewhere
        )
        self.agency.company_ids = self.other_centre
        self.assertFalse(self._received() & agency_elsewhere)
        self.assertFalse(agency_elsewhere._is_received_at(self.centre))
        self._decision([(agency_elsewhere, "centre"), (excluded, "centre")]).sign()
        self.assertEqual(self._received() & (agency_elsewhere | own | excluded),
                         agency_elsewhere | excluded)  # fmt: skip

    def test_refusal_names_the_reason_and_where_to_go(self):
        own, excluded = self._procedures(2)
        self._decision([(own, "own_premises"), (excluded, "excluded")]).sign()
        self.assertIn(f"{FOREST}. Applicants hand it in at the premises of Sở Thử nghiệm",
                      own._reception_refusal(self.centre))  # fmt: skip
        self.assertIn("turn to Sở Thử nghiệm", excluded._reception_refusal(self.centre))
        self.assertFalse(self.procedure._reception_refusal(self.centre))

    def test_cancelled_only_before_it_is_in_force(self):
        decision = self._decision([(self.procedure, "excluded")], effective_on="2026-12-01")
        decision.sign()
        decision.with_user(self.director).cancel()
        with self.at("2026-12-01 08:00"):
            self.assertTrue(self.procedure._is_received_at(self.centre))
        current = self._decision([(self.procedure, "excluded")])
        current.sign()
        with self.assertRaisesRegex(UserError, "in force since"):
            current.cancel()
        self.assertFalse(current.can_cancel)

    def test_a_signed_list_is_fixed(self):
        decision = self._decision([(self.procedure, "excluded")])
        decision.sign()
        for action in (
            lambda: decision.write({"effective_on": "2027-01-01"}),
            lambda: decision.line_ids.write({"mode": "centre"}),
            lambda: decision.line_ids.sudo().write({"reason": "Khác"}),
            lambda: decision.line_ids.unlink(),
            lambda: decision.line_ids.create(
                {"decision_id": decision.id, "procedure_id": self._procedures(1).id}
            ),
        ):
            with self.assertRaises(AccessError):
                action()
        with self.assertRaises(UserError):
            decision.unlink()

    def test_once_decided_the_procedure_itself_no_longer_says(self):
        self.procedure.reception = "own_premises"
        self._decision([(self.procedure, "centre")]).sign()
        self.procedure.with_user(self.admin).write({"reception": "own_premises"})
        with self.assertRaisesRegex(UserError, "further decision"):
            self.procedure.with_user(self.admin).reception = "centre"

    def test_who_prepares_and_who_signs(self):
        decision = self._decision([(self.procedure, "excluded")])
        for user in (self.official, self.oversight):
            self.assertTrue(decision.with_user(user).has_access("read"))
            self.assertFalse(decision.with_user(user).can_sign)
            with self.assertRaises(AccessError):
                decision.with_user(user).sign()
        with self.assertRaises(AccessError):
            decision.with_user(self.director).name = "Khác"
        self.assertTrue(decision.with_user(self.director).can_sign)
        decision.with_user(self.director).sign()
        entry = self.env["hcc.journal.entry"].search(
            [("res_model", "=", decision._name), ("res_id", "=", decision.id)]
        )
        self.assertEqual((entry.verb, entry.user_id, entry.facts["out"]),
                         ("sign", self.director, 1))  # fmt: skip

    def test_impossible_lists(self):
        with self.assertRaisesRegex(UserError, "list the procedures"):
            self._decision([], name="0/QĐ").sign()
        for lines, values in (
            ([(self.procedure, "centre"), (self.procedure, "excluded")], {}),
            ([(self.procedure, "centre")], {"decided_on": "2026-12-01"}),
        ):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.cr.savepoint(),
            ):
                self._decision(lines, **values)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            self._decision([(self.procedure, "centre")]).line_ids.write({"mode": "excluded"})

    def test_paper_lists_by_agency_with_reasons(self):
        own, excluded = self._procedures(2, agency=self.other_agency)
        decision = self._decision(
            [(self.procedure, "centre"), (own, "own_premises"), (excluded, "excluded")]
        )
        html = self._html("hcc_base.report_catalogue_decision", decision)
        for text in ("DỰ THẢO", "01</b> thủ tục hành chính vào", "Sở Khác (02 TTHC)", FOREST,
                     "Trụ sở đơn vị", "23/11/2026", "Căn cứ"):  # fmt: skip
            self.assertIn(text, html)
        decision.sign()
        self.assertNotIn("DỰ THẢO", self._html("hcc_base.report_catalogue_decision", decision))

    def _html(self, report, records):
        reports = self.env["ir.actions.report"].with_user(self.director)
        html = reports._render_qweb_html(report, records.ids)[0].decode()
        return re.sub(r"\s+", " ", html)


@tagged("post_install", "-at_install")
class TestCatalogueStatistics(DecisionCommon):
    @classmethod
    def setUpClass(cls):
        """The seed's proportions a tenth: 11 of 11, 22 of which 2, 16 of which 2 are left out."""
        super().setUpClass()
        cls.procedure.active = False
        figures = [("Sở Nông nghiệp", 11, 1, 0), ("Sở Y tế", 22, 2, 0), ("Sở Tư pháp", 16, 1, 1)]
        lines, start = [], 400
        for n, (name, total, excluded, own) in enumerate(figures):
            agency = cls._create_agency(name, f"ST{n}", f"H99.2{n}")
            procedures = cls._procedures(total, agency=agency, start=start)
            start += total
            lines += [(p, "excluded") for p in procedures[:excluded]]
            lines += [(p, "own_premises") for p in procedures[excluded : excluded + own]]
            cls.last = procedures[-1]
        cls._decision(lines).sign()
        cls.statistics = cls.env["hcc.catalogue.statistics"].with_user(cls.director)
        cls.ours = [("company_id", "=", cls.centre.id), ("agency_id.code", "like", "ST")]

    def _sums(self, domain=(), groupby=()):
        names = ("total", "at_centre", "own_premises", "excluded", "on_the_spot")
        return self.statistics._read_group(
            [*self.ours, *domain], list(groupby), [f"{name}:sum" for name in names]
        )

    def test_sums_balance_per_agency_and_together(self):
        rows = {agency.name: sums for agency, *sums in self._sums(groupby=["agency_id"])}
        self.assertEqual(rows["Sở Nông nghiệp"], [11, 10, 0, 1, 0])
        self.assertEqual(rows["Sở Y tế"], [22, 20, 0, 2, 0])
        self.assertEqual(rows["Sở Tư pháp"], [16, 14, 1, 1, 0])
        for total, at_centre, own, excluded, _spot in rows.values():
            self.assertEqual(total, at_centre + own + excluded)
        [together] = self._sums()
        self.assertEqual(together, (49, 44, 1, 4, 0))

    def test_rows_agree_with_reception(self):
        rows = self.statistics.search(self.ours)
        self.assertEqual(len(rows), 49)
        for row in rows:
            self.assertEqual(bool(row.at_centre), row.procedure_id._is_received_at(self.centre))
        self.assertEqual(set(rows.filtered("excluded").mapped("reason")), {FOREST})

    def test_groups_and_the_share_on_the_spot(self):
        group = self.env.ref("hcc_base.handling_group_centre")
        version = self._create_version(
            "2026-01-01", procedure_id=self.last.id, handling_group_ids=[Command.set(group.ids)],
            spot_appraise=True, spot_approve=True,
        )  # fmt: skip
        version.publish()
        [sums] = self._sums([("on_the_spot", "=", 1)])
        self.assertEqual(sums[-1], 1)
        [(found, count)] = self.statistics._read_group(
            [*self.ours, ("handling_group_ids", "!=", False)], ["handling_group_ids"], ["__count"]
        )
        self.assertEqual((found, count), (group, 1))
        table = self.statistics._paper_table(self.centre)
        self.assertAlmostEqual(table["spot_share"], 100 / table["at_centre"])
        self.assertEqual(table["target"], 20)
        [share] = self.statistics._read_group(self.ours, [], ["spot_share:avg"])
        self.assertAlmostEqual(share[0], 100 / 44, places=3)

    def test_the_centres_policy_says_what_on_the_spot_means(self):
        """With five steps a version that is not sealed at the centre does not count."""
        self._create_version(
            "2026-01-01", procedure_id=self.last.id, spot_appraise=True, spot_approve=True
        ).publish()
        sealed = self.env["hcc.procedure"].search([("agency_id.code", "=", "ST0")])[-1:]
        self._create_version(
            "2026-01-01", procedure_id=sealed.id, spot_appraise=True, spot_approve=True,
            spot_seal=True,
        ).publish()  # fmt: skip
        self.assertEqual(self._sums()[0][-1], 2)
        common = self.env["hcc.policy"]._get(self.centre, date(2026, 11, 23))
        own = {"name": "Riêng", "on_the_spot_steps": "five", "valid_from": "2026-11-23"}
        policy = common.copy({**own, "company_id": self.other_centre.id})
        self.assertEqual(self._sums()[0][-1], 2, "another centre's policy")
        policy.company_id = self.centre
        self.assertEqual(self._sums()[0][-1], 1)
        spots = self.statistics.search([*self.ours, ("on_the_spot", "=", 1)])
        self.assertEqual(spots.procedure_id, sealed)
        for row in self.statistics.search([*self.ours, ("version_id", "!=", False)]):
            self.assertEqual(bool(row.on_the_spot), policy._is_on_the_spot(row.version_id))
            self.assertEqual(row.spot_share, 100 * row.on_the_spot)

    def test_another_centre_and_other_roles_see_nothing(self):
        elsewhere = self._create_user("st_elsewhere", "director", centre=self.other_centre)
        statistics = self.env["hcc.catalogue.statistics"].with_user(elsewhere)
        theirs = statistics.with_context(allowed_company_ids=self.other_centre.ids).search([])
        self.assertEqual(theirs.company_id, self.other_centre)
        with self.assertRaises(AccessError):
            self.env["hcc.catalogue.statistics"].with_user(self.official).search([])
        with self.assertRaises(AccessError):
            self.statistics.search(self.ours, limit=1).write({"total": 2})

    def test_the_paper_has_the_plans_columns_and_reasons(self):
        self.statistics.action_print()
        html = self.env["ir.actions.report"].with_user(self.director)._render_qweb_html(
            "hcc_base.report_catalogue_statistics", self.centre.ids
        )[0].decode()  # fmt: skip
        for text in ("Tổng số TTHC", "Ghi chú", f"02 TTHC {FOREST}",
                     f"01 TTHC tiếp nhận tại trụ sở đơn vị: {FOREST}", "tối thiểu"):  # fmt: skip
            self.assertIn(text, html)
