"""Real servers on this machine that stand for a gateway and a mail server."""

import json
import socketserver
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class FakeGateway:
    """Answers with the statuses of ``script`` in turn, then with 200; keeps what it was asked."""

    def __init__(self, script=(), delay=0):
        self.script, self.delay, self.asked = list(script), delay, []

    @contextmanager
    def running(self):
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                gateway.asked.append((dict(self.headers), json.loads(body)))
                time.sleep(gateway.delay)
                status = gateway.script.pop(0) if gateway.script else 200
                self.send_response(status)
                if status == 302:
                    self.send_header("Location", "http://127.0.0.1:9/elsewhere")
                self.end_headers()

            def log_message(self, *args):
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        self.url = f"http://127.0.0.1:{server.server_port}/sms"
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


class MailSink:
    """Takes every mail (or answers 451 while ``refuses``) and keeps its source."""

    def __init__(self):
        self.mails, self.refuses = [], False

    @contextmanager
    def running(self):
        sink = self

        class Handler(socketserver.StreamRequestHandler):
            def _say(self, line):
                self.wfile.write(f"{line}\r\n".encode())

            def handle(self):
                self._say("220 sink")
                while line := self.rfile.readline().decode().strip():
                    word = line[:4].upper()
                    if word == "DATA":
                        self._say("354 go on")
                        sink.mails.append(self._read_mail())
                    if word == "QUIT":
                        return self._say("221 bye")
                    refused = word == "MAIL" and sink.refuses
                    self._say("451 later" if refused else "250 ok")

            def _read_mail(self):
                lines = []
                while (line := self.rfile.readline()) not in (b".\r\n", b""):
                    lines.append(line)
                return b"".join(lines)

        server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        self.port = server.server_address[1]
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()
            thread.join()
