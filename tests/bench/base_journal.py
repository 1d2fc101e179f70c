"""What the journal costs, as ratios within one run.

* ``journal.append``: appending one entry, against writing one field of one record by the ORM,
  which every verb does anyway; both flushed.
* ``journal.seal``: sealing a batch of entries, against appending them: the sealer keeps up with
  all writers of its centre together.
* ``journal.verify``: verifying that batch, against sealing it.
"""

import statistics
import time

from odoo.addons.hcc_base.transaction import number_cursor

from hcc_cli.bench import sides

GOALS = {"journal.append": 1.5, "journal.seal": 0.3, "journal.verify": 0.6}
BATCH, ROUNDS = 500, 7


def run(env):
    with number_cursor(env.registry) as cr:
        centre = env(cr=cr)["res.company"].create({"name": "Trung tâm đo"})
        bench = _Bench(centre)
        measured = {
            "journal.append": sides(bench.append, bench.write),
            **bench.batches(),
        }
        cr.rollback()
    return measured


class _Bench:
    """A centre of its own, whose journal holds nothing else."""

    def __init__(self, centre):
        self.centre, self.env = centre, centre.with_company(centre).env
        self.journal = self.env["hcc.journal.entry"]
        self.record = self.env["hcc.agency"].create(
            {"name": "Cơ quan đo", "short_name": "Đo", "code": "DO", "kind": "department"}
        )
        self.written = 0

    def append(self):
        self.journal._append(self.record, "bench", "draft", "received", {"number": 1})
        self.env.flush_all()

    def write(self):
        self.written += 1
        self.record.short_name = f"Cơ quan {self.written}"
        self.env.flush_all()

    def batches(self):
        rows = [self._batch() for __ in range(ROUNDS)]
        append, seal, verify = (statistics.median(column) for column in zip(*rows, strict=True))
        return {"journal.seal": seal / append, "journal.verify": verify / seal}

    def _batch(self):
        """Seconds for appending, sealing and verifying one more batch."""
        started = time.perf_counter()
        for __ in range(BATCH):
            self.append()
        appended = time.perf_counter()
        self.journal._seal_pending()
        sealed = time.perf_counter()
        checked = self.journal._verify(self.centre)["checked"]
        verified = (time.perf_counter() - sealed) * BATCH / checked
        return appended - started, sealed - appended, verified
