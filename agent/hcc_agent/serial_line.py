"""A serial port that behaves like a socket: every trouble is an OSError, every wait ends.

Several boards may hang on one RS-485 line. They share a :class:`Bus`, which lets one speak at a
time and opens the port again after it was unplugged.
"""

import termios
import threading
from contextlib import contextmanager
from weakref import WeakValueDictionary

import serial


class SerialLine:
    """An open port, ours alone."""

    def __init__(self, path, baudrate=9600, timeout=2.0):
        with _as_os_error():
            self._port = serial.Serial(
                path, baudrate, timeout=timeout, write_timeout=timeout, exclusive=True
            )

    def __enter__(self):
        return self

    def __exit__(self, *_exception):
        self.close()

    def settimeout(self, seconds):
        with _as_os_error():
            self._port.timeout = self._port.write_timeout = seconds

    def sendall(self, data):
        with _as_os_error():
            self._port.write(data)

    def recv(self, count):
        """Whatever has arrived, at most ``count`` bytes; ``TimeoutError`` when nothing does."""
        with _as_os_error():
            heard = self._port.read(min(count, max(1, self._port.in_waiting)))
        if not heard:
            raise TimeoutError
        return heard

    def discard(self):
        """Forget what came in unasked."""
        with _as_os_error():
            self._port.reset_input_buffer()

    def close(self):
        try:
            with _as_os_error():
                self._port.close()
        except OSError:
            pass


class Bus:
    """One line that several devices share. Ask :meth:`at` for it."""

    _open = WeakValueDictionary()
    _opening = threading.Lock()

    def __init__(self, path, baudrate):
        self._path, self._baudrate = path, baudrate
        self._lock = threading.Lock()
        self._line = None

    @classmethod
    def at(cls, path, baudrate):
        """The bus of a port: the same object for everyone who names the same port."""
        with cls._opening:
            bus = cls._open.get((path, baudrate))
            if bus is None:
                bus = cls._open[path, baudrate] = cls(path, baudrate)
            return bus

    @contextmanager
    def line(self):
        """The line for one question and its answer; what others left on it is dropped."""
        with self._lock:
            try:
                if self._line is None:
                    self._line = SerialLine(self._path, self._baudrate)
                self._line.discard()
                yield self._line
            except TimeoutError:
                raise
            except OSError:
                self._close()
                raise

    def _close(self):
        if self._line is not None:
            self._line.close()
            self._line = None


@contextmanager
def _as_os_error():
    """A cable pulled shows as ``termios.error`` or ``TypeError``, which nobody would expect."""
    try:
        yield
    except serial.SerialTimeoutException as error:
        raise TimeoutError from error
    except (termios.error, TypeError, ValueError) as error:
        raise OSError(f"serial port: {error}") from error
