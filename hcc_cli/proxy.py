"""A small reverse proxy: with workers, Odoo's websocket is on a second port, but pages must find
`/websocket` on the port they came from. asyncio only; for demonstration and tests, not production.

One upstream connection per request keeps the framing simple and cannot mix two clients' answers;
on loopback it costs next to nothing.
"""

import asyncio
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field

from .ui import HccError

HEAD_LIMIT = 64 * 1024
CHUNK = 64 * 1024
# ours to set: what a client claims about these must not reach Odoo
FORWARDED = {"x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "forwarded"}
NO_BODY = {204, 304}


class BadRequest(Exception):
    """The peer does not speak HTTP as we understand it."""


@dataclass
class Head:
    """A request's or response's first line and headers, names as they came."""

    start: str
    headers: list = field(default_factory=list)

    def get(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name), "")

    def without(self, names) -> list:
        return [(key, value) for key, value in self.headers if key.lower() not in names]

    def encode(self) -> bytes:
        lines = [self.start, *(f"{key}: {value}" for key, value in self.headers), "", ""]
        return "\r\n".join(lines).encode("latin-1")


def parse_head(data: bytes) -> Head:
    lines = data.decode("latin-1").split("\r\n")
    headers = []
    for line in lines[1:]:
        if line:
            key, colon, value = line.partition(":")
            if not colon or key != key.strip():
                raise BadRequest(f"bad header {key!r}")
            headers.append((key, value.strip()))
    if len(lines[0].split(" ", 2)) < 2:
        raise BadRequest("bad first line")
    return Head(lines[0], headers)


def target_port(path: str, http_port: int, gevent_port: int) -> int:
    """As Odoo's documentation tells nginx: /websocket and below to the gevent process."""
    plain = path.split("?", 1)[0]
    return gevent_port if plain == "/websocket" or plain.startswith("/websocket/") else http_port


def is_upgrade(head: Head) -> bool:
    return "upgrade" in head.get("connection").lower() and bool(head.get("upgrade"))


def forwarded(head: Head, client: str) -> Head:
    """The request as Odoo's proxy mode wants it."""
    upgrade = is_upgrade(head)
    dropped = (
        FORWARDED
        | {"expect", "keep-alive", "proxy-connection"}
        | (set() if upgrade else {"connection", "upgrade"})
    )
    headers = head.without(dropped)
    headers += [
        ("X-Forwarded-For", client),
        ("X-Forwarded-Host", head.get("host")),
        ("X-Forwarded-Proto", "http"),
    ]
    return Head(head.start, headers if upgrade else [*headers, ("Connection", "close")])


def body_framing(head: Head) -> int | None | str:
    """Bytes to come, "chunked", or None when nothing says so."""
    length, coding = head.get("content-length"), head.get("transfer-encoding").lower()
    if length and coding:
        raise BadRequest("two body lengths")  # request smuggling
    if coding:
        if coding != "chunked":
            raise BadRequest("unknown transfer coding")
        return "chunked"
    if length and not length.isdecimal():
        raise BadRequest("bad content length")
    return int(length) if length else None


async def copy_exactly(reader, writer, count: int) -> None:
    while count:
        data = await reader.read(min(CHUNK, count))
        if not data:
            raise ConnectionError("peer closed within a body")
        writer.write(data)
        await writer.drain()
        count -= len(data)


async def copy_chunked(reader, writer) -> None:
    """Chunks are passed on as they are; only their sizes are read."""
    while True:
        line = await reader.readuntil(b"\r\n")
        writer.write(line)
        size = int(line.split(b";", 1)[0], 16)
        if size == 0:
            break
        await copy_exactly(reader, writer, size + 2)
    while line != b"\r\n":  # trailers
        line = await reader.readuntil(b"\r\n")
        writer.write(line)
    await writer.drain()


async def copy_to_end(reader, writer) -> None:
    while data := await reader.read(CHUNK):
        writer.write(data)
        await writer.drain()


async def copy_body(framing, reader, writer) -> None:
    if framing == "chunked":
        await copy_chunked(reader, writer)
    elif framing:
        await copy_exactly(reader, writer, framing)


async def pipe_both_ways(client, server) -> None:
    """After an upgrade the bytes are none of our business; either side's end ends both."""
    tasks = [
        asyncio.ensure_future(copy_to_end(client[0], server[1])),
        asyncio.ensure_future(copy_to_end(server[0], client[1])),
    ]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


