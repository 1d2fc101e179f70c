"""Fakes of hardware and server, for tests of the agent and of the whole system.

They prove our code and protocol handling, not that any real device behaves so.
"""

from .agent_process import AgentProcess
from .fake_board import FakeAsciiBoard, FakeModbusBoard
from .fake_printer import FakePrinter
from .fake_server import FakeServer
from .pty import Pty
from .serial_bridge import SerialBridge
from .tcp_proxy import TcpProxy

__all__ = [
    "AgentProcess",
    "FakeAsciiBoard",
    "FakeModbusBoard",
    "FakePrinter",
    "FakeServer",
    "Pty",
    "SerialBridge",
    "TcpProxy",
]
