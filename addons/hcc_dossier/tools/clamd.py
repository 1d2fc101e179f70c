"""Ask a ClamAV daemon whether a file holds a virus: its INSTREAM command over TCP or a local
socket. The answer of such a daemon is one line, ``stream: OK`` or ``stream: <name> FOUND``."""

import re
import socket
import struct

CHUNK = 64 * 1024
_FOUND = re.compile(r"stream: (.+) FOUND")


class ClamdError(OSError):
    """The daemon cannot be reached or did not answer the question."""


def scan(address, data, timeout=20):
    """The name of the virus in ``data``, or ``""``.

    :param address: ``host:port`` or the path of a local socket
    :raise ClamdError: no answer that says either
    """
    try:
        with _connected(address, timeout) as connection:
            _send(connection, data)
            answer = _receive(connection)
    except (OSError, ValueError) as error:
        raise ClamdError(f"{address}: {error}") from error
    if found := _FOUND.fullmatch(answer):
        return found[1]
    if answer != "stream: OK":
        raise ClamdError(f"{address}: {answer[:80] or 'no answer'}")
    return ""


def _connected(address, timeout):
    path = address.removeprefix("unix:")
    if path.startswith("/"):
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(timeout)
        try:
            connection.connect(path)
        except OSError:
            connection.close()
            raise
        return connection
    host, _colon, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout)


def _send(connection, data):
    connection.sendall(b"zINSTREAM\0")
    for start in range(0, len(data), CHUNK):
        chunk = data[start : start + CHUNK]
        connection.sendall(struct.pack(">I", len(chunk)) + chunk)
    connection.sendall(struct.pack(">I", 0))


def _receive(connection):
    answer = b""
    while not answer.endswith((b"\0", b"\n")) and len(answer) < 4096:
        part = connection.recv(1024)
        if not part:
            break
        answer += part
    return answer.rstrip(b"\0\n").decode(errors="replace")
