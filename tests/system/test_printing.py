"""Sixteen officials print at once, over real connections: everybody else is still answered."""

import io
import json
import re
import threading
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar
from urllib.parse import urlencode

import pypdf

PRINTERS = 16
ROUNDS = 2
#: Nobody waits so long: what is not answered by then is lost.
PATIENCE = 120
PREPARE = """
from odoo.addons.hcc_base.transaction import number_cursor

result = []
with number_cursor(env.registry) as cr:
    official = env(cr=cr)["res.users"].search([("login", "=", "canbo")])
    centres = {"allowed_company_ids": official.company_id.ids}
    me = env(cr=cr, user=official.id, su=False, context=centres)
    procedure = me["hcc.procedure"].search([("code", "=", "1.013837")])
    applicant = me["hcc.applicant"].find_or_register({
        "kind": "person", "name": "Lò Thị Thử Nghiệm", "identity_kind": "citizen_id",
        "identity_number": "012190004321", "address": "Tổ 1, phường Tân Phong, tỉnh Lai Châu",
    })
    for _number in range(16):
        dossier = me["hcc.dossier"].create(
            {"procedure_id": procedure.id, "applicant_id": applicant.id, "beside_open": True})
        dossier.action_tick_all()
        dossier.receive()
        result.append(dossier.id)
    cr.commit()
"""


class Session:
    """One official's browser."""

    def __init__(self, centre, login):
        self.url = centre.url
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        page = self.read("/web/login").decode()
        token = re.search(r'csrf_token" value="([^"]+)', page)[1]
        form = {"csrf_token": token, "login": login, "password": centre.logins[login]}
        self.read("/web/login", urlencode(form).encode())

    def read(self, path, data=None, **headers):
        request = urllib.request.Request(f"{self.url}{path}", data, headers)
        with self.opener.open(request, timeout=PATIENCE) as answer:
            return answer.read()

    def call(self, model, method, *arguments):
        params = {"model": model, "method": method, "args": arguments, "kwargs": {}}
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}).encode()
        path = f"/web/dataset/call_kw/{model}/{method}"
        answer = json.loads(self.read(path, body, **{"Content-Type": "application/json"}))
        assert "error" not in answer, answer
        return answer["result"]


def test_others_are_answered_while_sixteen_print(centre):
    dossiers = centre.script(PREPARE)
    sessions = [Session(centre, "canbo") for _official in range(PRINTERS)]
    others = Session(centre, "canbo2"), Session(centre, "giamsat")
    printing, answered = threading.Event(), {"page": 0, "record": 0}
    printing.set()

    def storm(session, dossier):
        return [session.read(f"/report/pdf/hcc_dossier.slip/{dossier}") for _n in range(ROUNDS)]

    def pile():
        return sessions[0].read(f"/report/pdf/hcc_dossier.slip/{','.join(map(str, dossiers))}")

    def ask(kind, question):
        while printing.is_set():
            question()
            answered[kind] += 1
            time.sleep(0.05)

    with ThreadPoolExecutor(PRINTERS + 2) as pool:
        asking = [
            pool.submit(ask, "page", lambda: others[0].read("/web/login")),
            pool.submit(ask, "record", lambda: others[1].call("hcc.dossier", "search_count", [])),
        ]
        prints = [pool.submit(storm, *pair) for pair in zip(sessions, dossiers, strict=True)]
        try:
            whole = pile()
            papers = [print_.result() for print_ in prints]
        finally:
            printing.clear()
        for answer in asking:
            answer.result()

    assert all(paper.startswith(b"%PDF") for printed in papers for paper in printed)
    assert min(answered.values()) >= ROUNDS, answered
    assert len(pypdf.PdfReader(io.BytesIO(whole)).pages) == len(dossiers)
