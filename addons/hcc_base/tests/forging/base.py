"""What an owner of the journal's database has at hand: two chains, SQL, triggers switched off."""

import json
from contextlib import contextmanager
from datetime import timedelta
from typing import NamedTuple

from odoo.tools import SQL

FORGED_SEAL = "$1$" + "0f" * 32


class Expected(NamedTuple):
    """What the verification must say: where it breaks, and which kinds it may call it."""

    company: object
    position: int
    kinds: tuple
    entries: tuple = ()

    def is_met_by(self, report):
        if self.kinds == ("guard",):
            return bool(report["guard"]) and not report["broken"]
        broken = report["broken"] or {}
        return (
            broken.get("position") == self.position
            and broken["kind"] in self.kinds
            and (not self.entries or broken["entry"] in self.entries)
        )


class ForgerBase:
    """Two centres' chains with exported heads, and an owner who tampers with them.

    The environment must run on a number cursor or in a test: the verification then sees what is
    not committed.
    """

    def __init__(self, env, companies, heads_file, random, length=40):
        self.env, self.companies, self.random = env, companies, random
        self.journal = env["hcc.journal.entry"].sudo()
        self.users = env["res.users"].with_context(active_test=False).search([], limit=5)
        self.heads_file, self.heads = heads_file, {company: [] for company in companies}
        for __ in range(4):
            for company in companies:
                self._write_entries(company, length // 4)
            self._export_heads()
        self.ids = {company: self._ids(company) for company in companies}

    def _write_entries(self, company, count):
        choice = self.random.choice
        now = self.env["hcc.clock"]._now()
        self.journal.create(
            [
                {
                    "company_id": company.id,
                    "occurred_at": now + timedelta(seconds=number),
                    "user_id": choice(self.users).id,
                    "on_behalf_user_id": choice([False, *self.users.ids]),
                    "res_model": "res.company",
                    "res_id": self.random.randrange(1, 10**6),
                    "verb": choice(["receive", "appraise", "approve"]),
                    "from_state": choice([False, "draft"]),
                    "to_state": choice([False, "received"]),
                    "facts": {"number": self.random.randrange(10**6), "codes": ["a", "b"]},
                    "is_demo_clock": False,
                }
                for number in range(count)
            ]
        )
        self.env.flush_all()
        self.journal._seal_pending()

    def _export_heads(self):
        with open(self.heads_file, "a", encoding="utf-8") as stream:
            for company in self.companies:
                position, seal = self.journal._chain_head(company)
                self.heads[company].append(position)
                line = {"company": company.id, "position": position, "seal": seal}
                stream.write(json.dumps(line) + "\n")

    def _ids(self, company):
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM hcc_journal_entry WHERE company_id = %s ORDER BY position",
                company.id,
            )
        )
        return [row[0] for row in rows]

    def verify(self, company):
        return self.journal._verify(company, self.heads_file)

    @contextmanager
    def forged(self, kind):
        """Forge; yields what must be found. All is as before when the block is left."""
        savepoint = self.env.cr.savepoint(flush=False)
        try:
            yield getattr(self, f"_forge_{kind}")()
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all()

    # --- an owner's means --------------------------------------------------------------------

    def _sql(self, statement, *values):
        """Past the triggers, which stand again afterwards."""
        self.env.cr.execute("ALTER TABLE hcc_journal_entry DISABLE TRIGGER USER")
        self.env.cr.execute(SQL(statement, *values))
        self.env.cr.execute("ALTER TABLE hcc_journal_entry ENABLE TRIGGER USER")

    def _set(self, entry_id, column, value):
        self._sql("UPDATE hcc_journal_entry SET %s = %s WHERE id = %s", column, value, entry_id)

    def _pick(self, last=None):
        """A centre and a position of its chain, up to ``last`` from the end."""
        company = self.random.choice(self.companies)
        return company, self.random.randint(1, len(self.ids[company]) - (last or 0))

    def _id(self, company, position):
        return self.ids[company][position - 1]

    def _shift(self, company, above, by):
        """Move all behind a position on, past the unique index."""
        self._sql(
            "UPDATE hcc_journal_entry SET position = -position"
            " WHERE company_id = %s AND position > %s",
            company.id,
            above,
        )
        self._sql(
            "UPDATE hcc_journal_entry SET position = -position + %s"
            " WHERE company_id = %s AND position < 0",
            by,
            company.id,
        )

    def _insert_copy(self, company, source, position, previous, seal=FORGED_SEAL):
        self._sql(
            """INSERT INTO hcc_journal_entry (company_id, occurred_at, user_id, res_model, res_id,
                   verb, facts, is_demo_clock, create_uid, create_date, write_uid, write_date,
                   position, previous_seal, seal, seal_version, key_version)
               SELECT %s, occurred_at, user_id, res_model, res_id, 'forged', facts, is_demo_clock,
                   create_uid, create_date, write_uid, write_date, %s, %s, %s, 1, 1
               FROM hcc_journal_entry WHERE id = %s""",
            company.id,
            position,
            previous,
            seal,
            source,
        )

    def _seal_at(self, company, position):
        return self.journal.browse(self._id(company, position)).seal if position else ""
