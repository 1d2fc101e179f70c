"""The agent as a process of its own, to be stopped, killed and started again.

::

    agent = AgentProcess("http://127.0.0.1:8069", tmp_path / "agent", database="hcc_test")
    agent.enroll("ABCDE-FGHJK")
    agent.start()
    …
    agent.kill()       # SIGKILL, as a power cut
    agent.start()
    agent.stop()       # SIGTERM, waits
"""

import os
import signal
import subprocess
import sys
from pathlib import Path

PACKAGE_ROOT = Path(__file__).resolve().parents[2]


class AgentProcess:
    """One agent with its own configuration and state under ``folder``."""

    def __init__(
        self, server_url, folder, database="", doorbell=True, poll_seconds=0.5, websocket_url=""
    ):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.config_file = self.folder / "hcc-agent.toml"
        self.log_file = self.folder / "agent.log"
        self.config_file.write_text(
            f'[server]\nurl = "{server_url}"\ndatabase = "{database}"\n'
            f'websocket_url = "{websocket_url}"\n'
            f'[agent]\nstate = "{self.folder / "state"}"\npoll_seconds = {poll_seconds}\n'
            f"doorbell = {str(doorbell).lower()}\n",
            encoding="utf-8",
        )
        self._process = None

    def enroll(self, code):
        """Fetch the token; raises ``RuntimeError`` with the agent's own words when refused."""
        done = subprocess.run(
            self._command("enroll", code),
            env=self._env(),
            capture_output=True,
            text=True,
            timeout=60,
        )
        if done.returncode:
            raise RuntimeError(done.stderr.strip())

    def start(self):
        with self.log_file.open("ab") as log:
            self._process = subprocess.Popen(
                self._command("--verbose", "run"), env=self._env(), stdout=log, stderr=log
            )
        return self

    def kill(self):
        """SIGKILL: nothing can be tidied up."""
        self._end(signal.SIGKILL)

    def stop(self):
        """SIGTERM; returns the exit code."""
        return self._end(signal.SIGTERM)

    @property
    def is_running(self):
        return self._process is not None and self._process.poll() is None

    def log(self):
        return self.log_file.read_text(encoding="utf-8", errors="replace")

    def _end(self, number):
        process, self._process = self._process, None
        if process is None:
            return None
        process.send_signal(number)
        try:
            return process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            return process.wait()

    def _command(self, *arguments):
        options = [sys.executable, "-m", "hcc_agent", "--config", str(self.config_file)]
        return [*options, *arguments]

    def _env(self):
        path = os.pathsep.join(filter(None, [str(PACKAGE_ROOT), os.environ.get("PYTHONPATH")]))
        return {**os.environ, "PYTHONPATH": path, "PYTHONUNBUFFERED": "1"}
