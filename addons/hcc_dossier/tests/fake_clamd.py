import socket
import struct
import threading


class FakeClamd(threading.Thread):
    """A daemon that speaks INSTREAM on a socket of its own and knows one virus.

    ``server``: a bound, listening socket, TCP or local.
    """

    def __init__(self, server, virus, answer=None):
        super().__init__(daemon=True)
        self.server, self.virus, self.answer = server, virus, answer
        self.seen = []
        self.start()

    def run(self):
        while True:
            try:
                connection, _address = self.server.accept()
            except OSError:  # closed: the test is over
                return
            with connection:
                self._serve(connection)

    def _serve(self, connection):
        with connection.makefile("rb") as stream:
            if stream.read(10) != b"zINSTREAM\0":
                connection.sendall(b"UNKNOWN COMMAND\0")
                return
            content = b""
            while size := struct.unpack(">I", stream.read(4))[0]:
                content += stream.read(size)
        self.seen.append(content)
        found = self.virus in content
        said = b"stream: Eicar-Test-Signature FOUND\0" if found else b"stream: OK\0"
        connection.sendall(self.answer or said)

    def close(self):
        """``shutdown`` wakes the thread that waits in ``accept``."""
        self.server.shutdown(socket.SHUT_RDWR)
        self.server.close()
        self.join(5)
