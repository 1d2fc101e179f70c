"""Command line: ``hcc-agent enroll CODE`` once, then ``hcc-agent run``."""

import argparse
import fcntl
import logging
import signal
import sys
from pathlib import Path

from . import __version__, config
from .agent import Agent
from .config import ConfigError, Identity
from .journal import Journal
from .server import NotAllowed, Server, ServerError


def main(argv=None):
    """Entry point; the exit code is 0, 1 (cannot) or 2 (refused by the server)."""
    arguments = _parser().parse_args(argv)
    _set_up_log(arguments.verbose)
    try:
        return arguments.command(config.load(arguments.config), arguments)
    except NotAllowed as error:
        print(f"hcc-agent: refused by the server: {error}", file=sys.stderr)
        return 2
    except (ConfigError, ServerError, OSError) as error:
        print(f"hcc-agent: {error}", file=sys.stderr)
        return 1


def _set_up_log(verbose):
    logging.basicConfig(
        level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    logging.getLogger("hcc_agent").setLevel(logging.DEBUG if verbose else logging.INFO)
    # The library logs every lost connection as an error; the doorbell reports them itself.
    logging.getLogger("websocket").setLevel(logging.CRITICAL)


def _parser():
    parser = argparse.ArgumentParser(prog="hcc-agent", description=__doc__)
    parser.add_argument("--config", type=Path, default=config.DEFAULT_PATH)
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    enroll = commands.add_parser("enroll", help="fetch this agent's token with a one-time code")
    enroll.add_argument("code")
    enroll.set_defaults(command=_enroll)
    commands.add_parser("run", help="work until stopped").set_defaults(command=_run)
    commands.add_parser("status", help="what the journal holds").set_defaults(command=_status)
    return parser


def _enroll(settings, arguments):
    answer = Server(settings).enroll(arguments.code)
    Identity(int(answer["device_id"]), answer["token"]).save(settings.token_file)
    print(f"Enrolled as device {answer['device_id']}: {answer.get('name', '')}")
    return 0


def _run(settings, _arguments):
    settings.state_dir.mkdir(parents=True, exist_ok=True)
    with settings.lock_file.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ConfigError(f"Another agent already works with {settings.state_dir}.") from error
        agent = Agent(settings)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_args: agent.stop())
        agent.run()
    return 0


def _status(settings, _arguments):
    journal = Journal(settings.journal_file)
    print(f"enrolled: {settings.token_file.exists()}")
    for job in journal.holding():
        print(f"unfinished: {job['uid']} {job['reason']}".rstrip())
    for result in journal.results(limit=1000):
        print(f"unsent result: {result['uid']} {result['outcome']} {result['reason']}".rstrip())
    return 0
