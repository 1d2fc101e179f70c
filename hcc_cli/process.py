"""Running other programs: output to a file, the telling tail on failure, nothing left behind."""

import os
import shutil
import signal
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

from . import paths
from .ui import HccError


def need(program: str, package: str) -> str:
    """The program's path, or the message that says what to install."""
    found = shutil.which(program)
    if not found:
        raise HccError(f"'{program}' is missing (Debian package {package})")
    return found


def tail(path: Path, lines: int = 12) -> str:
    try:
        text = path.read_text(errors="replace")
    except OSError:
        return ""
    return "\n".join(text.splitlines()[-lines:])


SILENCE = 600  # seconds without a line after which a program hangs: none of ours is so slow


def run(command, log: str, env=None, cwd=None, check=True) -> int:
    """Run to the end; the log is kept, and its tail shown when it fails."""
    path = paths.LOGS / f"{log}.log"
    with open(path, "ab") as out:
        out.write(f"\n$ {' '.join(map(str, command))}\n".encode())
        out.flush()
        with child(command, stdout=out, stderr=subprocess.STDOUT, env=env, cwd=cwd) as process:
            code = _wait(process, path)
    if code and check:
        raise HccError(f"{Path(command[0]).name} failed ({code}); log {path}\n{tail(path)}")
    return code


def _wait(process: subprocess.Popen, path: Path, silence: float | None = None) -> int:
    """A hung test must not hang the whole run: Odoo then says where it stands, and is ended."""
    silence = silence or SILENCE
    size, since = -1, time.monotonic()
    while True:
        try:
            return process.wait(1 if silence > 10 else silence / 10)
        except subprocess.TimeoutExpired:
            now = path.stat().st_size
            if now != size:
                size, since = now, time.monotonic()
        if time.monotonic() - since > silence:
            process.send_signal(signal.SIGQUIT)  # Odoo writes all threads' stacks to its log
            time.sleep(min(3, silence))
            raise HccError(f"no output for {silence:.0f} s: it hangs; where, is in {path}")


def output(command, env=None, cwd=None) -> str:
    """Standard output of a short command."""
    done = subprocess.run(list(map(str, command)), env=env, cwd=cwd, text=True, capture_output=True)
    if done.returncode:
        raise HccError(f"{' '.join(map(str, command))}\n{done.stderr.strip()}")
    return done.stdout


@contextmanager
def child(command, **options):
    """A child in a session of its own, stopped with all it started when the block is left.

    A session of its own, because Ctrl-C in a terminal goes to the whole foreground group and
    we want to end things in order; `setpriv --pdeathsig`, because we may be killed ourselves.
    """
    command = list(map(str, command))
    if shutil.which("setpriv"):
        command = ["setpriv", "--pdeathsig=TERM", *command]
    options.setdefault("stdin", subprocess.DEVNULL)
    process = subprocess.Popen(command, start_new_session=True, **options)
    try:
        yield process
    finally:
        stop_group(process)


def stop(process: subprocess.Popen, patience: float = 15) -> None:
    """TERM, wait, KILL."""
    process.terminate()
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def stop_group(process: subprocess.Popen) -> None:
    """The leader in order, so that it can stop its own; then what is left of its group."""
    if process.poll() is None:
        stop(process)
    _signal_group(process.pid, signal.SIGKILL)


def _signal_group(group: int, number: int) -> None:
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        pass


def wait_until(condition, seconds: float, what: str, interval: float = 0.1):
    """Poll; a clear message when it takes too long."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        result = condition()
        if result:
            return result
        time.sleep(interval)
    raise HccError(f"{what} did not happen within {seconds:.0f} s")
