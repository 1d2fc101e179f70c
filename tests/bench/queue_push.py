"""From a call's commit until every board has its new state, against the bus alone.

Twenty boards listen as their pages do: on the ring they fetch their state. Theirs is an empty
message of Odoo's bus to as many listeners on the same server. The 95th percentile of all boards
and rounds is compared.
"""

import json
import queue
import threading
import time
import urllib.request

import websocket
from _hall import BOARDS, Hall
from odoo.api import Environment

from odoo.addons.bus.websocket import WebsocketConnectionHandler
from odoo.addons.hcc_base.transaction import number_cursor

from hcc_cli import databases, paths
from hcc_cli.bench import p95
from hcc_cli.server import Server

GOALS = {"queue.push": 5.0}
ROUNDS, WARM_UP = 20, 3
PATIENCE = 20
CONSTANT = "hcc_bench/constant"


class Board(threading.Thread):
    """One page: rings of the hall make it fetch its state, others are only noted."""

    def __init__(self, server, token, channel, heard):
        super().__init__(daemon=True)
        self.state_url = f"http://127.0.0.1:{server.http_port}/hcc/board/{token}/state"
        self.heard = heard
        version = WebsocketConnectionHandler._VERSION
        self.socket = websocket.create_connection(
            f"ws://127.0.0.1:{server.gevent_port}/websocket?version={version}",
            origin=f"http://127.0.0.1:{server.http_port}",
            timeout=PATIENCE,
        )
        data = {"channels": [channel, CONSTANT], "last": 0}
        self.socket.send(json.dumps({"event_name": "subscribe", "data": data}))

    def run(self):
        while True:
            try:
                messages = json.loads(self.socket.recv())
            except (websocket.WebSocketException, OSError):
                return
            for message in messages:
                self._hear(message["message"]["type"])

    def _hear(self, kind):
        if kind != "hcc_queue":
            self.heard.put((kind, time.perf_counter()))
            return
        with urllib.request.urlopen(self.state_url, timeout=PATIENCE) as answer:
            calls = json.loads(answer.read())["calls"]
        self.heard.put((calls[0]["number"], time.perf_counter()))


def run(env):
    hall = Hall(env.registry)
    hall.fill(25 * (ROUNDS + WARM_UP))
    server = Server(env.cr.dbname, paths.LOGS / "bench-queue-push.log")
    databases.set_base_url(env.cr.dbname, f"http://127.0.0.1:{server.http_port}")
    server.start()
    heard = queue.Queue()
    boards = [Board(server, token, hall.channel, heard) for token in hall.board_tokens]
    try:
        for board in boards:
            board.start()
        time.sleep(1)  # the last subscription arrives
        ours, theirs = _measure(hall, heard)
    finally:
        for board in boards:
            board.socket.close()
        server.stop()
    return {"queue.push": p95(ours) / p95(theirs)}


def _measure(hall, heard):
    ours, theirs = [], []
    for n in range(WARM_UP + ROUNDS):
        for waits, work in ((theirs, _ring_only), (ours, _call)):
            found = work(hall, heard)
            if n >= WARM_UP:
                waits += found
        hall.clear()
    return ours, theirs


def _ring_only(hall, heard):
    with hall.registry.cursor() as cr:
        Environment(cr, 1, {})["bus.bus"]._sendone(CONSTANT, "bench", {})
        start = time.perf_counter()
    return _all_heard(heard, "bench", start)


def _call(hall, heard):
    with number_cursor(hall.registry) as cr:
        number = hall.call_one(cr)
        start = time.perf_counter()
    return _all_heard(heard, number, start)


def _all_heard(heard, word, start):
    """Seconds until each board had it."""
    waits, deadline = [], time.perf_counter() + PATIENCE
    while len(waits) < BOARDS:
        found, at = heard.get(timeout=max(0.01, deadline - time.perf_counter()))
        if found == word:
            waits.append(at - start)
    return waits
