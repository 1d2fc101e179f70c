"""LED counter boards on one line, each with an address; ``texts`` holds what they show.

They are written from the protocols' descriptions, not with the drivers' code.
"""

import threading

from .pty import Pty

MODES = (
    "ok",
    "mute",  # never answers
    "noise",  # answers with random-looking bytes
    "wrong_check",  # answers with a wrong check sum
    "stranger",  # answers in another board's name
    "refuses",
    "half",  # breaks off in the middle of its answer
)
NOISE = bytes((73 * step + 41) % 256 for step in range(40))


class _Line:
    """What both kinds of board share: a cable, addresses, moods."""

    def __init__(self, addresses=(1,)):
        self.addresses = set(addresses)
        self.texts, self.flashing, self.questions = {}, {}, 0
        self.mode = "ok"
        #: Stay mute for the next so many questions.
        self.lose = 0
        self.changed = threading.Condition()
        self._heard = b""
        self.cable = Pty(self._hear)
        self.path = self.cable.path

    def __enter__(self):
        return self

    def __exit__(self, *_exception):
        self.cable.close()

    def wait_for(self, condition, timeout=10):
        with self.changed:
            return self.changed.wait_for(condition, timeout)

    def _show(self, address, text, flashing=False):
        with self.changed:
            self.texts[address], self.flashing[address] = text, flashing
            self.changed.notify_all()

    def _may_speak(self, address):
        self.questions += 1
        if self.lose:
            self.lose -= 1
            return False
        return address in self.addresses and self.mode != "mute"

    def _say(self, answer):
        if self.mode == "noise":
            answer = NOISE
        elif self.mode == "half":
            answer = answer[: len(answer) // 2]
        elif self.mode == "wrong_check":
            answer = answer[:-1] + bytes([answer[-1] ^ 1])
        self.cable.send(answer)


class FakeAsciiBoard(_Line):
    """Boards that speak ``STX address command text ETX check``."""

    def _hear(self, data):
        self._heard += data
        while b"\x03" in self._heard[:-2]:
            start = self._heard.index(b"\x02")
            end = self._heard.index(b"\x03", start)
            if len(self._heard) < end + 3:
                return
            body, sum_sent = self._heard[start + 1 : end + 1], self._heard[end + 1 : end + 3]
            self._heard = self._heard[end + 3 :]
            self._take(body, sum_sent)

    def _take(self, body, sum_sent):
        address, command, text = int(body[:2]), body[2:3], body[3:-1].decode()
        if sum_sent != self._sum(body) or not self._may_speak(address):
            return
        if self.mode == "refuses":
            return self._answer(b"\x15", address)
        if command in (b"D", b"F"):
            self._show(address, text, command == b"F")
        elif command == b"C":
            self._show(address, "")
        self._answer(b"\x06", address + 1 if self.mode == "stranger" else address)

    def _answer(self, word, address):
        name = f"{address:02d}".encode()
        self._say(word + name + self._sum(name))

    @staticmethod
    def _sum(body):
        total = 0
        for byte in body:
            total ^= byte
        return f"{total:02X}".encode()


class FakeModbusBoard(_Line):
    """Boards whose text lies in four holding registers from 0; register 16 makes it flash."""

    BLINK = 16

    def _hear(self, data):
        self._heard += data
        while len(self._heard) >= 8:
            length = 8 if self._heard[1] == 3 else 9 + self._heard[6]
            if len(self._heard) < length:
                return
            question, self._heard = self._heard[:length], self._heard[length:]
            if self._crc(question[:-2]) == question[-2:]:
                self._take(question)

    def _take(self, question):
        address, function = question[0], question[1]
        if not self._may_speak(address):
            return
        if self.mode == "stranger":
            address += 1
        if self.mode == "refuses":
            return self._answer(bytes([address, function | 0x80, 2]))
        if function == 3:
            return self._answer(bytes([address, 3, 2, 0, 0]))
        register, data = int.from_bytes(question[2:4], "big"), question[7:-2]
        if register == self.BLINK:
            self._show(address, self.texts.get(address, ""), bool(data[1]))
        else:
            self._show(address, data.decode().rstrip(), self.flashing.get(address, False))
        self._answer(bytes([address]) + question[1:6])

    def _answer(self, body):
        self._say(body + self._crc(body))

    @staticmethod
    def _crc(body):
        register = 0xFFFF
        for byte in body:
            register ^= byte
            for _shift in range(8):
                odd = register & 1
                register >>= 1
                if odd:
                    register ^= 0xA001
        return bytes([register & 0xFF, register >> 8])
