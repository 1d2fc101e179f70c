import json
import re

from odoo.tests import HttpCase, tagged

from .common import DAY, AppointmentCommon

BOOKING = "/hcc/dat-lich"


@tagged("post_install", "-at_install")
class TestBookingPage(AppointmentCommon, HttpCase):
    def post(self, path, **data):
        return self.url_open(
            path, data=json.dumps(data), headers={"Content-Type": "application/json"}
        )

    def chosen(self, **values):
        return {
            "centre": self.centre.id,
            "choice": {"agency": self.agency.id, "field": self.land.id},
            **values,
        }

    def book_on_page(self, number=1, start="2026-11-25T01:00:00Z", **values):
        entries = dict(zip(("name", "identity", "phone"), self.person(number), strict=True))
        key = {"key": f"press-{number:06d}", "start": start}
        return self.post(f"{BOOKING}/book", **self.chosen(**{**entries, **key, **values}))

    def test_the_page_and_its_bundle_are_plain_and_local(self):
        page = self.url_open(BOOKING)
        self.assertEqual(page.status_code, 200)
        self.assertIn("default-src 'self'", page.headers["Content-Security-Policy"])
        for address in re.findall(r'(?:src|href)="([^"]+)"', page.text):
            self.assertTrue(address.startswith("/"), address)
            self.assertEqual(self.url_open(address).status_code, 200, address)

    def test_from_the_choice_to_the_confirmation(self):
        centres = self.url_open(f"{BOOKING}/centres").json()["centres"]
        self.assertIn({"id": self.centre.id, "name": self.centre.name}, centres)
        choices = self.post(f"{BOOKING}/choices", centre=self.centre.id).json()
        [agency] = choices["agencies"]
        self.assertEqual(agency["agency"], self.agency.id)
        self.assertIn(self.land.id, [field["field"] for field in agency["fields"]])
        days = self.post(f"{BOOKING}/times", **self.chosen()).json()["days"]
        wednesday = next(row for row in days if row["day"] == DAY)
        self.assertEqual([slot["free"] for slot in wednesday["slots"]], [2, 2, 2, 2])
        self.assertNotIn("2026-11-24", [row["day"] for row in days], "a public holiday")
        page = self.book_on_page(start=wednesday["slots"][0]["start"]).json()["page"]
        state = self.url_open(f"{page}/state").json()
        self.assertEqual((state["state"], state["phone"]), ("held", "001"))
        appointment = self.appointments.search([("name", "=", state["code"])])
        self.assertEqual(self.post(f"{page}/confirm", code="x").json()["outcome"], "wrong")
        done = self.post(f"{page}/confirm", code=appointment._code()).json()
        self.assertEqual((done["state"], done["outcome"]), ("booked", "confirmed"))
        self.assertTrue(done["qr"].startswith("data:image/svg+xml"))
        self.assertNotIn("Người Thử", json.dumps(done, ensure_ascii=False))
        self.assertEqual(self.url_open(page).status_code, 200)
        self.assertEqual(self.post(f"{page}/cancel").json()["state"], "cancelled")

    def test_refusals_are_sentences_not_faults(self):
        for entry, value in (("name", "1"), ("identity", "123"), ("phone", "0281234567")):
            with self.subTest(entry=entry):
                answer = self.book_on_page(**{entry: value})
                self.assertEqual((answer.status_code, answer.json()["error"]), (422, entry))
                self.assertTrue(answer.json()["message"])
        for body, status in (
            ({}, 422),
            (self.chosen(choice={"lane": "1"}), 400),
            (self.chosen(choice={"agency": self.other_agency.id}), 422),
            (self.chosen(start="tomorrow"), 400),
            (self.chosen(start="2026-11-25T01:00:00Z", key="x"), 400),
        ):
            with self.subTest(body=body):
                self.assertEqual(self.post(f"{BOOKING}/book", **body).status_code, status)

    def test_full_is_said(self):
        for number in (1, 2):
            self.assertEqual(self.book_on_page(number).status_code, 200)
        answer = self.book_on_page(3)
        self.assertEqual((answer.status_code, bool(answer.json()["message"])), (422, True))

    def test_an_unknown_address_opens_nothing(self):
        wrong = f"/hcc/lich-hen/{'X' * 26}"
        self.assertEqual(self.url_open(wrong).status_code, 404)
        for verb in ("confirm", "cancel"):
            self.assertEqual(self.post(f"{wrong}/{verb}").status_code, 404)
        ticket_token = self.issue()._token()
        self.assertEqual(self.url_open(f"/hcc/lich-hen/{ticket_token}").status_code, 404)
