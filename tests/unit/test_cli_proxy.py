"""The little reverse proxy: routing, framing, upgrade, and what it refuses."""

import http.client
import socket
import threading
from contextlib import contextmanager

import pytest

from hcc_cli import proxy
from hcc_cli.ui import HccError


@contextmanager
def upstream(answer):
    """A server that answers each connection with `answer(request bytes)`; yields its port."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve():
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=one, args=(connection,), daemon=True).start()

    def one(connection):
        with connection:
            data = b""
            while b"\r\n\r\n" not in data:
                data += connection.recv(65536)
            answer(connection, data)

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.close()


def says(text):
    """An answer that names its server, and returns what it was asked."""

    def answer(connection, data):
        body = text.encode() + b"\n" + data
        head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n\r\n"
        connection.sendall(head.encode() + body)

    return answer


@contextmanager
def client(http_answer, gevent_answer=None):
    gevent_answer = gevent_answer or says("gevent")
    with upstream(http_answer) as first, upstream(gevent_answer) as second:
        with proxy.running("127.0.0.1", 0, first, second) as port:
            yield http.client.HTTPConnection("127.0.0.1", port, timeout=5)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", 1),
        ("/web/login?next=/websocket", 1),
        ("/websocket", 2),
        ("/websocket?version=19.0-1", 2),
        ("/websocket/health", 2),
        ("/websockets", 1),
    ],
)
def test_routes(path, expected):
    assert proxy.target_port(path, 1, 2) == expected


def test_two_requests_over_one_connection():
    with client(says("http")) as connection:
        for path, name in (("/web", "http"), ("/websocket/health", "gevent"), ("/x", "http")):
            connection.request("GET", path)
            answer = connection.getresponse()
            assert answer.read().decode().startswith(name)
            assert answer.headers["Connection"] == "keep-alive"


def test_forwarded_headers_are_ours():
    with client(says("http")) as connection:
        connection.request("GET", "/", headers={"X-Forwarded-For": "6.6.6.6", "Host": "h:1"})
        text = connection.getresponse().read().decode()
    assert "6.6.6.6" not in text
    assert "X-Forwarded-For: 127.0.0.1" in text and "X-Forwarded-Host: h:1" in text
    assert "Connection: close" in text


def test_a_body_goes_through():
    def answer(connection, data):
        while not data.endswith(b"end"):
            data += connection.recv(65536)
        says("http")(connection, data)

    body = b"x" * 300_000 + b"end"
    with client(answer) as connection:
        connection.request("POST", "/", body=body)
        assert connection.getresponse().read().endswith(body)


def test_chunked_answer_and_answer_until_the_end():
    def chunked(connection, _data):
        head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        connection.sendall(head + b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")

    def endless(connection, _data):
        connection.sendall(b"HTTP/1.0 200 OK\r\n\r\nuntil the end")

    with client(chunked) as connection:
        connection.request("GET", "/")
        assert connection.getresponse().read() == b"abcde"
    with client(endless) as connection:
        connection.request("GET", "/")
        answer = connection.getresponse()
        assert answer.read() == b"until the end" and answer.headers["Connection"] == "close"


def test_head_and_not_modified_have_no_body():
    def answer(connection, _data):
        connection.sendall(b"HTTP/1.1 304 NOT MODIFIED\r\nContent-Length: 9\r\n\r\n")

    with client(answer) as connection:
        connection.request("GET", "/")
        assert connection.getresponse().read() == b""
        connection.request("HEAD", "/websocket/health")
        assert connection.getresponse().read() == b""


def test_websocket_upgrade_is_a_pipe_both_ways():
    def echo(connection, data):
        assert b"Upgrade: websocket" in data and b"Connection: Upgrade" in data
        connection.sendall(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n")
        while received := connection.recv(100):
            connection.sendall(received.upper())

    with client(says("http"), echo) as connection:
        with socket.create_connection((connection.host, connection.port), 5) as raw:
            raw.sendall(
                b"GET /websocket HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\n"
                b"Upgrade: websocket\r\n\r\n"
            )
            assert raw.recv(1000).startswith(b"HTTP/1.1 101")
            for word in (b"frame", b"another"):
                raw.sendall(word)
                assert raw.recv(100) == word.upper()


def test_a_server_that_is_down_or_dies_is_a_502():
    with client(lambda connection, data: None) as connection:
        connection.request("GET", "/")
        assert connection.getresponse().status == 502
    with socket.create_server(("127.0.0.1", 0)) as unused:
        dead = unused.getsockname()[1]
    with proxy.running("127.0.0.1", 0, dead, dead) as port:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", "/")
        assert connection.getresponse().status == 502


@pytest.mark.parametrize(
    "head",
    [
        b"POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        b"GET / HTTP/1.1\r\nBad Name : x\r\n\r\n",
        b"GET\r\n\r\n",
    ],
)
def test_ambiguous_requests_are_refused(head):
    with client(says("http")) as connection:
        with socket.create_connection((connection.host, connection.port), 5) as raw:
            raw.sendall(head)
            assert raw.recv(1000).startswith(b"HTTP/1.1 400")


def test_a_taken_port_is_a_clear_message():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(HccError, match=f"port {port} .* taken"):
            with proxy.running("127.0.0.1", port, 1, 2):
                pass
