"""Fakes of hardware and server, for tests of the agent and of the whole system.

They prove our code and protocol handling, not that any real device behaves so.
"""

from .agent_process import AgentProcess
from .fake_printer import FakePrinter
from .fake_server import FakeServer

__all__ = ["AgentProcess", "FakePrinter", "FakeServer"]
