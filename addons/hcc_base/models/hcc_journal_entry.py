import json
import logging
import os
import time
from pathlib import Path

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.modules import module
from odoo.tools import SQL, config

from ..secret_key import check_key, derive_key
from ..tools import canonical
from ..transaction import number_transaction

_logger = logging.getLogger(__name__)

#: database → when this process last woke the sealer (monotonic seconds)
_last_wake = {}

SEAL_VERSION = 1
#: An entry unsealed for longer than this (seconds) raises an alarm.
UNSEALED_ALARM_SECONDS = 60
#: A process wakes the sealer at most this often (seconds) …
WAKE_SECONDS = 2
#: … and the sealer goes on, a round a second, until so many found nothing, but not for ever.
WATCH_ROUNDS = 4
WATCH_LIMIT_SECONDS = 40
#: At most this many entries are sealed in one transaction.
SEAL_BATCH = 5000


class HccJournalEntry(models.Model):
    """One thing that happened (nhật ký): when, who and in whose place, what, from → to.

    Facts are ids and codes, never personal data, so that a person's data can be erased while the
    journal stays whole. Entries are appended by verbs only; database triggers refuse every change
    and deletion. One sealer per centre chains them with an HMAC keyed outside the database.

    Oversight, directors and administrators read their centre's entries; nobody writes.
    """

    _name = "hcc.journal.entry"
    _description = "Journal Entry"
    _order = "id desc"
    _allow_sudo_commands = False

    company_id = fields.Many2one("res.company", "Centre", required=True, index=True, readonly=True)
    occurred_at = fields.Datetime(required=True, readonly=True, index=True)
    user_id = fields.Many2one("res.users", "Done by", required=True, readonly=True, index=True)
    on_behalf_user_id = fields.Many2one(
        "res.users", "In the place of", readonly=True, index="btree_not_null"
    )
    res_model = fields.Char("Model", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        "Record", model_field="res_model", required=True, readonly=True
    )
    verb = fields.Char(required=True, readonly=True)
    from_state = fields.Char(readonly=True)
    to_state = fields.Char(readonly=True)
    facts = fields.Json(readonly=True)
    is_demo_clock = fields.Boolean("Under the demonstration clock", readonly=True)

    position = fields.Integer("Position in the chain", readonly=True, copy=False)
    previous_seal = fields.Char(readonly=True, copy=False)
    seal = fields.Char(readonly=True, copy=False)

    _record_idx = models.Index("(res_model, res_id, id)")
    _unsealed_idx = models.Index("(company_id, id) WHERE seal IS NULL")
    _position_uniq = models.UniqueIndex(
        "(company_id, position) WHERE position IS NOT NULL",
        "Two journal entries cannot stand at the same position of a centre's chain.",
    )

    def init(self):
        """Refuse change and deletion in the database itself.

        Only one update passes: the one that adds the seal to an unsealed row.
        """
        self.env.cr.execute(
            """
            CREATE OR REPLACE FUNCTION hcc_journal_entry_guard() RETURNS trigger AS $$
            DECLARE
                seal_columns text[] := ARRAY['position', 'previous_seal', 'seal'];
            BEGIN
                IF TG_OP = 'UPDATE' THEN
                    IF OLD.seal IS NULL AND NEW.seal IS NOT NULL
                       AND to_jsonb(OLD) - seal_columns = to_jsonb(NEW) - seal_columns THEN
                        RETURN NEW;
                    END IF;
                END IF;
                RAISE EXCEPTION 'hcc_journal_entry is append-only (% refused)', TG_OP
                    USING ERRCODE = 'insufficient_privilege';
            END;
            $$ LANGUAGE plpgsql;
            DROP TRIGGER IF EXISTS hcc_journal_entry_guard_row ON hcc_journal_entry;
            CREATE TRIGGER hcc_journal_entry_guard_row BEFORE UPDATE OR DELETE
                ON hcc_journal_entry FOR EACH ROW EXECUTE FUNCTION hcc_journal_entry_guard();
            DROP TRIGGER IF EXISTS hcc_journal_entry_guard_table ON hcc_journal_entry;
            CREATE TRIGGER hcc_journal_entry_guard_table BEFORE TRUNCATE
                ON hcc_journal_entry FOR EACH STATEMENT EXECUTE FUNCTION hcc_journal_entry_guard();
            """
        )

    # -------------------------------------------------------------------------
    # APPENDING
    # -------------------------------------------------------------------------

    @api.model
    def _append(self, record, verb, from_state=None, to_state=None, facts=None):
        """Write one entry about ``record``; the row is sealed after the transaction commits.

        :raise TypeError: ``facts`` holds something that is not an id, a code or a list of them
        """
        entry = self.sudo().create(
            self._prepare_entry(record, verb, from_state, to_state, facts or {})
        )
        self._wake_sealer()
        return entry

    @api.model
    def _append_many(self, verb, facts_by_record):
        """Write one entry about each record, whose state stays; for verbs that touch thousands."""
        entries = [
            self._prepare_entry(record, verb, record.state, record.state, facts)
            for record, facts in facts_by_record.items()
        ]
        if entries:
            self.sudo().create(entries)
            self._wake_sealer()

    def _prepare_entry(self, record, verb, from_state, to_state, facts):
        canonical.canonical_json(facts)
        return {
            "company_id": record.sudo()._journal_company().id or self.env.company.id,
            "occurred_at": self.env["hcc.clock"]._now(),
            "user_id": self.env.uid,
            "res_model": record._name,
            "res_id": record.id,
            "verb": verb,
            "from_state": from_state,
            "to_state": to_state,
            "facts": facts,
            "is_demo_clock": self.env["hcc.clock"]._is_demonstration(),
        }

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Journal entries are written by the system only."))
        return super().create(vals_list)

    @api.model
    def _wake_sealer(self):
        """Ask that the sealer runs as soon as this transaction has committed.

        A process asks at most once in ``WAKE_SECONDS``: the sealer, once awake, goes on looking
        for longer than that, so what follows meanwhile is sealed without being announced.
        """
        database, now = self.env.cr.dbname, time.monotonic()
        if now - _last_wake.get(database, float("-inf")) < WAKE_SECONDS:
            return
        if not self.env.cr.cache.get("hcc_sealer_called"):
            self.env.cr.cache["hcc_sealer_called"] = True
            self.env.ref("hcc_base.ir_cron_journal_seal").sudo()._trigger()
            self.env.cr.postcommit.add(lambda: _last_wake.update({database: now}))

    # -------------------------------------------------------------------------
    # SEALING
    # -------------------------------------------------------------------------

    @api.model
    def _cron_seal(self):
        """Seal, look on for a while, and raise the alarm for what could not be sealed."""
        deadline = time.monotonic() + WATCH_LIMIT_SECONDS
        quiet_rounds = 0
        while quiet_rounds < WATCH_ROUNDS and time.monotonic() < deadline:
            quiet_rounds = 0 if self._seal_pending() else quiet_rounds + 1
            if module.current_test:
                break
            time.sleep(1)
        self._alarm_unsealed()

    @api.model
    def _seal_pending(self):
        """Chain every centre's committed, unsealed entries. Returns how many were sealed.

        One sealer works per centre at a time (advisory lock); who comes second leaves at once,
        for the first one's next round covers it.
        """
        sealed = 0
        # READ COMMITTED: after the lock is granted the predecessor's head must be visible.
        with number_transaction(self.sudo().env) as env:
            check_key(env)
            journal = env[self._name]
            for company in journal._companies_with_unsealed():
                if journal._lock_chain(company):
                    sealed += journal._seal_company(company)
        return sealed

    def _companies_with_unsealed(self):
        rows = self.env.execute_query(
            SQL("SELECT DISTINCT company_id FROM hcc_journal_entry WHERE seal IS NULL")
        )
        return self.env["res.company"].browse(row[0] for row in rows)

    def _lock_chain(self, company):
        [(locked,)] = self.env.execute_query(
            SQL("SELECT pg_try_advisory_xact_lock(hashtext('hcc_journal_entry'), %s)", company.id)
        )
        return locked

    def _seal_company(self, company):
        self.flush_model()
        position, seal = self._chain_head(company)
        key = derive_key("journal")
        entries = self.search(
            [("company_id", "=", company.id), ("seal", "=", False)], order="id", limit=SEAL_BATCH
        )
        for entry in entries:
            position += 1
            body = entry._sealed_body(position)
            previous, seal = seal, canonical.chain_seal(key, SEAL_VERSION, seal, body)
            entry._write_seal(position, previous, seal)
        self.invalidate_model(["position", "previous_seal", "seal"])
        return len(entries)

    def _write_seal(self, position, previous, seal):
        """In SQL: the ORM would also touch the row's log columns, which the trigger refuses."""
        self.env.cr.execute(
            SQL(
                """UPDATE hcc_journal_entry SET position = %s, previous_seal = %s, seal = %s
                   WHERE id = %s""",
                position,
                previous,
                seal,
                self.id,
            )
        )

    def _chain_head(self, company):
        """Position and seal of the centre's last sealed entry; ``(0, "")`` before the first."""
        rows = self.env.execute_query(
            SQL(
                """SELECT position, seal FROM hcc_journal_entry
                   WHERE company_id = %s AND position IS NOT NULL
                   ORDER BY position DESC LIMIT 1""",
                company.id,
            )
        )
        return rows[0] if rows else (0, "")

    def _sealed_body(self, position):
        """Everything the seal vouches for, as canonical JSON."""
        return canonical.canonical_json(
            {
                "position": position,
                "id": self.id,
                "company": self.company_id.id,
                "at": self.occurred_at,
                "user": self.user_id.id,
                "on_behalf": self.on_behalf_user_id.id or None,
                "model": self.res_model,
                "record": self.res_id,
                "verb": self.verb,
                "from": self.from_state or None,
                "to": self.to_state or None,
                "facts": self.facts or {},
                "demo": self.is_demo_clock,
            }
        )

    # -------------------------------------------------------------------------
    # VERIFYING
    # -------------------------------------------------------------------------

    @api.model
    def _verify(self, company, anchor=None):
        """Recompute the centre's chain.

        :param anchor: ``(position, seal)`` of a head exported earlier; finds a cut-off tail
        :return: ``{"checked": n, "broken": entry or empty, "reason": str or None}``
        """
        key, seal, checked = derive_key("journal"), "", 0
        for entry in self.sudo().search(
            [("company_id", "=", company.id), ("position", "!=", False)], order="position"
        ):
            checked += 1
            expected = canonical.chain_seal(key, SEAL_VERSION, seal, entry._sealed_body(checked))
            if (entry.position, entry.previous_seal or "", entry.seal) != (checked, seal, expected):
                return {"checked": checked, "broken": entry, "reason": "seal"}
            seal = entry.seal
            if anchor and anchor[0] == checked and anchor[1] != seal:
                return {"checked": checked, "broken": entry, "reason": "anchor"}
        if anchor and anchor[0] > checked:
            return {"checked": checked, "broken": self.browse(), "reason": "tail"}
        return {"checked": checked, "broken": self.browse(), "reason": None}

    @api.model
    def _alarm_unsealed(self):
        """Log an error for entries that waited longer than a minute; returns their number."""
        with number_transaction(self.sudo().env) as env:  # sees what was sealed a moment ago
            [(count,)] = env.execute_query(
                SQL(
                    """SELECT count(*) FROM hcc_journal_entry WHERE seal IS NULL
                       AND create_date < (now() AT TIME ZONE 'UTC') - make_interval(secs => %s)""",
                    UNSEALED_ALARM_SECONDS,
                )
            )
        if count:
            _logger.error("Journal: %s entries stayed unsealed for more than a minute.", count)
        return count

    @api.model
    def _cron_export_heads(self):
        """Append today's chain heads to a file outside the database (``heads.jsonl``).

        The folder is ``$HCC_HEADS_DIR``, best a mount of another machine. With it a cut-off tail
        or a restored old copy is found; without it a database owner could remove the newest rows.
        """
        path = Path(os.environ.get("HCC_HEADS_DIR") or config["data_dir"]) / "heads.jsonl"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as stream:
            for company in self.env["res.company"].search([]):
                position, seal = self.sudo()._chain_head(company)
                line = {
                    "database": self.env.cr.dbname,
                    "company": company.id,
                    "at": fields.Datetime.to_string(self.env["hcc.clock"]._now()),
                    "position": position,
                    "seal": seal,
                }
                stream.write(json.dumps(line) + "\n")
