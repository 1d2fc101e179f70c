"""LED counter board with a plain text protocol, as manuals of numeric displays describe it.

::

    to the board    STX  address (2 digits)  command  text  ETX  check (2 hex digits)
    its answer      ACK or NAK  address (2 digits)  check (2 hex digits)

Commands: ``D`` show, ``F`` show flashing, ``C`` clear, ``Q`` are you there. The check is the XOR of
every byte between the first one and itself. A make that differs gets a driver of its own.
"""

from functools import reduce

from ._board import Board, Garbled, Refused, take

STX, ETX, ACK, NAK = 0x02, 0x03, 0x06, 0x15


class Driver(Board):
    def _show(self, line, text, blink):
        self._ask(line, (b"F" if blink else b"D") if text else b"C", text.encode("ascii"))

    def _probe(self, line):
        self._ask(line, b"Q")

    def _ask(self, line, command, text=b""):
        line.sendall(frame(self._address, command, text))
        heard = take(line, 5)
        address = b"%02d" % self._address
        if heard[1:3] != address or heard[3:] != check(heard[1:3]):
            raise Garbled
        if heard[0] == NAK:
            raise Refused
        if heard[0] != ACK:
            raise Garbled


def frame(address, command, text=b""):
    """One question to a board."""
    body = b"%02d" % address + command + text + bytes([ETX])
    return bytes([STX]) + body + check(body)


def check(body):
    """XOR of the bytes, as two hex digits."""
    return b"%02X" % reduce(lambda left, right: left ^ right, body, 0)
