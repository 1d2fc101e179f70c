"""A fake that listens on TCP, reached through a serial cable instead."""

import socket
import threading
import time

from .pty import Pty

#: A printer that lost its power hears nothing until it has started again.
START_SECONDS = 2


class SerialBridge:
    """Puts a :class:`FakePrinter` at the end of a serial cable: ``path`` is its port."""

    def __init__(self, fake):
        self._fake = fake
        self._socket, self._deaf_until = None, 0.0
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
        if time.monotonic() < self._deaf_until:
            return
        try:
            line = self._socket
            if line is None:
                line = self._socket = socket.create_connection((self._fake.host, self._fake.port))
                threading.Thread(target=self._from_fake, args=(line,), daemon=True).start()
            line.sendall(data)
        except OSError:
            # A serial device that is off swallows what is sent to it.
            self._lose_power()

    def _from_fake(self, line):
        while True:
            try:
                data = line.recv(4096)
            except OSError:
                data = b""
            if not data:
                self._lose_power()
                return
            self.cable.send(data)

    def _lose_power(self):
        self._socket, self._deaf_until = None, time.monotonic() + START_SECONDS
