"""Many HTTP clients at once, as plain as can be: what is measured is the server."""

import asyncio
import statistics
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

CLIENTS = 32


@dataclass
class Load:
    """What a crowd of requests met: seconds of wall time, of each answer, and the bodies."""

    seconds: float = 0.0
    waits: list = field(default_factory=list)
    bodies: list = field(default_factory=list)

    def add(self, other):
        self.seconds += other.seconds
        self.waits += other.waits
        self.bodies += other.bodies

    @property
    def each(self):
        """Wall seconds per answer: one over the throughput."""
        return self.seconds / len(self.waits)

    @property
    def p95(self):
        return statistics.quantiles(self.waits, n=20)[-1]


def post(url, path, body, cookie=""):
    parts = urlsplit(url)
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n"
    )
    cookie = f"Cookie: session_id={cookie}\r\n" if cookie else ""
    return parts.hostname, parts.port, f"{head}{cookie}\r\n{body}".encode()


def crowd(requests, clients=CLIENTS):
    """All requests by so many clients at a time; an answer that is not 200 is an error."""
    return asyncio.run(_crowd(requests, clients))


async def _crowd(requests, clients):
    load, left = Load(), iter(requests)

    async def client():
        for host, port, request in left:
            start = time.perf_counter()
            answer = await _ask(host, port, request)
            load.waits.append(time.perf_counter() - start)
            head, _blank, body = answer.partition(b"\r\n\r\n")
            if head.split(b" ", 2)[1] != b"200":
                raise AssertionError(f"refused: {answer[:600]!r}")
            load.bodies.append(body)

    start = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(clients)))
    load.seconds = time.perf_counter() - start
    return load


async def _ask(host, port, request):
    reader, writer = await asyncio.open_connection(host, port)
    writer.write(request)
    answer = await reader.read(-1)
    writer.close()
    return answer
