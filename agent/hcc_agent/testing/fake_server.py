"""A server that speaks the agent's protocol, without Odoo.

It keeps jobs as the real one does: given until the agent holds them, closed by their result.
"""

import base64
import json
import socket
import threading
import time
import uuid
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

CODE = "ABCDE-FGHJK"
TOKEN = "test-token-0123456789abcdef"
DEVICE_ID = 7


class _Http(ThreadingHTTPServer):
    """Knows its open connections, to be able to cut them."""

    def __init__(self, *arguments):
        self.lines = set()
        super().__init__(*arguments)

    def process_request(self, request, client_address):
        self.lines.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request):
        self.lines.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request, client_address):
        """A cut connection is what is being tested, no news."""


class FakeServer:
    """``server.url``; ``add_job()``; ``results`` holds every result heard, repeats included."""

    def __init__(self, devices=None):
        #: device number → {"driver": …, "settings": {…}}
        self.devices = devices or {}
        self.jobs, self.results, self.requests = {}, [], []
        #: Every event taken in, once each, in the order of arrival; and how often one was repeated.
        self.events, self.events_repeated = [], 0
        #: Whom the server takes the agent for.
        self.device_id = DEVICE_ID
        #: Tokens that are let in; ``rotate()`` gives the agent a new one.
        self.tokens, self._next_token = {TOKEN}, ""
        #: Give the newest job first.
        self.reversed = False
        self.closed = {}
        self.waiting = {}
        self.revoked = False
        #: Answer the next calls with these HTTP statuses instead.
        self.failures = []
        #: Take the call in, but lose the answer: so many times.
        self.lose_answers = 0
        #: Set: calls are taken in, their answers wait; ``holding_back`` says that one does.
        self.hold_answers, self.holding_back = threading.Event(), threading.Event()
        self.clock_offset = timedelta(0)
        self.give_known_jobs_again = False
        self._changed = threading.Condition()
        self._port = 0
        self.start()
        self.url = f"http://127.0.0.1:{self._port}"

    def __enter__(self):
        return self

    def __exit__(self, *_exception):
        self.close()

    def start(self):
        """Listen, at the same address as before :meth:`kill`; what was committed is still there."""
        self._http = _Http(("127.0.0.1", self._port), self._handler())
        self._port = self._http.server_address[1]
        threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True).start()

    def kill(self):
        """As SIGKILL: nobody listens, and every open connection is cut."""
        self._http.shutdown()
        self._http.server_close()
        for line in list(self._http.lines):
            try:
                line.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def close(self):
        self._http.shutdown()
        self._http.server_close()

    def rotate(self):
        """Give the agent a new token with the next answer; the old one holds until then."""
        self._next_token = f"test-token-{uuid.uuid4().hex}"
        return self._next_token

    def now(self):
        return datetime.now(timezone.utc) + self.clock_offset

    def add_job(self, png, device_id="1", seconds=60, uid=None, job_class="once"):
        """Queue a picture; returns the job's number."""
        payload = {"image": base64.b64encode(png).decode()}
        return self.add("print_image", payload, device_id, seconds, uid, job_class)

    def add(  # noqa: PLR0913
        self, kind, payload, device_id="1", seconds=60, uid=None, job_class="once", position=0
    ):
        """Queue a job of any kind; returns its number."""
        uid = uid or uuid.uuid4().hex
        with self._changed:
            self.jobs[uid] = {
                "uid": uid,
                "device_id": device_id,
                "kind": kind,
                "position": position or len(self.jobs) + 1,
                "class": job_class,
                "expires_at": (self.now() + timedelta(seconds=seconds)).isoformat(),
                "payload": payload,
            }
        return uid

    def wait_for(self, condition, timeout=15):
        """Wait until ``condition()`` is true; returns its last value."""
        with self._changed:
            return self._changed.wait_for(condition, timeout)

    def wait_for_result(self, uid, timeout=15):
        """Wait for a job's end; returns ``(outcome, reason)``."""
        self.wait_for(lambda: uid in self.closed, timeout)
        result = self.closed.get(uid) or {}
        return result.get("outcome"), result.get("reason")

    # -- protocol ---------------------------------------------------------------------------

    def _enroll(self, body):
        if body.get("code") != CODE:
            return 403, {"error": "enrolment_code", "message": "wrong code"}
        return 200, {"device_id": DEVICE_ID, "name": "Agent", "token": TOKEN}

    def _sync(self, body):
        with self._changed:
            self.requests.append(body)
            for result in body["results"]:
                self.results.append(result)
                self.closed.setdefault(result["uid"], result)
            self.waiting = {row["uid"]: row["reason"] for row in body["holding"]}
            jobs = [job for job in self.jobs.values() if self._is_to_give(job["uid"])]
            if self.reversed:
                jobs.reverse()
            known = {event["uid"] for event in self.events}
            for event in body["events"]:
                if event["uid"] in known:
                    self.events_repeated += 1
                else:
                    self.events.append(event)
            self._changed.notify_all()
        revision = str(hash(json.dumps(self.devices, sort_keys=True)))
        answer = {
            "now": self.now().isoformat(timespec="seconds"),
            "device_id": self.device_id,
            "acked": [result["uid"] for result in body["results"]],
            "events_acked": [event["uid"] for event in body["events"]],
            "jobs": jobs[:50],
            "config_rev": revision,
        }
        if body.get("config_rev") != revision:
            answer["config"] = {"devices": self.devices}
        if self._next_token:
            answer["token"] = self._next_token
            self.tokens.add(self._next_token)
        return 200, answer

    def _is_to_give(self, uid):
        if self.give_known_jobs_again:
            return True
        return uid not in self.closed and uid not in self.waiting

    def _lets_in(self, token):
        if token == self._next_token and token in self.tokens:
            self.tokens, self._next_token = {token}, ""
        return not self.revoked and token in self.tokens

    def _wait(self, status):
        if status == 200 and self.hold_answers.is_set():
            self.holding_back.set()
            while self.hold_answers.is_set():
                time.sleep(0.02)

    def _handler(fake):  # noqa: N805 - `self` is the handler's below
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))))
                self._send(*self._answer(body))

            def do_GET(self):
                self._send(404, {})

            def _answer(self, body):
                if fake.failures:
                    return fake.failures.pop(0), {}
                if self.path == "/hcc/agent/enroll":
                    return fake._enroll(body)
                token = self.headers.get("Authorization", "").removeprefix("Bearer ")
                if not fake._lets_in(token):
                    return 401, {"error": "token", "message": "revoked"}
                return fake._sync(body)

            def _send(self, status, data):
                if status == 200 and fake.lose_answers:
                    fake.lose_answers -= 1
                    self.close_connection = True
                    return
                fake._wait(status)
                text = json.dumps(data).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *_args):
                pass

        return Handler
