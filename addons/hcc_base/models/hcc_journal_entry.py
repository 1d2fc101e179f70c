import logging
import time

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.modules import module
from odoo.tools import SQL

from ..cron_wake import wake
from ..journal_guard import guard_table
from ..journal_heads import append_heads
from ..secret_key import check_key, derive_key, key_version
from ..tools import canonical
from ..tools.journal_chain import COLUMNS, SEAL_COLUMNS, JournalRow, row_seal
from ..transaction import number_transaction

_logger = logging.getLogger(__name__)

#: How new entries are sealed (canonical.SEAL_VERSIONS).
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
    seal_version = fields.Integer(
        readonly=True, copy=False, help="The way of sealing; it never goes back along a chain."
    )
    key_version = fields.Integer(
        readonly=True, copy=False, help="Which of the keys in the key file sealed the entry."
    )
    previous_seal = fields.Char(readonly=True, copy=False)
    seal = fields.Char(readonly=True, copy=False)

    _record_idx = models.Index("(res_model, res_id, id)")
    _unsealed_idx = models.Index("(company_id, id) WHERE seal IS NULL")
    _position_uniq = models.UniqueIndex(
        "(company_id, position) WHERE position IS NOT NULL",
        "Two journal entries cannot stand at the same position of a centre's chain.",
    )

    def init(self):
        guard_table(self.env.cr, self._table)

    # -------------------------------------------------------------------------
    # APPENDING
    # -------------------------------------------------------------------------

    @api.model
    def _append(self, record, verb, from_state=None, to_state=None, facts=None, delegation=None):
        """Write one entry about ``record``; the row is sealed after the transaction commits.

        :param delegation: by which the user acted in somebody's place
        :raise TypeError: ``facts`` holds something that is not an id, a code or a list of them
        """
        entry = self.sudo().create(
            self._prepare_entry(record, verb, from_state, to_state, facts, delegation)
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

    def _prepare_entry(self, record, verb, from_state, to_state, facts, delegation=None):
        facts = dict(facts or {}, **({"delegation": delegation.id} if delegation else {}))
        canonical.canonical_json(facts)
        return {
            "company_id": record.sudo()._journal_company().id,
            "occurred_at": self.env["hcc.clock"]._now(),
            "user_id": self.env.uid,
            "on_behalf_user_id": delegation.principal_user_id.id if delegation else False,
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

        The sealer, once awake, goes on looking for longer than ``WAKE_SECONDS``: what follows
        meanwhile is sealed without being announced.
        """
        wake(self.env, "hcc_base.ir_cron_journal_seal", every=WAKE_SECONDS)

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
        version = key_version()
        key, sealed = derive_key("journal", version), []
        for row in self._unsealed_rows(company):
            position, previous = position + 1, seal
            row = row._replace(position=position, seal_version=SEAL_VERSION, key_version=version)
            seal = row_seal(key, row, previous)
            sealed.append(row._replace(previous_seal=previous, seal=seal))
        self._write_seals(sealed)
        return len(sealed)

    def _unsealed_rows(self, company):
        rows = self.env.execute_query(
            SQL(
                """SELECT %s FROM hcc_journal_entry WHERE company_id = %s AND seal IS NULL
                   ORDER BY id LIMIT %s""",
                SQL(", ").join(map(SQL.identifier, COLUMNS)),
                company.id,
                SEAL_BATCH,
            )
        )
        return map(JournalRow._make, rows)

    def _write_seals(self, rows):
        """In SQL: the ORM would also touch the rows' log columns, which the trigger refuses."""
        columns = [SQL.identifier(name) for name in SEAL_COLUMNS]
        arrays = [[getattr(row, name) for row in rows] for name in ("id", *SEAL_COLUMNS)]
        self.env.cr.execute(
            SQL(
                """UPDATE hcc_journal_entry AS entry SET (%(columns)s) = ROW(%(values)s)
                   FROM unnest(%(id)s::int[], %(position)s::int[], %(seal_version)s::int[],
                               %(key_version)s::int[], %(previous_seal)s::text[], %(seal)s::text[])
                        AS sealed (id, %(columns)s)
                   WHERE entry.id = sealed.id""",
                columns=SQL(", ").join(columns),
                values=SQL(", ").join(SQL("sealed.%s", column) for column in columns),
                **dict(zip(("id", *SEAL_COLUMNS), arrays, strict=True)),
            )
        )
        self.invalidate_model(SEAL_COLUMNS)

    @api.model
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

    # -------------------------------------------------------------------------
    # WATCHING
    # -------------------------------------------------------------------------

    @api.model
    def _alarm_unsealed(self):
        """Log an error for entries that waited longer than a minute; returns their number."""
        with number_transaction(self.sudo().env) as env:  # sees what was sealed a moment ago
            count = env[self._name]._count_overdue()
        if count:
            _logger.error("Journal: %s entries stayed unsealed for more than a minute.", count)
        return count

    @api.model
    def _count_overdue(self, company_id=None):
        """How many entries, of one centre or of all, wait for their seal longer than allowed."""
        [(count,)] = self.env.execute_query(
            SQL(
                """SELECT count(*) FROM hcc_journal_entry
                   WHERE seal IS NULL AND (company_id = %(company)s OR %(company)s IS NULL)
                     AND create_date < (now() AT TIME ZONE 'UTC') - make_interval(secs => %(age)s)
                """,
                company=company_id,
                age=UNSEALED_ALARM_SECONDS,
            )
        )
        return count

    @api.model
    def _cron_export_heads(self):
        """Append today's chain heads to the file outside the database.

        With it a cut-off tail or a restored old copy is found; without it a database owner could
        remove the newest rows.
        """
        lines = []
        for company in self.env["res.company"].sudo().search([], order="id"):
            position, seal = self._chain_head(company)
            lines.append(
                {
                    "at": fields.Datetime.to_string(self.env["hcc.clock"]._now()),
                    "company": company.id,
                    "centre": company.identifier_code or "",
                    "position": position,
                    "seal": seal,
                }
            )
        append_heads(self.env.cr.dbname, lines)
