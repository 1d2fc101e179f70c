import io
import threading

import pytest
import qrcode
from hcc_agent.agent import Agent
from hcc_agent.config import Identity, load
from hcc_agent.testing import AgentProcess, FakePrinter, FakeServer
from hcc_agent.testing.fake_server import DEVICE_ID, TOKEN
from PIL import Image, ImageDraw

QR_TEXT = "https://hcc.example/t/ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def ticket(width=576, rows=700, text=QR_TEXT):
    """A ticket-like picture as PNG bytes: a QR code and lines of every thickness."""
    code = qrcode.QRCode(border=4, box_size=5)
    code.add_data(text)
    picture = Image.new("1", (width, rows), 1)
    picture.paste(code.make_image().get_image().convert("1"), (40, 20))
    draw = ImageDraw.Draw(picture)
    for step in range(1, 20):
        ends = (0, rows - 12 * step, width - step * 7, rows - 5 * step)
        draw.line(ends, fill=0, width=step % 4 + 1)
    stream = io.BytesIO()
    picture.save(stream, format="PNG")
    return stream.getvalue()


@pytest.fixture
def printer():
    with FakePrinter() as fake:
        yield fake


@pytest.fixture
def settings(printer):
    return {
        "host": printer.host,
        "port": printer.port,
        "width": 576,
        "has_cutter": True,
        "has_status": True,
    }


@pytest.fixture
def server(settings):
    with FakeServer({"1": {"driver": "network_printer", "settings": settings}}) as fake:
        yield fake


@pytest.fixture
def agent_process(server, tmp_path):
    """An enrolled agent as a process, not started yet."""
    process = AgentProcess(server.url, tmp_path / "agent", doorbell=False, poll_seconds=0.1)
    process.enroll("ABCDE-FGHJK")
    yield process
    process.kill()


@pytest.fixture
def agent(server, tmp_path):
    """A running agent in this process."""
    config_file = AgentProcess(server.url, tmp_path, doorbell=False, poll_seconds=0.1).config_file
    config = load(config_file)
    Identity(DEVICE_ID, TOKEN).save(config.token_file)
    running = Agent(config)
    thread = threading.Thread(target=running.run)
    thread.start()
    yield running
    running.stop()
    thread.join(timeout=20)
    assert not thread.is_alive()
