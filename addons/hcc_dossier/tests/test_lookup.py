import threading
from unittest.mock import patch

from odoo import api
from odoo.modules import module
from odoo.tests import HttpCase, tagged

from odoo.addons.hcc_base.tests.committed import CommittedCase
from odoo.addons.hcc_base.tests.common import real_connections

from ..models.following.hcc_lookup_brake import BRAKES, HccLookupBrake
from .common import OWNER, HccDossierCommon

ADDRESS = "192.0.2.7"
NUMBER_ENDING, PHONE_ENDING = OWNER["identity_number"][-4:], OWNER["phone"][-4:]
FREE = BRAKES["code"].free


@tagged("post_install", "-at_install")
class TestLookup(HccDossierCommon):
    """Code and second fact, as the public page asks for them."""

    def _ask(self, code, fact, address=ADDRESS):
        public = self.env["hcc.dossier"].with_user(self.env.ref("hcc_base.user_public_page"))
        return public._look_up(code, fact, address)

    def test_either_ending_opens_the_dossier_for_a_while(self):
        dossier = self._received()
        for fact in (NUMBER_ENDING, PHONE_ENDING):
            outcome, token = self._ask(f" {dossier.name.lower()} ", fact)
            self.assertEqual(outcome, "found")
            opened = self.env["hcc.token"]._resolve(token, "dossier_lookup")
            self.assertEqual(opened.id, dossier.id)
        with self.at("2026-11-23 08:31"):
            self.assertFalse(self.env["hcc.token"]._resolve(token, "dossier_lookup"))

    def test_a_page_about_to_end_is_replaced(self):
        dossier = self._received()
        _found, first = self._ask(dossier.name, NUMBER_ENDING)
        with self.at("2026-11-23 08:10"):
            self.assertEqual(self._ask(dossier.name, NUMBER_ENDING)[1], first)
        with self.at("2026-11-23 08:21"):
            self.assertNotEqual(self._ask(dossier.name, NUMBER_ENDING)[1], first)

    def test_the_submitters_telephone_opens_it_too(self):
        dossier = self._received(
            submitter_name="Lò Văn Nộp",
            submitter_phone="0987654321",
            submitter_kind="authorised",
            submitter_paper="UQ 01/2026",
            submitter_paper_date="2026-11-20",
        )
        self.assertEqual(self._ask(dossier.name, "4321")[0], "found")

    def test_a_reception_number_works_before_acceptance_and_at_its_own_centre(self):
        dossier = self._draft(complete=False)
        dossier.guide("Thiếu đơn")
        outcome, token = self._ask(dossier.reception_number, NUMBER_ENDING)
        self.assertEqual(outcome, "found")
        self.assertEqual(self.env["hcc.token"]._resolve(token, "dossier_lookup").id, dossier.id)

    def test_wrong_code_and_wrong_fact_are_answered_alike(self):
        dossier = self._received()
        answers = {
            self._ask(dossier.name, "9999"),
            self._ask("H00.00-000000-0001", NUMBER_ENDING),
            self._ask(dossier.name, ""),
            self._ask(dossier.name, OWNER["identity_number"]),
            self._ask("", ""),
        }
        self.assertEqual(answers, {("wrong", None)})

    def test_a_dossier_without_a_telephone_is_not_opened_by_nothing(self):
        dossier = self._received()
        dossier.applicant_id.sudo().phone = False
        self.env.cr.execute(
            "UPDATE hcc_dossier SET applicant_phone = NULL WHERE id = %s", [dossier.id]
        )
        for fact in ("", "0000", "\0\0\0\0", "    "):
            self.assertEqual(self._ask(dossier.name, fact)[0], "wrong", repr(fact))

    def test_after_wrong_entries_the_code_waits_and_no_other(self):
        dossier, other = self._received(), self._received()
        for _n in range(FREE):
            self.assertEqual(self._ask(dossier.name, "9999")[0], "wrong")
        self.assertEqual(self._ask(dossier.name, NUMBER_ENDING)[0], "wait", "the right one, too")
        self.assertEqual(self._ask(dossier.name, NUMBER_ENDING, "192.0.2.8")[0], "wait")
        self.assertEqual(self._ask(other.name, NUMBER_ENDING)[0], "found")
        with self.at("2026-11-23 08:14"):
            self.assertEqual(self._ask(dossier.name, NUMBER_ENDING)[0], "wait")
        with self.at("2026-11-23 08:15"):
            self.assertEqual(self._ask(dossier.name, NUMBER_ENDING)[0], "found")

    def test_each_further_wrong_entry_doubles_the_wait(self):
        dossier = self._received()
        for _n in range(FREE):
            self._ask(dossier.name, "9999")
        with self.at("2026-11-23 08:15"):
            self.assertEqual(self._ask(dossier.name, "9999")[0], "wrong")
        with self.at("2026-11-23 08:44"):
            self.assertEqual(self._ask(dossier.name, NUMBER_ENDING)[0], "wait")
        with self.at("2026-11-23 08:45"):
            self.assertEqual(self._ask(dossier.name, NUMBER_ENDING)[0], "found")
        with self.at("2026-11-23 08:46"):
            for _n in range(FREE):
                self.assertEqual(self._ask(dossier.name, "9999")[0], "wrong", "counted anew")

    def test_a_code_that_does_not_exist_waits_all_the_same(self):
        answers = [self._ask("H00.00-000000-0001", "9999")[0] for _n in range(FREE + 1)]
        self.assertEqual(answers, ["wrong"] * FREE + ["wait"])

    def test_an_address_that_tries_many_codes_waits(self):
        dossier, free = self._received(), BRAKES["address"].free
        for n in range(free):
            self.assertEqual(self._ask(f"H00.00-000000-{n:04d}", "9999")[0], "wrong")
        self.assertEqual(self._ask(dossier.name, NUMBER_ENDING)[0], "wait")
        self.assertEqual(self._ask(dossier.name, NUMBER_ENDING, "192.0.2.8")[0], "found")
        with self.at("2026-11-23 08:16"):
            self.assertEqual(self._ask(dossier.name, NUMBER_ENDING)[0], "found")

    def test_right_entries_of_a_hall_do_not_count(self):
        dossier = self._received()
        for _n in range(BRAKES["address"].free + 3):
            self.assertEqual(self._ask(dossier.name, NUMBER_ENDING)[0], "found")

    def test_an_ipv6_network_is_one_address(self):
        key = self.env["hcc.lookup.brake"]._key
        self.assertEqual(key("address", "2001:db8::1"), key("address", "2001:db8::ffff:2"))
        self.assertNotEqual(key("address", "2001:db8::1"), key("address", "2001:db8:0:1::1"))

    def test_neither_code_nor_address_is_kept(self):
        dossier = self._received()
        self._ask(dossier.name, "9999")
        self.env.cr.execute("SELECT string_agg(b::text, ' ') FROM hcc_lookup_brake b")
        [kept] = self.env.cr.fetchone()
        for secret in (dossier.name, ADDRESS, "9999"):
            self.assertNotIn(secret, kept)

    def test_the_same_queries_whether_the_code_exists_or_not(self):
        dossier = self._received()
        self._ask("H00.00-000000-0002", "9999")
        self.env.flush_all()
        counts = []
        for code in (dossier.name, "H00.00-000000-0003"):
            before = self.env.cr.sql_log_count
            self._ask(code, "9999")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])