class Proxy:
    """One listening port, two upstream ports on loopback."""

    def __init__(self, host: str, port: int, http_port: int, gevent_port: int):
        self.host, self.port = host, port
        self.http_port, self.gevent_port = http_port, gevent_port
        self.server = None
        self.clients = set()

    async def start(self) -> None:
        self.server = await asyncio.start_server(self.serve, self.host, self.port, limit=HEAD_LIMIT)
        self.port = self.server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        self.server.close()
        for task in list(self.clients):
            task.cancel()
        await asyncio.gather(*self.clients, return_exceptions=True)

    async def serve(self, reader, writer) -> None:
        task = asyncio.current_task()
        self.clients.add(task)
        try:
            while await self.one_request(reader, writer):
                pass
        except BadRequest:
            await _answer(writer, "400 Bad Request")
        except (
            ConnectionError,
            asyncio.IncompleteReadError,
            asyncio.LimitOverrunError,
            ValueError,
        ):
            pass  # the client went away or was cut: nobody is left to tell
        except asyncio.CancelledError:
            pass
        finally:
            self.clients.discard(task)
            writer.close()

    async def one_request(self, reader, writer) -> bool:
        """Serve one request; true when the connection can carry another."""
        head = parse_head(await reader.readuntil(b"\r\n\r\n"))
        method, path = head.start.split(" ")[:2]
        port = target_port(path, self.http_port, self.gevent_port)
        try:
            upstream = await asyncio.open_connection("127.0.0.1", port, limit=HEAD_LIMIT)
        except OSError:
            await _answer(writer, "502 Bad Gateway")
            return False
        try:
            return await self.exchange(head, method, (reader, writer), upstream)
        finally:
            upstream[1].close()

    async def exchange(self, head: Head, method: str, client, upstream) -> bool:
        address = client[1].get_extra_info("peername")[0]
        if head.get("expect").lower() == "100-continue":
            client[1].write(b"HTTP/1.1 100 Continue\r\n\r\n")
        upstream[1].write(forwarded(head, address).encode())
        if is_upgrade(head):
            await pipe_both_ways(client, upstream)
            return False
        await copy_body(body_framing(head), client[0], upstream[1])
        await upstream[1].drain()
        return await self.answer(head, method, client[1], upstream[0])

    async def answer(self, request: Head, method: str, writer, reader) -> bool:
        try:
            head = parse_head(await reader.readuntil(b"\r\n\r\n"))
        except (asyncio.IncompleteReadError, ConnectionError):
            # a worker was killed before it answered; Odoo's client shows this as a lost connection
            await _answer(writer, "502 Bad Gateway")
            return False
        status = int(head.start.split(" ")[1])
        framing = 0 if method == "HEAD" or status in NO_BODY else body_framing(head)
        keep = framing is not None and request.get("connection").lower() != "close"
        keep = keep and request.start.endswith("HTTP/1.1")
        headers = head.without({"connection", "keep-alive"})
        headers.append(("Connection", "keep-alive" if keep else "close"))
        status_line = "HTTP/1.1 " + head.start.split(" ", 1)[1]
        writer.write(Head(status_line, headers).encode())
        if framing is None:
            await copy_to_end(reader, writer)
        else:
            await copy_body(framing, reader, writer)
        await writer.drain()
        return keep


async def _answer(writer, status: str) -> None:
    text = status.encode()
    head = Head(
        f"HTTP/1.1 {status}",
        [("Content-Type", "text/plain"), ("Content-Length", len(text)), ("Connection", "close")],
    )
    try:
        writer.write(head.encode() + text)
        await writer.drain()
    except ConnectionError:
        pass


@contextmanager
def running(host: str, port: int, http_port: int, gevent_port: int):
    """The proxy in a thread of its own; yields the port it listens on (0 asks for a free one)."""
    loop = asyncio.new_event_loop()
    proxy = Proxy(host, port, http_port, gevent_port)
    thread = threading.Thread(target=loop.run_forever, daemon=True, name="hcc-proxy")
    thread.start()  # the caller's thread may already run a loop of its own
    try:
        asyncio.run_coroutine_threadsafe(proxy.start(), loop).result(10)
    except OSError as error:
        _end(loop, thread)
        raise HccError(
            f"port {port} on {host} is taken ({error.strerror}): choose another with --port"
        ) from error
    try:
        yield proxy.port
    finally:
        asyncio.run_coroutine_threadsafe(proxy.stop(), loop).result(10)
        _end(loop, thread)


def _end(loop, thread):
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)
    loop.close()
