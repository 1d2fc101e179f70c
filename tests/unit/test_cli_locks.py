"""The reference count of the private PostgreSQL, without a PostgreSQL."""

import multiprocessing
import os
import signal
import time
from contextlib import ExitStack

import pytest

from hcc_cli.locks import FileLock
from hcc_cli.postgres import Users


class FakeServer:
    """Up is a file, so that other processes see it too."""

    def __init__(self, folder):
        self.folder, self.file, self.journal = folder, folder / "up", folder / "journal"

    def users(self) -> Users:
        return Users(self.folder, self.file.exists, self.start, self.stop)

    def start(self):
        self.file.touch(exist_ok=False)
        self._note("start")

    def stop(self):
        self.file.unlink()
        self._note("stop")

    def _note(self, word):
        with open(self.journal, "a") as journal:
            journal.write(word + "\n")

    def story(self):
        return self.journal.read_text().split()


def use(folder, seconds, crash=False):
    """One command in a process of its own."""
    server = FakeServer(folder)
    with server.users().counted():
        assert server.file.exists()
        time.sleep(seconds)
        if crash:
            os.kill(os.getpid(), signal.SIGKILL)


def started(folder, *arguments):
    process = multiprocessing.get_context("spawn").Process(target=use, args=(folder, *arguments))
    process.start()
    return process


def test_started_once_and_stopped_once(tmp_path):
    server = FakeServer(tmp_path)
    with server.users().counted():
        with server.users().counted():
            assert server.file.exists()
        assert server.file.exists(), "the first user still needs it"
    assert server.story() == ["start", "stop"]


def test_stopped_when_the_user_fails(tmp_path):
    server = FakeServer(tmp_path)
    with pytest.raises(KeyboardInterrupt), server.users().counted():
        raise KeyboardInterrupt
    assert server.story() == ["start", "stop"]


def test_a_failed_start_leaves_no_lock(tmp_path):
    def refuse():
        raise RuntimeError("no disk")

    server = FakeServer(tmp_path)
    with ExitStack() as stack, pytest.raises(RuntimeError):
        stack.enter_context(Users(tmp_path, server.file.exists, refuse, server.stop).counted())
    assert FileLock(tmp_path / "pg.users").try_exclusive()


def test_many_commands_at_once(tmp_path):
    processes = [started(tmp_path, 0.1 * number) for number in range(4)]
    for process in processes:
        process.join(30)
        assert process.exitcode == 0
    story = FakeServer(tmp_path).story()
    assert story.count("start") == story.count("stop") and story[-1] == "stop"


def test_a_killed_command_is_not_counted(tmp_path):
    server = FakeServer(tmp_path)
    killed = started(tmp_path, 0, True)
    killed.join(30)
    assert killed.exitcode == -9 and server.file.exists()
    with server.users().counted():
        assert server.story() == ["start"], "the next command finds it running"
    assert server.story() == ["start", "stop"], "and is the last to leave"
