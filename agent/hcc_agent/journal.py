"""What the agent knows and must not forget: an SQLite file, written through to the disk.

A job passes ``received → started → finished``. ``started`` is on the disk before the first byte
reaches the hardware: if the agent dies then, the next run finds the mark and reports "unknown"
instead of printing a second time.

What devices say (a scan, a press) is an event: numbered per device, kept until the server has it,
and then forgotten, for a scan may be personal.
"""

import json
import sqlite3
import threading
import time
import uuid
from contextlib import contextmanager
from typing import NamedTuple

from .clock import parse

#: Finished and acknowledged jobs are remembered this long, to recognise a repeated delivery.
REMEMBER_SECONDS = 7 * 24 * 3600

_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS job (
    rank INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL UNIQUE,
    device_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    class TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    payload TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('received', 'started', 'finished')),
    outcome TEXT,
    reason TEXT NOT NULL DEFAULT '',
    acked INTEGER NOT NULL DEFAULT 0,
    changed_at REAL NOT NULL,
    position INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS event (
    rank INTEGER PRIMARY KEY AUTOINCREMENT,
    device_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    kind TEXT NOT NULL,
    at TEXT NOT NULL,
    data TEXT NOT NULL,
    UNIQUE (device_id, seq)
);
CREATE INDEX IF NOT EXISTS job_state ON job (device_id, kind, position) WHERE class = 'idempotent';
CREATE INDEX IF NOT EXISTS job_open ON job (device_id, rank) WHERE state != 'finished';
CREATE INDEX IF NOT EXISTS job_unacked ON job (rank) WHERE state = 'finished' AND acked = 0;
"""


class Job(NamedTuple):
    """One job as the journal holds it."""

    uid: str
    device_id: str
    kind: str
    job_class: str
    expires_at: str
    payload: dict


class Journal:
    """The agent's memory; every method is one durable transaction, safe from any thread."""

    def __init__(self, path):
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.RLock()
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = FULL")
        with self._lock:
            # A deleted event's text is overwritten, not only unlinked.
            self._db.execute("PRAGMA secure_delete = ON")
            self._add_position()
            self._db.executescript(_SCHEMA)
        self.journal_id = self.meta("journal_id") or self.set_meta("journal_id", uuid.uuid4().hex)

    def _add_position(self):
        """A journal begun by version 1.0 has no positions yet."""
        columns = [row[1] for row in self._all("PRAGMA table_info(job)")]
        if columns and "position" not in columns:
            self._run("ALTER TABLE job ADD COLUMN position INTEGER NOT NULL DEFAULT 0")

    def close(self):
        with self._lock:
            self._db.close()

    # -- memory of single values ------------------------------------------------------------

    def meta(self, key, default=""):
        row = self._one("SELECT value FROM meta WHERE key = ?", key)
        return row[0] if row else default

    def set_meta(self, key, value):
        self._run(
            "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            key,
            value,
        )
        return value

    # -- jobs -------------------------------------------------------------------------------

    def recover(self):
        """At start: jobs that were under way when the last run ended. Returns their numbers.

        What must not happen twice becomes "unknown"; what may be repeated is taken up again.
        """
        with self._lock:
            rows = self._all("SELECT uid, class FROM job WHERE state = 'started'")
            for uid, job_class in rows:
                if job_class == "idempotent":
                    self._set_state(uid, "received")
                else:
                    self.finish(uid, "unknown", "agent_stopped")
        return [uid for uid, _class in rows]

    def receive(self, wire_job):
        """Take in a job from the server; one already known changes nothing.

        A known job that the server gives again did not hear its result: it is sent once more.
        Raises ``ValueError``, ``KeyError`` or ``TypeError`` for what is no job.
        """
        parse(wire_job["expires_at"])
        if not all(isinstance(wire_job[key], str) for key in ("uid", "kind")):
            raise TypeError("uid and kind are texts")
        with self._lock:
            added = self._run(
                """INSERT INTO job
                   (uid, device_id, kind, class, expires_at, payload, state, changed_at, position)
                   VALUES (?, ?, ?, ?, ?, ?, 'received', ?, ?) ON CONFLICT (uid) DO NOTHING""",
                wire_job["uid"],
                str(wire_job["device_id"]),
                wire_job["kind"],
                wire_job.get("class", "once"),
                wire_job["expires_at"],
                json.dumps(wire_job.get("payload") or {}),
                time.time(),
                int(wire_job.get("position") or 0),
            )
            if not added:
                self._run(
                    "UPDATE job SET acked = 0 WHERE uid = ? AND state = 'finished'", wire_job["uid"]
                )
        return bool(added)

    def next_job(self, device_id):
        """The oldest job of a device that is still to be done, or ``None``."""
        row = self._one(
            """SELECT uid, device_id, kind, class, expires_at, payload FROM job
               WHERE device_id = ? AND state = 'received' ORDER BY rank LIMIT 1""",
            str(device_id),
        )
        return Job(*row[:5], json.loads(row[5])) if row else None

    def drop_replaced(self, device_id):
        """Close states that a later one has overtaken, whichever came first over the network."""
        self._run(
            """UPDATE job SET state = 'finished', outcome = 'not_printed', reason = 'replaced',
               payload = '{}', changed_at = ?
               WHERE device_id = ? AND state = 'received' AND class = 'idempotent' AND EXISTS (
                   SELECT 1 FROM job AS later WHERE later.device_id = job.device_id
                   AND later.kind = job.kind AND later.class = 'idempotent'
                   AND later.position > job.position)""",
            time.time(),
            str(device_id),
        )

    def start(self, uid):
        """Note, before the hardware is touched, that from now on a job may have happened."""
        self._set_state(uid, "started")

    def put_back(self, uid, reason=""):
        """The hardware was not touched after all: the job waits."""
        self._run(
            """UPDATE job SET state = 'received', reason = ?, changed_at = ?
               WHERE uid = ? AND state != 'finished' AND (state != 'received' OR reason != ?)""",
            reason,
            time.time(),
            uid,
            reason,
        )

    def finish(self, uid, outcome, reason=""):
        """Note what became of a job; its picture is not needed any more."""
        self._run(
            """UPDATE job SET state = 'finished', outcome = ?, reason = ?, payload = '{}',
               changed_at = ? WHERE uid = ? AND state != 'finished'""",
            outcome,
            reason,
            time.time(),
            uid,
        )

    def holding(self):
        """Unfinished jobs and why they wait."""
        rows = self._all("SELECT uid, reason FROM job WHERE state != 'finished' ORDER BY rank")
        return [{"uid": uid, "reason": reason} for uid, reason in rows]

    def results(self, limit=50):
        """Results that the server has not acknowledged, oldest first."""
        rows = self._all(
            """SELECT uid, outcome, reason FROM job WHERE state = 'finished' AND acked = 0
               ORDER BY rank LIMIT ?""",
            limit,
        )
        return [{"uid": uid, "outcome": outcome, "reason": reason} for uid, outcome, reason in rows]

    def acknowledge(self, uids):
        with self._lock:
            for uid in uids:
                self._run("UPDATE job SET acked = 1 WHERE uid = ? AND state = 'finished'", uid)

    def forget_old(self):
        """Drop what no server can ask about any more."""
        self._run(
            "DELETE FROM job WHERE state = 'finished' AND acked = 1 AND changed_at < ?",
            time.time() - REMEMBER_SECONDS,
        )

    # -- events -----------------------------------------------------------------------------

    def add_event(self, device_id, kind, data, at=""):
        """Keep what a device said, with the device's next number, until the server has it."""
        device_id, key = str(device_id), f"event_seq/{device_id}"
        with self._lock, self._transaction():
            seq = int(self.meta(key, "0")) + 1
            self.set_meta(key, str(seq))
            self._run(
                "INSERT INTO event (device_id, seq, kind, at, data) VALUES (?, ?, ?, ?, ?)",
                device_id,
                seq,
                kind,
                at,
                json.dumps(data),
            )

    def events(self, limit=50):
        """What the server has not acknowledged, oldest first."""
        rows = self._all(
            "SELECT device_id, seq, kind, at, data FROM event ORDER BY rank LIMIT ?", limit
        )
        return [
            {
                "uid": f"{self.journal_id}/{device_id}/{seq}",
                "device_id": device_id,
                "seq": seq,
                "kind": kind,
                "at": at,
                "data": json.loads(data),
            }
            for device_id, seq, kind, at, data in rows
        ]

    def acknowledge_events(self, uids):
        """Forget events that the server has; their numbers are never given again."""
        with self._lock:
            for uid in uids:
                journal_id, _slash, rest = str(uid).partition("/")
                device_id, _slash, seq = rest.rpartition("/")
                if journal_id == self.journal_id and seq.isdecimal():
                    self._run(
                        "DELETE FROM event WHERE device_id = ? AND seq = ?", device_id, int(seq)
                    )

    # -- SQL --------------------------------------------------------------------------------

    @contextmanager
    def _transaction(self):
        """All of it or, with a full disk, nothing."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise

    def _set_state(self, uid, state):
        self._run("UPDATE job SET state = ?, changed_at = ? WHERE uid = ?", state, time.time(), uid)

    def _run(self, sql, *values):
        with self._lock:
            return self._db.execute(sql, values).rowcount

    def _one(self, sql, *values):
        with self._lock:
            return self._db.execute(sql, values).fetchone()

    def _all(self, sql, *values):
        with self._lock:
            return self._db.execute(sql, values).fetchall()
