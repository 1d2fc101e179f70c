"""Calling and issuing over HTTP at the morning peak, against a constant route for signed-in users.

One running server with four workers; 32 clients at a time; 64 officials each call once a round from
25 lanes, 64 kiosks each issue one ticket, and as often the same officials ask Odoo's own session
check, which answers nothing. Throughput and the 95th percentile are compared as costs: a
throughput of 0.6 is a cost of 1 / 0.6. No ticket may be called twice, none may be lost, no number
issued twice, and nothing may be refused.
"""

import json
from uuid import uuid4

from _hall import COUNTERS, Hall
from _load import Load, crowd, post

from hcc_cli import databases, paths
from hcc_cli.server import Server

GOALS = {
    "queue.call_next": 1 / 0.6,
    "queue.call_next p95": 2.5,
    "queue.issue_http": 1 / 0.6,
    "queue.issue_http p95": 2.5,
}
ROUNDS, WARM_UP = 12, 3
#: A worker lets eight connections wait for it; a job in the background would hit one side only.
OPTIONS = ("--workers=4", "--max-cron-threads=0")
CHECK = json.dumps({"jsonrpc": "2.0", "method": "call", "params": {}})


def run(env):
    hall = Hall(env.registry)
    hall.fill(COUNTERS * (ROUNDS + WARM_UP))
    server = Server(env.cr.dbname, paths.LOGS / "bench-queue-http.log", options=OPTIONS)
    url = f"http://127.0.0.1:{server.http_port}"
    databases.set_base_url(env.cr.dbname, url)
    server.start()
    try:
        constant, called, issued = _measure(hall, url)
    finally:
        server.stop()
    _check_numbers(called, issued)
    return {
        "queue.call_next": called.each / constant.each,
        "queue.call_next p95": called.p95 / constant.p95,
        "queue.issue_http": issued.each / constant.each,
        "queue.issue_http p95": issued.p95 / constant.p95,
    }


def _measure(hall, url):
    loads = constant, called, issued = Load(), Load(), Load()
    works = (
        (constant, lambda: [post(url, "/web/session/check", CHECK, c) for c in hall.cookies]),
        (called, lambda: _calls(hall, url)),
        (issued, lambda: _issues(hall, url)),
    )
    for n in range(WARM_UP + ROUNDS):
        for load, requests in works:
            found = crowd(requests())
            if n >= WARM_UP:
                load.add(found)
        hall.clear()
    return loads


def _calls(hall, url):
    path = "/hcc/api/panel/call_next"
    return [post(url, path, _body(), cookie) for cookie in hall.cookies]


def _issues(hall, url):
    return [
        post(url, f"/hcc/kiosk/{token}/issue", _body(choice={"lane": lane}))
        for token, lane in zip(hall.kiosk_tokens, hall.lanes * 3, strict=False)
    ]


def _body(**values):
    return json.dumps({**values, "key": uuid4().hex})


def _check_numbers(called, issued):
    for load in (called, issued):
        numbers = [json.loads(body)["number"] for body in load.bodies]
        if not all(numbers) or len(set(numbers)) != len(numbers):
            raise AssertionError(f"lost or doubled: {sorted(numbers)}")
