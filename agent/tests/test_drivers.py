"""A driver is one file: nothing else has to know it."""

import sys

import hcc_agent.drivers
import pytest
from hcc_agent.drivers import PRINTED, BaseDriver, create, names

SHIPPED = [
    "audio_player",
    "button_pad",
    "led_ascii",
    "led_modbus",
    "network_printer",
    "rating_pad",
    "serial_printer",
    "serial_scanner",
]


def test_every_file_is_a_driver():
    assert names() == SHIPPED
    for name in SHIPPED:
        assert isinstance(create(name, {"serial_port": "/dev/none"}), BaseDriver)


@pytest.mark.parametrize("name", ["", "_board", "os", "../server", "hcc_agent.agent", "nobody"])
def test_only_drivers_can_be_named(name):
    with pytest.raises(LookupError):
        create(name, {})


def test_a_new_file_in_the_folder_is_enough(tmp_path, monkeypatch, server, agent):
    (tmp_path / "lamp.py").write_text(
        "from hcc_agent.drivers import PRINTED, BaseDriver\n"
        "class Driver(BaseDriver):\n"
        "    def run(self, job, begin):\n"
        "        begin()\n"
        "        return PRINTED\n"
    )
    monkeypatch.setattr(hcc_agent.drivers, "__path__", [*hcc_agent.drivers.__path__, str(tmp_path)])
    monkeypatch.delitem(sys.modules, "hcc_agent.drivers.lamp", raising=False)
    server.devices = {"3": {"driver": "lamp", "settings": {}}}
    uid = server.add("light", {}, device_id="3")
    assert server.wait_for_result(uid) == tuple(PRINTED)
