"""Verbs: what `./hcc` can do, and how it ends (cleanly, whoever stops it)."""

import importlib
import os
import signal
import sys

from . import ui

VERBS = {
    "demo": "set everything up, then serve the demonstration centre",
    "test": "set everything up, then run all tests, or those of a path",
    "bench": "measure each goal side by side; one line per goal",
    "shell": "a Python shell on the demonstration database",
    "verify": "recompute the journal's chains, compare them with the exported heads",
    "campaign": "tamper with a journal at random, at length; everything must be found",
    "reset": "drop the prepared databases; --all removes everything of ours",
    "logs": "follow the demonstration server's log",
    "voice": "speak the queue's shipped clips anew; --check compares them",
    "odoo": "run any Odoo command against the private database cluster",
}

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main(arguments: list[str]) -> int:
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        return _usage()
    verb, rest = arguments[0], arguments[1:]
    if verb not in VERBS:
        ui.warn(f"no verb '{verb}'")
        return _usage() or 2
    os.environ["LC_ALL"] = "C.UTF-8"  # the programs we read must not speak the host's language
    for number in STOPPING:
        signal.signal(number, _stopped)
    try:
        return importlib.import_module(f"hcc_cli.verbs.{verb}").main(rest) or 0
    except ui.HccError as error:
        ui.warn(str(error))
        return 1
    except KeyboardInterrupt:
        ui.warn("stopped")
        return 130
    except OSError as error:
        return _system_error(error)


def _stopped(number, _frame):
    """Every `finally` runs, so no process and no port is left; a second Ctrl-C cannot cut it."""
    for each in STOPPING:
        signal.signal(each, signal.SIG_IGN)
    raise KeyboardInterrupt


def _system_error(error: OSError) -> int:
    """A full disk and the like are the machine's, not ours: say which file, no traceback."""
    if os.environ.get("HCC_DEBUG"):
        raise error
    ui.warn(f"{error.strerror or error}: {error.filename or ''} (HCC_DEBUG=1 shows where)")
    return 1


def _usage() -> int:
    print("usage: ./hcc VERB …\n")
    for verb, text in VERBS.items():
        print(f"  {verb:<8} {text}")
    sys.stdout.flush()
    return 0
