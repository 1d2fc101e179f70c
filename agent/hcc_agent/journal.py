"""What the agent knows and must not forget: an SQLite file, written through to the disk.

A job passes ``received → started → finished``. ``started`` is on the disk before the first byte
reaches the hardware: if the agent dies then, the next run finds the mark and reports "unknown"
instead of printing a second time.
"""

import json
import sqlite3
import threading
import time
import uuid
from typing import NamedTuple

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
    changed_at REAL NOT NULL
);
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
            self._db.executescript(_SCHEMA)
        self.journal_id = self.meta("journal_id") or self.set_meta("journal_id", uuid.uuid4().hex)

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
        """
        with self._lock:
            added = self._run(
                """INSERT INTO job
                   (uid, device_id, kind, class, expires_at, payload, state, changed_at)
                   VALUES (?, ?, ?, ?, ?, ?, 'received', ?) ON CONFLICT (uid) DO NOTHING""",
                wire_job["uid"],
                str(wire_job["device_id"]),
                wire_job["kind"],
                wire_job.get("class", "once"),
                wire_job["expires_at"],
                json.dumps(wire_job.get("payload") or {}),
                time.time(),
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

    # -- SQL --------------------------------------------------------------------------------

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
