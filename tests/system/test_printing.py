"""Sixteen officials print at once, over real connections: everybody else is still answered."""

import io
import json
import re
import threading
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar
from urllib.parse import urlencode

import pypdf
from dossiers import receive

PRINTERS = 16
#: Slips in one document: long enough to see whether others wait for it.
PILE = 4
#: Nobody waits so long: what is not answered by then is lost.
PATIENCE = 120


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
    """Each prints a pile that keeps a worker busy for long. Were both workers drawing, nobody else
    would be answered before the first pile is drawn."""
    dossiers = receive(centre, PILE, "id")
    sessions = [Session(centre, "canbo") for _official in range(PRINTERS)]
    others = Session(centre, "canbo2"), Session(centre, "giamsat")
    path = f"/report/pdf/hcc_dossier.slip/{','.join(map(str, dossiers))}"
    first_is_drawn, refused = threading.Event(), []
    answered = {"page": 0, "record": 0}

    def print_pile(session):
        while True:
            try:
                paper = session.read(path)
            except urllib.error.HTTPError as refusal:
                assert refusal.code == 503, refusal
                refused.append(int(refusal.headers["Retry-After"]))
                time.sleep(refused[-1])  # as the page in the tab does
            else:
                first_is_drawn.set()
                return paper

    def ask(kind, question):
        while not first_is_drawn.is_set():
            question()
            answered[kind] += not first_is_drawn.is_set()
            time.sleep(0.02)

    with ThreadPoolExecutor(PRINTERS + 2) as pool:
        prints = [pool.submit(print_pile, session) for session in sessions]
        while not refused and not first_is_drawn.is_set():
            time.sleep(0.01)  # until both workers have met a pile
        asking = [
            pool.submit(ask, "page", lambda: others[0].read("/web/login")),
            pool.submit(ask, "record", lambda: others[1].call("hcc.dossier", "search_count", [])),
        ]
        papers = [print_.result() for print_ in prints]
        for answer in asking:
            answer.result()

    assert refused, "all workers drew at once"
    assert min(answered.values()) > 0, answered
    for paper in papers:
        assert len(pypdf.PdfReader(io.BytesIO(paper)).pages) == len(dossiers)
