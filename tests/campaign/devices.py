"""One agent, one printer, a day of accidents: nothing twice, nothing late, nothing unsaid.

Each round orders some papers, lets something go wrong, mends it, and waits for the word on every
paper. Each paper carries its number in its first row of dots, so that what came out can be counted.
The agent is a process of its own, which is killed for real; printer, server and cable are fakes on
real sockets. The last round pulls the cable for thirty minutes (six seconds for each round asked
for, at most).
"""

import io
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "agent"))

from hcc_agent.testing import AgentProcess, FakePrinter, FakeServer, TcpProxy  # noqa: E402

WIDTH, NUMBER_BITS = 576, 24
LONG_CUT_SECONDS = 1800
#: Papers are good for so long; some for so short that the accident outlasts it.
LIVES = (4, 30, 60)
PRINTER_FAULTS = ("paper_out", "cover_open", "off", "mute", "closes", "stalls", "paper_ends")
#: What is begun in time may take so long to come out.
BEGUN_IN_TIME = 4
FAULTS = (
    *PRINTER_FAULTS,
    "none",
    "noisy",
    "agent_killed",
    "server_killed",
    "black_hole",
    "cable_refuses",
    "answers_lost",
    "turned_round",
)


def run(_env, seed, rounds):
    """``{"kinds": {fault: [held, tried]}, "missed": [what went wrong …], "note": …}``"""
    draw = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder, FakePrinter() as printer:
        hall = Hall(printer, Path(folder))
        try:
            for index in range(rounds):
                hall.round(FAULTS[index] if index < len(FAULTS) else draw.choice(FAULTS), draw)
            hall.long_cut(min(LONG_CUT_SECONDS, 6 * rounds))
        finally:
            hall.close()
    return hall.report()


class Hall:
    """The agent and what it lives between, with a word kept for every paper."""

    def __init__(self, printer, folder):
        settings = {"host": printer.host, "port": printer.port, "width": WIDTH}
        self.printer = printer
        self.server = FakeServer({"1": {"driver": "network_printer", "settings": settings}})
        self.cable = TcpProxy(self.server.url)
        self.agent = AgentProcess(self.cable.url, folder / "agent", doorbell=False)
        self.agent.enroll("ABCDE-FGHJK")
        self.agent.start()
        self.expiries, self.fault_of, self.missed = {}, {}, []
        self.made = 0

    def close(self):
        self.agent.kill()
        self.cable.close()
        self.server.close()

    def round(self, fault, draw):
        uids = [self._order(fault, draw.choice(LIVES)) for _paper in range(draw.randint(1, 3))]
        time.sleep(draw.uniform(0, 0.6))
        self._break(fault)
        uids += [self._order(fault, draw.choice(LIVES)) for _paper in range(draw.randint(0, 2))]
        time.sleep(draw.uniform(0.2, 6))
        self._mend(fault)
        self._wait_for(uids, 120)

    def long_cut(self, seconds):
        """The cable is out for half an hour: every paper ordered meanwhile has become useless."""
        self.cable.mode = "black_hole"
        until, uids = time.monotonic() + seconds, []
        while (left := until - time.monotonic()) > 0:
            uids.append(self._order("long_cut", 60 if left > 65 else 600))
            time.sleep(min(left, 30))
        self.cable.mode = "ok"
        self._wait_for(uids, 300)

    def report(self):
        tried = Counter(self.fault_of.values())
        lost = Counter(line.split(":")[0] for line in self.missed)
        outcomes = Counter(row["outcome"] for row in self.server.closed.values())
        said = ", ".join(f"{count} {word}" for word, count in sorted(outcomes.items()))
        return {
            "kinds": {fault: [tried[fault] - lost[fault], tried[fault]] for fault in tried},
            "missed": self.missed,
            "note": f"papers: {said}; {len(self.printer.papers)} came out",
            "word": "held",
        }

    def _order(self, fault, seconds):
        self.made += 1
        uid = f"paper-{self.made}"
        self.fault_of[uid], self.expiries[uid] = fault, time.monotonic() + seconds
        self.server.add_job(numbered(self.made), seconds=seconds, uid=uid)
        return uid

    def _break(self, fault):
        if fault in PRINTER_FAULTS or fault == "noisy":
            self.printer.mode = fault
        elif fault == "agent_killed":
            self.agent.kill()
        elif fault == "server_killed":
            self.server.kill()
        elif fault in ("black_hole", "cable_refuses"):
            self.cable.mode = fault.removeprefix("cable_")
        elif fault == "answers_lost":
            self.server.lose_answers = 3
        elif fault == "turned_round":
            self.server.reversed = True

    def _mend(self, fault):
        self.printer.mode = "ok"
        self.cable.mode = "ok"
        self.server.reversed = False
        if fault == "agent_killed":
            self.agent.start()
        elif fault == "server_killed":
            self.server.start()

    def _wait_for(self, uids, timeout):
        """Every paper has its word; what was said is compared with what came out."""
        self.server.wait_for(lambda: all(uid in self.server.closed for uid in uids), timeout)
        time.sleep(0.3)  # a stalled printer may still be at the paper it holds
        papers = [f"paper-{number_of(paper)}" for paper in list(self.printer.papers)]
        out, came_out_at = (
            Counter(papers),
            dict(zip(papers, self.printer.came_out_at, strict=False)),
        )
        for uid in uids:
            said = (self.server.closed.get(uid) or {}).get("outcome")
            wrong = {
                "printed": out[uid] != 1,
                "not_printed": out[uid] != 0,
                "unknown": out[uid] > 1,
                None: True,
            }[said]
            if wrong:
                self.missed.append(f"{self.fault_of[uid]}: {uid} is {said}, {out[uid]} came out")
            if said == "printed" and came_out_at[uid] > self.expiries[uid] + BEGUN_IN_TIME:
                self.missed.append(f"{self.fault_of[uid]}: {uid} was printed too late")


def numbered(number):
    """A small paper whose first dots are its number."""
    paper = Image.new("1", (WIDTH, 60), 1)
    for bit in range(NUMBER_BITS):
        paper.putpixel((bit, 0), 0 if number >> bit & 1 else 1)
    stream = io.BytesIO()
    paper.save(stream, format="PNG")
    return stream.getvalue()


def number_of(paper):
    return sum(1 << bit for bit in range(NUMBER_BITS) if not paper.getpixel((bit, 0)))
