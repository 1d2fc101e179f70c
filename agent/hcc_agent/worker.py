"""One thread per device: takes its jobs from the journal in order and lets the driver do them."""

import logging
import sqlite3
import threading
import time

from . import drivers
from .clock import parse
from .drivers import BadJob, not_printed, unknown

_logger = logging.getLogger(__name__)

#: Between two tries of a job whose device is not ready.
RETRY_SECONDS = 1.0
#: How often an idle device is asked how it is.
STATUS_SECONDS = 30.0


class Worker(threading.Thread):
    """Works off the jobs of one device until stopped, and hears what the device says.

    :param may_work: an event, clear while the server refuses us: then nothing is begun
    :param on_change: called after every step the server should hear of
    """

    def __init__(self, device_id, config, journal, clock, may_work, on_change):
        super().__init__(name=f"device-{device_id}", daemon=True)
        self.device_id, self.config = str(device_id), config
        self._journal, self._clock = journal, clock
        self._may_work, self._on_change = may_work, on_change
        self._wake, self._stopping = threading.Event(), threading.Event()
        self._began = False
        self._checked_at = 0.0
        self._health = {}
        self._driver = self._create_driver()
        self._listener = None
        if self._driver is not None and self._driver.listen:
            self._listener = threading.Thread(
                target=self._listen, name=f"listen-{device_id}", daemon=True
            )

    # -- for the agent ----------------------------------------------------------------------

    def wake(self):
        self._wake.set()

    def stop(self):
        self._stopping.set()
        self._wake.set()

    def health(self):
        """Last word of the device, as sent to the server."""
        return dict(self._health)

    # -- the thread -------------------------------------------------------------------------

    def run(self):
        if self._listener:
            self._listener.start()
        while not self._stopping.is_set():
            try:
                pause = self._step()
            except sqlite3.Error as error:
                # Disk full or gone: what cannot be noted must not be begun.
                _logger.error("Journal: %s", error)
                pause = RETRY_SECONDS
            if pause:
                self._wake.wait(pause)
                self._wake.clear()
        if self._listener:
            self._listener.join()

    def _step(self):
        """Do one thing; return how long to wait before the next (0: go on at once)."""
        if not self._may_work.is_set():
            return RETRY_SECONDS
        self._journal.drop_replaced(self.device_id)
        job = self._journal.next_job(self.device_id)
        if job is None:
            self._check_idle()
            return self._status_seconds
        late = self._clock.has_passed(parse(job.expires_at))
        if late is None:
            return RETRY_SECONDS
        if late:
            self._finish(job, not_printed(self._health_reason() or "expired"))
            return 0
        return self._carry_out(job)

    def _carry_out(self, job):
        outcome = self._run_driver(job)
        if outcome.outcome == "not_printed" and outcome.reason != "bad_job":
            self._journal.put_back(job.uid, outcome.reason)
            self._say(outcome.reason)
            return RETRY_SECONDS
        if outcome.outcome == "printed":
            self._say("ready")
        self._finish(job, outcome)
        return 0

    def _run_driver(self, job):
        """Trouble before the hardware is touched is "not printed", after it "unknown"."""
        self._began = False

        def begin():
            self._journal.start(job.uid)
            self._began = True

        try:
            if self._driver is None:
                return not_printed("bad_job")
            return self._driver.run(job, begin)
        except BadJob as error:
            _logger.error("Job %s cannot be done: %s", job.uid, error)
            return not_printed("bad_job")
        except sqlite3.Error:
            raise
        except Exception:
            _logger.exception("Driver of device %s failed", self.device_id)
            return (unknown if self._began else not_printed)("driver_error")

    def _finish(self, job, outcome):
        """Write down the result, however long the disk refuses: the hardware has already acted."""
        while True:
            try:
                self._journal.finish(job.uid, outcome.outcome, outcome.reason)
                break
            except sqlite3.Error as error:
                _logger.error("Journal: %s", error)
                if self._stopping.wait(RETRY_SECONDS):
                    return
        _logger.info("Job %s: %s %s", job.uid, outcome.outcome, outcome.reason)
        self._on_change()

    # -- what the device says -----------------------------------------------------------------

    def _listen(self):
        while not self._stopping.is_set():
            try:
                self._driver.listen(self._report, self._stopping)
            except OSError as error:
                _logger.debug("Device %s: %s", self.device_id, type(error).__name__)
            except Exception:
                _logger.exception("Driver of device %s failed", self.device_id)
            self._wake.set()
            self._stopping.wait(RETRY_SECONDS)

    def _report(self, kind, data):
        """Keep an event; while the disk refuses, the device waits, and its bytes with it."""
        now = self._clock.now()
        at = now.isoformat(timespec="milliseconds") if now else ""
        while not self._stopping.is_set():
            try:
                self._journal.add_event(self.device_id, kind, data, at)
                break
            except sqlite3.Error as error:
                _logger.error("Journal: %s", error)
                self._stopping.wait(RETRY_SECONDS)
        self._on_change()

    # -- health -----------------------------------------------------------------------------

    @property
    def _status_seconds(self):
        """Asking a device costs the line; a listener's state is known without asking."""
        return RETRY_SECONDS if self._listener else STATUS_SECONDS

    def _check_idle(self):
        if self._driver is None:
            self._say("driver_error")
        elif time.monotonic() - self._checked_at >= self._status_seconds:
            self._say(self._driver.status())

    def _say(self, state):
        self._checked_at = time.monotonic()
        if self._health.get("state") == state:
            return
        now = self._clock.now()
        self._health = {"state": state, "since": now.isoformat(timespec="seconds") if now else ""}
        self._on_change()

    def _health_reason(self):
        state = self._health.get("state")
        return "" if state in (None, "ready", "paper_low") else state

    def _create_driver(self):
        try:
            return drivers.create(self.config["driver"], self.config.get("settings") or {})
        except (LookupError, ValueError, TypeError, AttributeError, ImportError) as error:
            _logger.error("Device %s: no driver (%r)", self.device_id, error)
            return None
