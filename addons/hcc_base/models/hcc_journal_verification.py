import time

from odoo import api, models
from odoo.tools import SQL

from ..journal_guard import guard_faults
from ..journal_heads import read_heads
from ..secret_key import derive_key, is_own_key
from ..tools import journal_findings
from ..tools.journal_chain import COLUMNS, Broken, ChainWalk, JournalRow
from ..transaction import number_transaction

#: Rows fetched at a time: a chain of any length is verified in the memory of these.
VERIFY_BATCH = 20000
FIRST_POSITION = -(2**31)


class HccJournalEntry(models.Model):
    """The verification of a centre's chain: it names the first broken link."""

    _inherit = "hcc.journal.entry"

    @api.model
    def _verify(self, company, heads_file=None):
        """Recompute the centre's chain and compare it with every head exported so far.

        :param heads_file: another file of heads than this database's own
        :return: plain values: ``verdict`` (whole, warning or broken), ``checked`` entries,
            ``position`` and ``seal`` of the last one that holds, ``broken`` (``kind``,
            ``position``, ``entry``, ``at`` …) or None, ``guard`` (faults of the triggers),
            ``warnings`` (kind → count), ``findings`` (sentences in Vietnamese), ``seconds``
        """
        started = time.monotonic()
        # Before the first look at the rows: what is exported meanwhile may be behind them.
        heads, unread = read_heads(self.env.cr.dbname, heads_file)
        self.env.flush_all()
        # READ COMMITTED in a transaction of its own: no snapshot is held open while it runs.
        with number_transaction(self.sudo().env) as env:
            journal = env[self._name]
            report = journal._verify_chain(company.id, heads[company.id])
            report["guard"] = guard_faults(env.cr)
        if unread:
            report["warnings"]["heads_file"] = unread
        report.update(
            company=company.id,
            code=company.identifier_code or "",
            name=company.name,
            seconds=round(time.monotonic() - started, 3),
        )
        return self._judge(company, report)

    def _verify_chain(self, company_id, heads):
        walk = ChainWalk(lambda version: derive_key("journal", version), heads)
        if is_own_key(self.env):
            broken = self._walk(company_id, walk)
        else:
            broken = Broken("fingerprint", 0)
        return {
            "checked": walk.position,
            "position": walk.position,
            "seal": walk.seal,
            "heads": len(heads),
            "broken": broken and self._described(broken, walk),
            "warnings": self._chain_warnings(company_id, walk, heads),
        }

    def _walk(self, company_id, walk):
        for row in self._chain_rows(company_id):
            if broken := walk.follow(row):
                return self._named(broken, walk)
        return walk.finish() or self._unplaced(company_id)

    def _chain_rows(self, company_id):
        """The placed rows in order. A position that two rows claim gives both."""
        position, last_id = FIRST_POSITION, 0
        while True:
            rows = self._fetch(
                SQL(
                    """company_id = %s AND position >= %s AND (position, id) > (%s, %s)
                       ORDER BY position, id LIMIT %s""",
                    company_id,
                    position,
                    position,
                    last_id,
                    VERIFY_BATCH,
                )
            )
            yield from rows
            if len(rows) < VERIFY_BATCH:
                return
            position, last_id = rows[-1].position, rows[-1].id

    def _fetch(self, condition):
        columns = SQL(", ").join(map(SQL.identifier, COLUMNS))
        self.env.cr.execute(SQL("SELECT %s FROM hcc_journal_entry WHERE %s", columns, condition))
        return [JournalRow._make(row) for row in self.env.cr.fetchall()]

    def _unplaced(self, company_id):
        rows = self._fetch(
            SQL(
                """company_id = %s AND seal IS NOT NULL AND position IS NULL
                   ORDER BY id LIMIT 1""",
                company_id,
            )
        )
        return Broken("unplaced", 0, rows[0]) if rows else None

    # -------------------------------------------------------------------------
    # NAMING WHAT BROKE
    # -------------------------------------------------------------------------

    def _named(self, broken, walk):
        """The break, told apart by what else the table holds."""
        if broken.kind in ("content", "link", "replaced"):
            return self._among_rivals(broken, walk) or self._misfit(broken, walk)
        if broken.kind == "missing":
            return self._gone_elsewhere(broken, walk) or Broken("missing", broken.position)
        return broken

    def _among_rivals(self, broken, walk):
        """Two rows claim one position: the one that does not follow is the one inserted."""
        rivals = self._fetch(
            SQL(
                "company_id = %s AND position = %s ORDER BY id",
                broken.row.company_id,
                broken.position,
            )
        )
        if len(rivals) < 2:
            return None
        strangers = [row for row in rivals if not walk.fits(row, walk.seal)]
        return Broken("extra", broken.position, (strangers or rivals)[0])

    def _misfit(self, broken, walk):
        row = broken.row
        if broken.kind == "replaced":
            return self._gone_elsewhere(broken, walk) or broken
        if broken.kind == "content" and walk.expected_seal(row) == self._seal_wanted_after(row):
            return broken._replace(kind="seal")
        return broken

    def _seal_wanted_after(self, row):
        rows = self._fetch(
            SQL("company_id = %s AND position = %s", row.company_id, row.position + 1)
        )
        return rows[0].previous_seal if rows else ""

    def _gone_elsewhere(self, broken, walk):
        """The row that once followed, wherever it stands now."""
        here = broken.row.company_id
        for row in self._fetch(
            SQL(
                """COALESCE(previous_seal, '') = %s AND seal IS NOT NULL AND id != %s
                   AND (company_id = %s OR %s) ORDER BY id LIMIT 1""",
                walk.seal,
                broken.row.id if broken.kind == "replaced" else 0,
                here,
                bool(walk.seal),
            )
        ):
            if row.company_id != here:
                return Broken("moved", broken.position, row)
            if row.position is None:
                return Broken("unplaced", broken.position, row)
            return Broken("reordered", broken.position, row)
        return None

    # -------------------------------------------------------------------------
    # REPORTING
    # -------------------------------------------------------------------------

    def _described(self, broken, walk):
        row = broken.row
        return {
            "kind": broken.kind,
            "position": broken.position,
            "entry": row.id if row else None,
            "occurred_at": row.occurred_at.isoformat(" ") if row and row.occurred_at else None,
            "last_head": walk.last_head_before(broken.position),
        }

    def _chain_warnings(self, company_id, walk, heads):
        counts = {
            "unsealed": self._count_overdue(company_id),
            "no_heads": int(bool(walk.position and not heads)),
        }
        if not self.env["hcc.clock"]._is_demonstration_database():
            counts["demo"] = walk.demo_rows
        return {kind: count for kind, count in counts.items() if count}

    def _judge(self, company, report):
        """Add the verdict and the sentences."""
        broken, guard = report["broken"], report["guard"]
        report["findings"] = []
        if broken:
            at = self._shown_moment(company, broken["occurred_at"])
            report["findings"].append(journal_findings.sentence({**broken, "at": at}))
        if guard:
            detail = {"kind": "guard", "detail": "; ".join(guard)}
            report["findings"].append(journal_findings.sentence(detail))
        report["findings"] += [
            journal_findings.warning(kind, count) for kind, count in report["warnings"].items()
        ]
        report["verdict"] = (
            "broken" if broken or guard else "warning" if report["warnings"] else "whole"
        )
        return report

    def _shown_moment(self, company, text):
        if not text:
            return None
        moment = self.env["hcc.clock"]._local(
            company, self._fields["occurred_at"].to_datetime(text)
        )
        return moment.strftime("%d/%m/%Y %H:%M:%S")
