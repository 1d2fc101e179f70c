"""Programs are ended with all they started, and a hung one does not hang us."""

import os
import subprocess
import time

import pytest

from hcc_cli import paths, process
from hcc_cli.ui import HccError


@pytest.fixture(autouse=True)
def logs(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "LOGS", tmp_path)
    return tmp_path


def test_a_failure_shows_the_end_of_its_log(logs):
    with pytest.raises(HccError, match="the reason"):
        process.run(["sh", "-c", "echo the reason; exit 3"], "x")
    assert process.run(["sh", "-c", "exit 3"], "x", check=False) == 3


def test_a_hung_program_is_ended(monkeypatch):
    monkeypatch.setattr(process, "SILENCE", 0.3)
    start = time.monotonic()
    with pytest.raises(HccError, match="hangs"):
        process.run(["sleep", "60"], "x")
    assert time.monotonic() - start < 10


def test_leaving_the_block_ends_the_whole_group(tmp_path):
    script = f"sleep 60 & echo $! > {tmp_path}/pid; wait"
    with process.child(["sh", "-c", script], stdout=subprocess.DEVNULL) as child:
        process.wait_until((tmp_path / "pid").exists, 5, "the child")
        time.sleep(0.1)
    assert child.poll() is not None
    pid = int((tmp_path / "pid").read_text())
    process.wait_until(lambda: _gone(pid), 5, "the grandchild's end")


def _gone(pid: int) -> bool:
    """A zombie nobody reaped yet has ended too."""
    try:
        os.kill(pid, 0)
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rsplit(")", 1)[1].split()[0] == "Z"
    except (ProcessLookupError, FileNotFoundError):
        return True


def test_a_missing_program_names_its_package():
    with pytest.raises(HccError, match="no-such-program.*the-package"):
        process.need("no-such-program", "the-package")