@tagged("post_install", "-at_install")
class TestLookupAtOnce(CommittedCase):
    """Requests on real connections, all sent before one of them was answered."""

    def setUp(self):
        super().setUp()
        # The transaction of their own in which entries are counted outside tests.
        self.enterContext(patch.object(module, "current_test", None))

    def _at_once(self, take, requests=16):
        together, taken = threading.Barrier(requests), []

        def request():
            with self.registry.cursor() as cr:
                env = api.Environment(cr, api.SUPERUSER_ID, {})
                together.wait(30)
                taken.append(take(env["hcc.lookup.brake"]))

        threads = [threading.Thread(target=request) for _n in range(requests)]
        with real_connections():
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(60)
        return taken

    def test_requests_sent_at_once_do_not_pass_the_limit_together(self):
        taken = self._at_once(lambda brakes: brakes._take("code", "H00.00-000000-0009"))
        self.assertEqual((len(taken), sum(taken)), (16, FREE))


@tagged("post_install", "-at_install")
class TestLookupPage(HttpCase, HccDossierCommon):
    def _post(self, **entered):
        return self.url_open("/hcc/tra-cuu", data=entered, allow_redirects=False)

    def test_the_form_needs_no_script_and_no_session(self):
        page = self.url_open("/hcc/tra-cuu?ma=H35.12-261121-0001&x=%00")
        self.assertEqual(page.status_code, 200)
        self.assertIn('value="H35.12-261121-0001"', page.text)
        self.assertNotIn("<script", page.text)
        self.assertNotIn("session_id", page.headers.get("Set-Cookie", ""))
        self.assertIn("default-src 'none'", page.headers["Content-Security-Policy"])
        self.assertEqual(page.headers["Cache-Control"], "no-store")
        self.assertIn("noindex", page.headers["X-Robots-Tag"])
        english = self.url_open("/hcc/tra-cuu?lang=en").text
        self.assertIn('lang="en"', english)
        self.assertIn("Look up a dossier", english)

    def test_a_right_entry_leads_to_a_page_of_its_own(self):
        dossier = self._received()
        answer = self._post(ma=dossier.name, **{"so-cuoi": NUMBER_ENDING, "lang": "en"})
        self.assertEqual(answer.status_code, 303)
        address = answer.headers["Location"]
        self.assertIn("/hcc/s/", address)
        self.assertTrue(address.endswith("?lang=en"))
        self.assertNotIn(dossier.name, address)
        page = self.url_open(address)
        self.assertEqual(page.status_code, 200)
        self.assertIn(dossier.name, page.text)

    def test_wrong_entries_and_the_wait_are_said_in_plain_words(self):
        dossier = self._received()
        wrong = [
            self._post(ma=code, **{"so-cuoi": fact})
            for code, fact in ((dossier.name, "9999"), ("H00.00-000000-0001", NUMBER_ENDING))
        ]
        for page in wrong:
            self.assertEqual(page.status_code, 403)
            self.assertIn("Không tìm thấy hồ sơ khớp", page.text)
        texts = {
            page.text.replace(code, "")
            for page, code in zip(wrong, (dossier.name, "H00.00-000000-0001"), strict=True)
        }
        self.assertEqual(len(texts), 1, "nothing tells one from the other")
        with patch.object(HccLookupBrake, "_take", lambda *args: False):
            page = self._post(ma=dossier.name, **{"so-cuoi": NUMBER_ENDING})
        self.assertEqual(page.status_code, 429)
        self.assertIn("thử lại sau ít nhất 15 phút", page.text)

    def test_what_is_typed_is_shown_as_text(self):
        page = self._post(
            ma='"><script>x</script>\x00', **{"so-cuoi": "\ud800".encode("utf-8", "surrogatepass")}
        )
        self.assertEqual(page.status_code, 403)
        self.assertNotIn("<script>", page.text)

    def test_the_caller_does_not_say_who_they_are(self):
        """Without a proxy, what a client claims about its address is not believed."""
        seen = []

        def take(brakes, kind, value):
            seen.append(value)
            return False

        with patch.object(HccLookupBrake, "_take", take):
            self.url_open(
                "/hcc/tra-cuu",
                data={"ma": "H00", "so-cuoi": "1234"},
                headers={"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Host": "x"},
            )
        self.assertIn("127.0.0.1", seen)
        self.assertNotIn("203.0.113.9", seen)
