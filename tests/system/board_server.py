"""A board's page without a centre behind it: what the server says is set by the test, at will."""

import json
import threading
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ADDONS = Path(__file__).resolve().parents[2] / "addons"
QUEUE = ADDONS / "hcc_queue" / "static"
PAGE = """<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8">
<link rel="stylesheet" href="/bundle.css"></head>
<body data-config='{config}'><main id="page"></main><script src="/bundle.js"></script></body></html>
"""
CONFIG = {
    "base": "/page", "channel": "bell", "speaks": True, "logo": "", "websocket_version": "1"
}  # fmt: skip


def moment(seconds=0):
    """An instant as the server writes it, ``seconds`` ago."""
    return f"{datetime.now(timezone.utc) - timedelta(seconds=seconds):%Y-%m-%dT%H:%M:%S}Z"


def call(number, counter=1, seconds=0, name="digit_1"):
    """A call that is to be said: its sentence is a single clip, named as wanted."""
    return {"id": number, "called_at": moment(seconds), "sentences": [[f"/clip/{name}-{number}"]]}


class BoardServer:
    """Serves the page ``name`` with the bundle of the addon's own files, and the state given."""

    def __init__(self, name="board"):
        self.folders = ["common", "voice", name]
        self.down = False
        self.broken = set()
        self.sounds = []
        self.real_clips = False
        self.state = self.board_state()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self.server.server_port}/page"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def board_state(self, counters=3, **values):
        return {
            "centre": {"name": "Trung tâm", "slogan": "", "hotline": ""},
            "zone": "",
            "calls": [
                {"id": 1, "number": "A001", "counter": 1, "repeated": False, "at": "09:00"}
            ],
            "counters": [
                {"counter": place, "paused": False, "number": f"A{place:03}", "called": False}
                for place in range(1, counters + 1)
            ],
            "lanes": [{"prefix": "A", "name": "Làn", "waiting": 2}],
            "figures": [],
            "notices": [],
            "voice": self.voice(),
            **values,
        }  # fmt: skip

    def voice(self, *calls, times=1, max_age=60):
        return {
            "volume": 0.8, "times": times, "max_age": max_age, "chime": "/clip/chime",
            "calls": list(calls),
        }  # fmt: skip

    def say(self, *calls, **settings):
        self.state["voice"] = self.voice(*calls, **settings)

    def answer(self, path):
        """``(type, content)``, or ``None`` for what does not exist."""
        if path == "/page":
            return "text/html", PAGE.format(config=json.dumps(CONFIG)).encode()
        if path == "/bundle.js":
            return "text/javascript", self._bundle("js")
        if path == "/bundle.css":
            page = ADDONS / "hcc_base/static/src/page/page.css"
            return "text/css", page.read_bytes() + self._bundle("css")
        if path == "/page/state":
            return "application/json", json.dumps(self._state_now()).encode()
        if path.startswith("/clip/"):
            return self._clip(path.removeprefix("/clip/"))
        return None

    def _state_now(self):
        sound = self.sounds[-1] if self.sounds else None
        voice = {**self.state["voice"], "sound": sound} if "voice" in self.state else None
        return {**self.state, "voice": voice, "now": moment()}

    def _clip(self, name):
        if name in self.broken:
            return None
        if self.real_clips:
            return "audio/wav", (QUEUE / "voice" / f"{name.split('-')[0]}.wav").read_bytes()
        return "audio/wav", name.encode()

    def _bundle(self, kind):
        files = []
        for folder in self.folders:
            files += sorted((QUEUE / "src" / folder).glob(f"*.{kind}"))
        return b"\n".join(file.read_bytes() for file in files)

    def _handler(board):
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                self._send(None if board.down else board.answer(self.path))

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                board.sounds.append(json.loads(body)["state"])
                self._send(("application/json", b"{}"))

            def _send(self, answer):
                self.send_response(200 if answer else 500 if board.down else 404)
                self.send_header("Content-Type", answer[0] if answer else "application/json")
                self.end_headers()
                self.wfile.write(answer[1] if answer else b'{"message": ""}')

            def log_message(self, *_args):
                pass

        return Handler
