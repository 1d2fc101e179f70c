"""LED counter board that speaks Modbus RTU: its text lies in holding registers."""

from ._board import Board, Garbled, Refused, take

READ, WRITE = 0x03, 0x10
#: Letters a board shows; shorter texts are filled with blanks, so that nothing old stays.
LETTERS = 8


class Driver(Board):
    """Settings: serial_port, baudrate, address, register (the first of the text's registers),
    blink_register (where the board has one)."""

    def __init__(self, settings):
        super().__init__(settings)
        self._register = int(settings.get("register") or 0)
        blink = settings.get("blink_register")
        self._blink_register = None if blink in (None, "", False) else int(blink)

    def _show(self, line, text, blink):
        letters = text.ljust(LETTERS).encode("ascii")[:16]
        self._write(line, self._register, letters + b" " * (len(letters) % 2))
        if self._blink_register is not None:
            self._write(line, self._blink_register, bytes([0, blink]))

    def _probe(self, line):
        question = bytes([self._address, READ]) + _word(self._register) + _word(1)
        line.sendall(question + crc(question))
        self._answer(line, READ, 3 + 2 + 2)

    def _write(self, line, register, data):
        head = bytes([self._address, WRITE]) + _word(register) + _word(len(data) // 2)
        question = head + bytes([len(data)]) + data
        line.sendall(question + crc(question))
        # The answer repeats register and count: a stale one of another write is not believed.
        if self._answer(line, WRITE, 8)[2:6] != head[2:6]:
            raise Garbled

    def _answer(self, line, function, length):
        """Read one whole answer of this board to this function."""
        heard = take(line, 5)
        if heard[:2] == bytes([self._address, function | 0x80]):
            if crc(heard[:3]) == heard[3:]:
                raise Refused
            raise Garbled
        heard += take(line, length - 5)
        if heard[:2] != bytes([self._address, function]) or crc(heard[:-2]) != heard[-2:]:
            raise Garbled
        return heard


def _word(number):
    return number.to_bytes(2, "big")


def crc(data):
    """Modbus' check sum, low byte first."""
    value = 0xFFFF
    for byte in data:
        value ^= byte
        for _bit in range(8):
            value = (value >> 1) ^ (0xA001 if value & 1 else 0)
    return value.to_bytes(2, "little")
