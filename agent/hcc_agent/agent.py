"""The agent's main loop: tell the server everything, take what it gives, wait, again."""

import json
import logging
import sqlite3
import threading
import uuid

from . import __version__
from .backoff import Backoff
from .clock import ServerClock
from .config import Identity
from .doorbell import Doorbell
from .journal import Journal
from .server import NotAllowed, Server, ServerError
from .worker import Worker

_logger = logging.getLogger(__name__)

#: How long to wait after the server refused the token.
REFUSED_SECONDS = 30
#: Jobs that travel in one call; a full one is followed at once by the next.
BATCH = 50


class Agent:
    """Ties journal, server, doorbell and one worker per device together.

    ``run()`` returns after ``stop()``; a job under way is finished first.
    """

    def __init__(self, config):
        self._config = config
        self._identity = Identity.load(config.token_file)
        self.journal = Journal(config.journal_file)
        self.clock = ServerClock()
        self._server = Server(config, self._identity.token)
        self._boot, self._seq = uuid.uuid4().hex, 0
        self._workers = {}
        self._wake, self._stopping, self._may_work = (threading.Event() for _index in range(3))
        self._backoff = Backoff()
        self._doorbell = None
        self._state = "ready"

    # -- life -------------------------------------------------------------------------------

    def run(self):
        """Work until :meth:`stop`."""
        for uid in self.journal.recover():
            _logger.warning("Job %s was under way when the agent stopped.", uid)
        self.journal.forget_old()
        self._apply_config(json.loads(self.journal.meta("config", "{}")))
        if self._config.use_doorbell:
            self._doorbell = Doorbell(self._config, self._identity, self._wake.set)
            self._doorbell.start()
        while not self._stopping.is_set():
            self._round()
        self._close()

    def stop(self):
        self._stopping.set()
        self._wake.set()

    def _close(self):
        if self._doorbell:
            self._doorbell.stop()
        for worker in self._workers.values():
            worker.stop()
        for worker in self._workers.values():
            worker.join(timeout=15)
        self._server.close()
        self.journal.close()

    # -- one round --------------------------------------------------------------------------

    def _round(self):
        """One call and the wait after it."""
        self._wake.clear()
        try:
            again = self._sync()
        except NotAllowed as error:
            # Whoever shuts us out may have told another agent to do our work.
            self._may_work.clear()
            _logger.error("The server refuses this agent: %s", error)
            self._stopping.wait(REFUSED_SECONDS)
        except ServerError as error:
            _logger.warning("No answer from the server: %s", error)
            self._stopping.wait(self._backoff.next())
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            _logger.error("The server's answer makes no sense: %r", error)
            self._stopping.wait(self._backoff.next())
        except sqlite3.Error as error:
            # Disk full or gone: jobs stay with the server, and it is told why.
            self._state = "journal_error"
            _logger.error("Journal: %s", error)
            self._stopping.wait(self._backoff.next())
        else:
            self._state = "ready"
            self._backoff.reset()
            if not again:
                self._wake.wait(self._pause())

    def _pause(self):
        listening = self._doorbell is not None and self._doorbell.connected
        return self._config.heartbeat_seconds if listening else self._config.poll_seconds

    def _sync(self):
        """Make the call and take in its answer; whether there is more to fetch at once."""
        results, events = self.journal.results(BATCH), self.journal.events(BATCH)
        answer = self._server.sync(self._request(results, events))
        self.clock.set(answer["now"])
        self._may_work.set()
        if self._doorbell:
            self._doorbell.server_is_back()
        self._take_identity(answer)
        self.journal.acknowledge(answer.get("acked") or [])
        self.journal.acknowledge_events(answer.get("events_acked") or [])
        if "config" in answer:
            self._take_config(answer)
        jobs = answer.get("jobs") or []
        for job in jobs:
            self._receive(job)
        for worker in self._workers.values():
            worker.wake()
        return max(len(jobs), len(results), len(events)) >= BATCH

    def _receive(self, job):
        try:
            self.journal.receive(job)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            _logger.error("The server gave something that is no job: %r", error)

    def _take_identity(self, answer):
        """Become whom the server takes us for: a new token, or the device whose place we take.

        The old token holds until the new one is used, so an answer that got lost costs nothing.
        """
        known = self._identity
        told = Identity(
            int(answer.get("device_id") or known.device_id), str(answer.get("token") or known.token)
        )
        if told == known:
            return
        try:
            told.save(self._config.token_file)
        except OSError as error:
            _logger.error("The new token cannot be kept, the old one stays: %s", error)
            return
        self._identity = told
        self._server.use_token(told.token)
        if self._doorbell:
            self._doorbell.use_identity(told)
        _logger.info("This agent is device %s with a token of today.", told.device_id)

    def _request(self, results, events):
        self._seq += 1
        holding = self.journal.holding()
        return {
            "boot": self._boot,
            "seq": self._seq,
            "journal": self.journal.journal_id,
            "config_rev": self.journal.meta("config_rev"),
            "holding": holding,
            "results": results,
            "events": events,
            "health": {
                "state": self._state,
                "version": __version__,
                "unfinished": len(holding),
                "doorbell": bool(self._doorbell and self._doorbell.connected),
                "devices": {key: worker.health() for key, worker in self._workers.items()},
            },
        }

    # -- devices ----------------------------------------------------------------------------

    def _take_config(self, answer):
        self.journal.set_meta("config", json.dumps(answer["config"]))
        self.journal.set_meta("config_rev", str(answer.get("config_rev") or ""))
        self._apply_config(answer["config"])

    def _apply_config(self, config):
        """Start, replace and stop workers so that there is one per device."""
        wanted = config.get("devices") or {}
        for key in list(self._workers):
            if wanted.get(key) != self._workers[key].config:
                worker = self._workers.pop(key)
                worker.stop()
                worker.join()
        for key, device_config in wanted.items():
            if key not in self._workers:
                self._workers[key] = Worker(
                    key, device_config, self.journal, self.clock, self._may_work, self._wake.set
                )
                self._workers[key].start()
