"""The shipped proxy configuration, run by Debian's nginx before a server that echoes."""

import http.server
import json
import ssl
import threading
import urllib.error
import urllib.request

import nginx
import pytest


class Echo(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        body = json.dumps({"path": self.path, "headers": dict(self.headers)}).encode()
        self.send_response(200)
        self.send_header("Set-Cookie", "session_id=abc; Path=/; HttpOnly")
        self.send_header("Set-Cookie", "frontend_lang=vi_VN; Path=/")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.do_GET()

    def log_message(self, *_arguments):
        pass


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    port = server.server_port
    with nginx.running(tmp_path_factory.mktemp("nginx"), port, port) as ports:
        yield ports
    server.shutdown()


def ask(site, path, data=None, headers=(), scheme="https"):
    """Status, headers and the echo of what the server was asked."""
    port = site[1] if scheme == "https" else site[0]
    request = urllib.request.Request(
        f"{scheme}://127.0.0.1:{port}{path}",
        data,
        {"Host": "localhost", **dict(headers)},
    )
    trusting = ssl._create_unverified_context()
    opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=trusting), _NoRedirect)
    try:
        with opener.open(request, timeout=10) as answer:
            return answer.status, answer.headers, json.loads(answer.read())
    except urllib.error.HTTPError as error:
        return error.code, error.headers, None


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_arguments):
        return None


CLOSED = [
    *("/xmlrpc/2/common", "/xmlrpc/common", "/jsonrpc", "/json/2/res.users/read", "/doc"),
    *("/doc/index.html", "/web/database/manager", "/web/database/list", "/web/become"),
    *("/web/session/modules", "/web/tests", "//xmlrpc/2/common", "/XMLRPC/2/common"),
    "/websocket/peek_notifications",
]


@pytest.mark.parametrize("path", CLOSED)
def test_interfaces_nobody_uses_are_closed(site, path):
    assert ask(site, path)[0] == 404
    assert ask(site, path, b"{}")[0] == 404


@pytest.mark.parametrize(
    "path", ["/odoo", "/web/dataset/call_kw/res.users/read", "/hcc/kiosk/abc", "/documents-of-law"]
)
def test_the_rest_is_open(site, path):
    status, _headers, echo = ask(site, path)
    assert (status, echo["path"]) == (200, path)


def test_cookies_are_for_this_site_over_tls_alone(site):
    cookies = ask(site, "/odoo")[1].get_all("Set-Cookie")
    (session,) = [cookie.lower() for cookie in cookies if cookie.startswith("session_id")]
    assert "secure" in session and "httponly" in session and "samesite=lax" in session


def test_callers_do_not_say_who_they_are(site):
    forged = {
        "X-Forwarded-For": "8.8.8.8",
        "X-Real-IP": "8.8.8.8",
        "Forwarded": "for=8.8.8.8",
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Proto": "http",
    }
    seen = ask(site, "/odoo", headers=forged)[2]["headers"]
    assert seen["X-Forwarded-For"] == seen["X-Real-IP"] == "127.0.0.1"
    assert seen["X-Forwarded-Host"] == "localhost"
    assert seen["X-Forwarded-Proto"] == "https"
    assert "Forwarded" not in seen


def test_plain_http_leads_to_https(site):
    status, headers, _echo = ask(site, "/odoo", scheme="http")
    assert status == 301 and headers["Location"].startswith("https://localhost/")


def test_headers_are_set(site):
    headers = ask(site, "/odoo")[1]
    assert "max-age" in headers["Strict-Transport-Security"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "nginx/" not in headers["Server"]


def test_large_bodies_are_refused(site):
    assert ask(site, "/odoo", b"0" * (26 * 1024 * 1024))[0] == 413


@pytest.mark.parametrize("path, allowed", [("/web/login", 22), ("/hcc/s/CODE", 33)])
def test_guessing_is_slowed_down(site, path, allowed):
    answers = [ask(site, path)[0] for _attempt in range(60)]
    assert answers[0] == 200
    assert answers.count(200) <= allowed
    assert set(answers) == {200, 429}


def test_ordinary_work_is_not(site):
    assert {ask(site, "/odoo")[0] for _attempt in range(60)} == {200}


def test_health_is_for_the_machine_itself(site):
    assert ask(site, "/web/health")[0] == 200


def test_the_websocket_is_passed_on(site):
    upgrade = {"Upgrade": "websocket", "Connection": "Upgrade"}
    seen = ask(site, "/websocket", headers=upgrade)[2]["headers"]
    assert (seen["Upgrade"], seen["Connection"]) == ("websocket", "upgrade")
