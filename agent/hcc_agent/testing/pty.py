"""A serial cable: one end for a driver (a path), the other for a fake."""

import os
import select
import tempfile
import threading
import tty
from pathlib import Path


class Pty:
    """``path`` is the port; ``on_bytes(data)`` hears what the driver writes; ``unplug()`` pulls it.

    The path stays the same after ``plug()``, as a udev name does.
    """

    def __init__(self, on_bytes=None):
        self.on_bytes = on_bytes or (lambda data: None)
        self._folder = tempfile.TemporaryDirectory()
        self.path = str(Path(self._folder.name) / "port")
        self.plug()

    def __enter__(self):
        return self

    def __exit__(self, *_exception):
        self.close()

    def plug(self):
        self._ours, theirs = os.openpty()
        tty.setraw(theirs)
        os.symlink(os.ttyname(theirs), self.path)
        self._stop, woken = threading.Event(), os.pipe()
        self._wake = woken[1]
        ends = (self._ours, theirs, *woken)
        self._thread = threading.Thread(target=self._read, args=(woken[0], ends), daemon=True)
        self._thread.start()

    def unplug(self):
        """Pull the cable; from within ``on_bytes`` too, in the middle of what is being written."""
        if self._stop.is_set():
            return
        os.unlink(self.path)
        self._stop.set()
        os.write(self._wake, b"x")
        if threading.current_thread() is not self._thread:
            self._thread.join(timeout=5)

    def send(self, data):
        """What the device says."""
        while data:
            data = data[os.write(self._ours, data) :]

    def close(self):
        self.unplug()
        self._folder.cleanup()

    def _read(self, woken, ends):
        while not self._stop.is_set():
            if self._ours in select.select([self._ours, woken], [], [])[0]:
                self.on_bytes(os.read(self._ours, 65536))
        for end in ends:
            os.close(end)
