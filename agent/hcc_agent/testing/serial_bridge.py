"""A fake that listens on TCP, reached through a serial cable instead."""

import socket
import threading

from .pty import Pty


class SerialBridge:
    """Puts a :class:`FakePrinter` at the end of a serial cable: ``path`` is its port."""

    def __init__(self, fake):
        self._fake = fake
        self._socket = None
        self.cable = Pty(self._to_fake)
        self.path = self.cable.path

    def __enter__(self):
        return self

    def __exit__(self, *_exception):
        self.close()

    def close(self):
        self.cable.close()
        if self._socket:
            self._socket.close()

    def _to_fake(self, data):
        try:
            line = self._socket
            if line is None:
                line = self._socket = socket.create_connection((self._fake.host, self._fake.port))
                threading.Thread(target=self._from_fake, args=(line,), daemon=True).start()
            line.sendall(data)
        except OSError:
            # A serial device that is off swallows what is sent to it.
            self._socket = None

    def _from_fake(self, line):
        while True:
            try:
                data = line.recv(4096)
            except OSError:
                data = b""
            if not data:
                self._socket = None
                return
            self.cable.send(data)
