from urllib.parse import quote

from lxml import html
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from ..tools import public_query
from .common import ABOLITION
from .json_schema import Schema
from .test_procedure import ProcedureCommon

QUICK = [Command.create({"name": "Phê duyệt", "kind": "approve", "hours": 8})]
PAGE, API = "/hcc/thu-tuc", "/hcc/api/procedures"
SCHEMA = "hcc_base/static/schema/procedures.schema.json"
XSS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' autofocus onfocus='alert(1)",
    "javascript:alert(1)",
    "{{7*7}}",
    "<t t-out='env'/>",
)
#: What strangers type into addresses; each is appended to both public addresses.
HOSTILE = [
    *(f"?q={quote(text)}" for text in XSS),
    *(f"?{name}={quote(text)}" for name in ("agency", "centre", "page") for text in XSS),
    *("?q=%00", "?q=a%00b", "?agency=%00", "?centre=%00", "?field=%00", "?event=%00", "?page=%00"),
    *("?q=%ED%A0%80", "?q=%ED%BF%BF", "?q=%FF%FE", "?q=%C0%AF", "?agency=%ED%A0%80", "?%FF=1"),
    *("?q=" + "a" * 201, "?q=" + "a" * 3000, "?q=" + "%F0%9F%98%80" * 201, "?agency=" + "a" * 65),
    *("?q=" + "a+" * 13, "?q=%1B%5B2J", "?q=%7F", "?q=%E2%80%AE", "?q=%EF%BB%BF", "?q=%CC%81"),
    *("?page=0", "?page=-1", "?page=1e9", "?page=99999999999999999999", "?page=%D9%A1", "?page=x"),
    *("?size=0", "?size=101", "?size=-5", "?size=NaN", "?size[]=1", "?page=1&page=x"),
    *("?q=%25", "?q=_", "?q=%5C", "?q=%27%3B+DROP+TABLE+hcc_procedure%3B--", "?q=%27+OR+1%3D1--"),
    *("?self=1", "?code=1", "?cls=1", "?debug=1", "?_query=1", "?lang=xx", "?=1", "?&&&", "?q"),
    *("/%00", "/%ED%A0%80", "/%FF", "/" + "9" * 65, "/..%2F..%2Fetc%2Fpasswd", "/%3Cscript%3E"),
    *("/9.000001%00", "/1%20OR%201=1", "/%25", "/_", "/0", "/null", "/NaN", "/9.000001?self=1"),
    *("/" + "9" * 3000, "/9.000001?q=%00", "/9.000001?centre=%00", "/%E2%80%AE9.000001", "/a/b%00"),
]
#: Slashes lead past our addresses, to the platform's own page for what does not exist.
NO_ROUTE = ("/..%2F..%2Fetc%2Fpasswd", "/a/b%00")


@tagged("post_install", "-at_install")
class PublicCatalogueCommon(HttpCase, ProcedureCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The platform's own company is no centre here: the two of the tests are all there are.
        cls.env["res.company"].search([("is_centre", "=", True)]).is_centre = False
        (cls.centre | cls.other_centre).is_centre = True
        cls.version.publish()
        cls.others = cls._create_procedures()
        cls.env.flush_all()

    @classmethod
    def _create_procedures(cls):
        procedures = cls.env["hcc.procedure"].create(
            [
                cls._procedure_values(
                    "9.000002", "Cấp lại chứng chỉ", company_ids=cls.other_centre
                ),
                cls._procedure_values("9.000003", "Gia hạn 100% giấy_phép"),
                cls._procedure_values("9.000004", "Bản nháp bí mật"),
            ]
        )
        for procedure in procedures[:2]:
            cls._create_version("2026-01-01", procedure_id=procedure.id).publish()
        cls._create_version("2026-01-01", procedure_id=procedures[2].id, name="Bản nháp bí mật")
        return procedures

    @classmethod
    def _procedure_values(cls, code, name, company_ids=None):
        return {
            "code": code,
            "name": name,
            "agency_id": cls.agency.id,
            "field_id": cls.field.id,
            "company_ids": [Command.set(company_ids.ids if company_ids else [])],
        }

    def _json(self, path, status=200):
        answer = self.url_open(path)
        self.assertEqual(answer.status_code, status, f"{path}: {answer.text[:300]}")
        return answer.json()

    def _page(self, path, status=200):
        answer = self.url_open(path)
        self.assertEqual(answer.status_code, status, f"{path}: {answer.text[:300]}")
        return html.fromstring(answer.content.decode())

    def _codes(self, query="", centre="H99.01"):
        found = self._json(f"{API}?centre={centre}&{query}")
        return [procedure["code"] for procedure in found["procedures"]]


class TestCatalogueApi(PublicCatalogueCommon):
    def test_answers_have_the_documented_form(self):
        schema = Schema(SCHEMA)
        exemption = {"name": "Hộ nghèo", "kind": "reduce", "percent": 50}
        self._create_version(
            "2026-12-01",
            subject_note="Cá nhân",
            result_ids=[Command.create({"name": "Chứng chỉ"})],
            handling_group_ids=[Command.link(self.env.ref("hcc_base.handling_group_centre").id)],
            fee_item_ids=[
                Command.create(
                    {"fee_id": self.fee.id, "exemption_ids": [Command.create(exemption)]}
                )
            ],
        ).publish()
        found = self._json(f"{API}?centre=H99.01")
        self.assertEqual(schema.faults("list", found), [])
        self.assertEqual((found["total"], len(found["procedures"])), (2, 2))
        for procedure in found["procedures"]:
            detail = self._json(f"{API}/{procedure['code']}?centre=H99.01")
            self.assertEqual(schema.faults("detail", detail), [])
        for path in (
            f"{API}?centre=%00",
            f"{API}?centre=H1",
            f"{API}?centre=",
            f"{API}/x?centre=H99.01",
        ):
            answer = self.url_open(path)
            self.assertGreaterEqual(answer.status_code, 400)
            self.assertEqual(schema.faults("error", answer.json()), [])
        found["procedures"][0].pop("code")
        found["procedures"][1]["price"] = 1
        self.assertEqual(len(schema.faults("list", found)), 2)

    def test_what_a_procedure_says(self):
        facts = self._json(f"{API}/9.000001?centre=H99.01")["procedure"]
        self.assertEqual(facts["time_limit"]["text"], "05 ngày làm việc")
        self.assertEqual(facts["standing"]["code"], "received")
        [fee] = facts["version"]["fees"]
        self.assertEqual((fee["name"], fee["amount"]), ("Lệ phí thử", 50000))
        self.assertEqual(facts["version"]["components"][0]["name"], "Đơn đề nghị")
        self.assertTrue(facts["url"].endswith("/hcc/thu-tuc/9.000001?centre=H99.01"))
        self.assertIsNone(facts["upcoming"])

    def test_a_fee_without_a_tariff_is_not_guessed(self):
        with self.at("2025-12-31 08:00"):
            self.fee.tariff_ids.unlink()
        [fee] = self._json(f"{API}/9.000001?centre=H99.01")["procedure"]["version"]["fees"]
        self.assertIsNone(fee["amount"])

    def test_words_need_no_diacritics(self):
        for words in (
            "cap+moi",
            "CẤP MỚI",
            "moi+cap",
            "9.000001",
            "ho+tich+moi",
            "so+thu+nghiem+moi",
        ):
            self.assertEqual(self._codes(f"q={words}"), ["9.000001"], words)

    def test_old_codes_and_life_events_lead_there_too(self):
        event = self.env.ref("hcc_base.life_event_cd_con_nho")
        self.procedure.write(
            {
                "alias_ids": [Command.create({"code": "T-LCH-000001-TT"})],
                "life_event_ids": [Command.link(event.id)],
            }
        )
        self.assertEqual(self._codes("q=t-lch-000001"), ["9.000001"])
        self.assertEqual(self._codes("q=co+con+nho"), ["9.000001"])
        self.assertEqual(self._codes(f"event={event.code}"), ["9.000001"])
        facts = self._json(f"{API}/T-LCH-000001-TT?centre=H99.01")["procedure"]
        self.assertEqual((facts["code"], facts["other_codes"]), ("9.000001", ["T-LCH-000001-TT"]))
        answer = self.url_open(f"{PAGE}/T-LCH-000001-TT?centre=H99.01", allow_redirects=False)
        self.assertEqual(answer.status_code, 301)
        self.assertIn("/hcc/thu-tuc/9.000001?centre=H99.01", answer.headers["Location"])

    def test_wildcards_are_letters(self):
        self.assertEqual(self._codes("q=100%25"), ["9.000003"])
        self.assertEqual(self._codes("q=giay_phep"), ["9.000003"])
        for words in ("%25", "_", "c%25p", "c_p", "%5C"):
            self.assertNotIn("9.000001", self._codes(f"q={words}"), words)

    def test_filters_by_code(self):
        self.assertEqual(self._codes("agency=TN"), ["9.000001", "9.000003"])
        self.assertEqual(self._codes("field=TN-HT&q=moi"), ["9.000001"])
        for none in ("agency=KH", "field=XX", "event=XX"):
            self.assertEqual(self._codes(none), [], none)

    def test_pages(self):
        first = self._json(f"{API}?centre=H99.01&size=1")
        second = self._json(f"{API}?centre=H99.01&size=1&page=2")
        self.assertEqual((first["total"], second["total"]), (2, 2))
        self.assertNotEqual(first["procedures"], second["procedures"])
        self.assertEqual(self._codes("size=1&page=3"), [])

    def test_drafts_do_not_exist(self):
        self._create_version("2026-11-01", name="Bản nháp bí mật", time_limit_value=1)
        self.env.flush_all()
        for path in (
            f"{API}?centre=H99.01",
            f"{API}/9.000001?centre=H99.01",
            PAGE,
            f"{PAGE}/9.000001",
        ):
            text = self.url_open(path + ("" if "?" in path else "?centre=H99.01")).text
            self.assertNotIn("Bản nháp", text, path)
            self.assertNotIn("9.000004", text, path)
        self._json(f"{API}/9.000004?centre=H99.01", 404)
        self._page(f"{PAGE}/9.000004?centre=H99.01", 404)
        self.authenticate("proc_admin", "proc_admin")
        self._json(f"{API}/9.000004?centre=H99.01", 404)

    def test_each_centre_shows_its_own(self):
        self.assertEqual(self._codes(), ["9.000001", "9.000003"])
        self.assertEqual(self._codes(centre="H99.02"), ["9.000001", "9.000002", "9.000003"])
        standing = self._json(f"{API}/9.000002?centre=H99.01")["procedure"]["standing"]
        self.assertEqual(standing["code"], "elsewhere")
        self.assertIn("Trung tâm khác", standing["text"])
        self.agency.company_ids = self.other_centre
        self.assertEqual(self._codes(), [])

    def test_the_list_is_what_the_rule_says(self):
        self.others[1].write({"reception": "excluded", "exclusion_reason": "Theo quyết định."})
        procedures = self.env["hcc.procedure"].search([])
        for mode in ([], self.centre.ids, self.other_centre.ids):
            self.agency.company_ids = [Command.set(mode)]
            for company in self.centre | self.other_centre:
                listed = procedures.filtered_domain(procedures._received_domain(company))
                for procedure in procedures:
                    received = procedure._is_received_at(company)
                    self.assertEqual(procedure in listed, received, procedure.code)

    def test_the_centre_is_named_unless_it_is_the_only_one(self):
        refusal = self._json(API, 400)
        self.assertEqual(refusal["error"], "centre_needed")
        self.assertEqual([c["code"] for c in refusal["centres"]], ["H99.02", "H99.01"])
        self.assertEqual(self._json(f"{API}?centre=H77", 404)["error"], "unknown_centre")
        self.other_centre.is_centre = False
        self.assertEqual(self._json(API)["centre"]["code"], "H99.01")

    def test_what_is_not_received_says_where_to_go(self):
        self.procedure.write({"reception": "excluded", "exclusion_reason": "Kiểm tra tại chỗ."})
        standing = self._json(f"{API}/9.000001?centre=H99.01")["procedure"]["standing"]
        self.assertEqual((standing["code"], standing["reason"]), ("excluded", "Kiểm tra tại chỗ."))
        self.assertIn("Sở Thử nghiệm", standing["text"])
        self.assertEqual(self._codes(), ["9.000003"])
        self.procedure.reception = "own_premises"
        standing = self._json(f"{API}/9.000001?centre=H99.01")["procedure"]["standing"]
        self.assertEqual(standing["code"], "own_premises")
        self.assertIn("trụ sở Sở Thử nghiệm", standing["text"])

    def test_abolished_and_upcoming(self):
        version = self.others[1].version_ids
        version.abolish(decision=ABOLITION)
        self.assertIn("9.000003", self._codes(), "in force until tonight")
        with self.at("2026-11-25 08:00"):
            self.assertEqual(self._codes(), ["9.000001"])
            facts = self._json(f"{API}/9.000003?centre=H99.01")["procedure"]
            self.assertEqual((facts["standing"]["code"], facts["version"]), ("abolished", None))
        self._create_version("2026-12-01", time_limit_value=3, step_ids=QUICK).publish()
        facts = self._json(f"{API}/9.000001?centre=H99.01")["procedure"]
        self.assertEqual(facts["version"]["time_limit"]["value"], 5)
        self.assertEqual(facts["upcoming"]["valid_from"], "2026-12-01")
        self.assertEqual(facts["upcoming"]["time_limit"]["value"], 3)

    def test_caches_and_other_sites_may_read(self):
        answer = self.url_open(f"{API}?centre=H99.01", headers={"Origin": "https://example.vn"})
        self.assertEqual(answer.headers["Access-Control-Allow-Origin"], "*")
        self.assertIn("public", answer.headers["Cache-Control"])
        self.assertNotIn("Set-Cookie", answer.headers)
        again = self.url_open(
            f"{API}?centre=H99.01", headers={"If-None-Match": answer.headers["ETag"]}
        )
        self.assertEqual((again.status_code, again.text), (304, ""))
        self.field.name = "Lĩnh vực mới"
        self.env.flush_all()
        fresh = self.url_open(
            f"{API}?centre=H99.01", headers={"If-None-Match": answer.headers["ETag"]}
        )
        self.assertEqual(fresh.status_code, 200)

    def test_nobody_writes_through_it(self):
        for path in (API, f"{API}/9.000001", PAGE, f"{PAGE}/9.000001"):
            for method in ("POST", "PUT", "DELETE"):
                answer = self.opener.request(method, self.base_url() + path, timeout=10)
                self.assertIn(answer.status_code, (400, 405), (method, path))

    def test_the_number_of_queries_does_not_grow(self):
        self._json(f"{API}?centre=H99.01")  # warms the caches of rules and languages
        company = self.centre
        public = self.env(user=self.public, context={})
        procedures = public["hcc.procedure"]

        def ask(size):
            self.env.flush_all()
            self.env.invalidate_all()
            found, _total = procedures._search_public(company, public_query.Query(size=size))
            return found._public_items(company, public["hcc.clock"]._today(company))

        ask(1)
        with self.assertQueryCount(14):
            one = ask(1)
        with self.assertQueryCount(14):
            both = ask(50)
        self.assertEqual((len(one), len(both)), (1, 2))

    def test_nor_does_it_with_the_centres_that_receive_it(self):
        """The page of a centre that does not receive it names all those that do."""
        public = self.env(user=self.public, context={})
        procedure = public["hcc.procedure"].browse(self.procedure.id)
        nowhere = self._create_centre("Trung tâm ở xa", "H99.70")
        centres = self.centre | self.other_centre
        self.agency.company_ids = [Command.set(centres.ids)]

        def ask():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            day = public["hcc.clock"]._today(nowhere)
            text = procedure._public_facts(nowhere.with_env(public), day)["standing"]["text"]
            return text, self.env.cr.sql_log_count - before

        ask()
        _text, few = ask()
        more = self.env["res.company"].union(
            *(self._create_centre(f"Trung tâm {n}", f"H99.{n}") for n in range(71, 91))
        )
        self.agency.company_ids = [Command.set((centres | more).ids)]
        ask()  # a new company empties the platform's caches
        text, many = ask()
        self.assertIn("Trung tâm 90", text)
        self.assertEqual(many, few)


class TestHostileAddresses(PublicCatalogueCommon):
    def test_every_address_is_answered_in_its_own_form(self):
        self.assertGreaterEqual(len(HOSTILE), 60)
        schema = Schema(SCHEMA)
        for address in HOSTILE:
            with self.subTest(address[:60]):
                answer = self.url_open(API + address)
                self.assertIn(answer.status_code, (200, 400, 404))
                self.assertNotIn("Traceback", answer.text)
                if answer.headers["Content-Type"].startswith("application/json"):
                    kind = "error" if answer.status_code >= 400 else None
                    self.assertEqual(schema.faults(kind, answer.json()) if kind else [], [])
                else:
                    self.assertEqual((answer.status_code, address in NO_ROUTE), (404, True))

    def test_broken_text_is_refused_in_vietnamese(self):
        for address in ("?q=%00", "?q=%ED%A0%80", "?q=" + "a" * 201, "/%00", "?agency=%3Cb%3E"):
            refusal = self._json(f"{API}{address}", 400)
            self.assertEqual(refusal["error"], "bad_request")
            self.assertRegex(refusal["message"], "ký tự|dài|chữ")

    def test_pages_stay_pages(self):
        for address in HOSTILE:
            with self.subTest(address[:60]):
                answer = self.url_open(PAGE + address)
                self.assertIn(answer.status_code, (200, 400, 404))
                self.assertNotIn("Traceback", answer.text)
                page = html.fromstring(answer.content.decode())
                self.assertFalse(page.xpath("//script | //*[@onerror or @onfocus]"))

    def test_words_typed_are_shown_as_words(self):
        for text in XSS:
            page = self._page(f"{PAGE}?centre=H99.01&q={quote(text)}")
            self.assertEqual(page.get_element_by_id("q").get("value"), " ".join(text.split()))
            self.assertFalse(page.xpath("//script | //img[@onerror] | //*[@onfocus]"), text)

    def test_texts_of_the_catalogue_are_shown_as_texts(self):
        version = self._create_version(
            "2026-12-01",
            name=XSS[0],
            legal_basis=XSS[1],
            requirement=XSS[1],
            component_ids=[Command.create({"name": XSS[1], "condition": XSS[2]})],
        )
        version.publish()
        self.agency.name = XSS[1]
        self.centre.write({"name": XSS[0], "slogan": XSS[1], "hotline": XSS[2], "street": XSS[0]})
        self.env.flush_all()
        with self.at("2026-12-02 08:00"):
            for address in (f"{PAGE}?centre=H99.01", f"{PAGE}/9.000001?centre=H99.01"):
                page = self._page(address)
                self.assertFalse(page.xpath("//script | //img[@onerror] | //*[@onfocus]"), address)
                self.assertIn("alert(1)", page.text_content())


class TestCataloguePages(PublicCatalogueCommon):
    def test_the_search_page_works_without_scripts(self):
        page = self._page(f"{PAGE}?centre=H99.01&q=cap+moi&agency=TN")
        [link] = page.xpath("//ul[@class='results']//a")
        self.assertEqual(link.text, "Cấp mới chứng chỉ")
        self.assertEqual(page.get_element_by_id("q").get("value"), "cap moi")
        self.assertEqual(page.xpath("//select[@id='agency']/option[@selected]/@value"), ["TN"])
        self.assertFalse(page.xpath("//script"))
        detail = self._page(link.get("href"))
        self.assertEqual(detail.xpath("//h1")[0].text_content().strip(), "Cấp mới chứng chỉ")

    def test_filters_offer_what_the_centre_has(self):
        self.other_agency.company_ids = self.centre
        page = self._page(f"{PAGE}?centre=H99.01")
        self.assertEqual(page.xpath("//select[@id='agency']/option/@value"), ["", "TN"])
        self.assertEqual(page.xpath("//select[@id='field']/option/@value"), ["", "TN-HT"])

    def test_an_empty_answer_helps(self):
        text = self._page(f"{PAGE}?centre=H99.01&q=khong+co").text_content()
        self.assertIn("Không tìm thấy thủ tục nào", text)
        self.assertIn("dùng ít từ hơn", text)

    def test_pages_lead_to_each_other(self):
        for number in range(25):
            copy = self.env["hcc.procedure"].create(
                self._procedure_values(f"9.1{number:05d}", f"Thủ tục {number}")
            )
            self._create_version("2026-01-01", procedure_id=copy.id).publish()
        page = self._page(f"{PAGE}?centre=H99.01")
        [forward] = page.xpath("//a[@rel='next']/@href")
        second = self._page(forward)
        self.assertEqual(len(second.xpath("//ul[@class='results']/li")), 7)
        self.assertFalse(second.xpath("//a[@rel='next']"))
        self.assertTrue(second.xpath("//a[@rel='prev']"))

    def test_a_new_version_is_announced(self):
        self._create_version("2026-12-01", time_limit_value=3, step_ids=QUICK).publish()
        text = self._page(f"{PAGE}/9.000001?centre=H99.01").text_content()
        self.assertIn("Từ ngày 01/12/2026 áp dụng nội dung mới", text)
        self.assertIn("05 ngày làm việc", text)
        self.assertIn("03 ngày làm việc", text)

    def test_a_visitor_without_a_centre_chooses_one(self):
        page = self._page(PAGE, 400)
        self.assertEqual(
            page.xpath("//ul[@class='results']//a/@href"),
            ["/hcc/thu-tuc?centre=H99.02", "/hcc/thu-tuc?centre=H99.01"],
        )

    def test_the_brand_is_the_centres(self):
        self.centre.write({"brand_color": "#7a0019", "hotline": "0213 1", "slogan": "Vì dân"})
        page = self._page(f"{PAGE}?centre=H99.01")
        for words in ("Trung tâm thử nghiệm", "0213 1", "Vì dân"):
            self.assertIn(words, page.text_content())
        [css] = page.xpath("//link[starts-with(@href, '/hcc/brand/')]/@href")
        self.assertIn("#7a0019", self.url_open(css).text)
        self.assertFalse(page.xpath("//header//img"), "no logo, no empty place")

    def test_every_page_is_structured(self):
        for path in (PAGE, f"{PAGE}?centre=H99.01", f"{PAGE}/9.000001?centre=H99.01"):
            page = html.fromstring(self.url_open(path).content.decode())
            self.assertEqual(page.get("lang"), "vi")
            self.assertEqual(len(page.xpath("//h1")), 1, path)
            levels = [int(h.tag[1]) for h in page.xpath("//h1|//h2|//h3|//h4")]
            deeper = [b - a for a, b in zip(levels, levels[1:], strict=False)]
            self.assertLessEqual(max(deeper, default=0), 1, (path, levels))
            for control in page.xpath("//input[not(@type='hidden')] | //select"):
                self.assertTrue(page.xpath(f"//label[@for='{control.get('id')}']"), path)
            ids = page.xpath("//@id")
            self.assertEqual(len(ids), len(set(ids)), path)
