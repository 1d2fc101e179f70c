"""Every forgery of the journal by its database's owner (``KINDS``), and what must be found.

Used by the tests (each kind a few times) and by the campaign (a thousand at random).
"""

from odoo.tools import SQL

from .base import Expected
from .single_entries import ChangesForger


class Forger(ChangesForger):
    """And insertions, exchanges between centres, cut tails, old copies and dropped guards."""

    # --- insertions ------------------------------------------------------------------------------

    def _forge_double(self):
        """A second row at a position: the unique index must go, which is found, too."""
        company, position = self._pick()
        self.env.cr.execute("DROP INDEX hcc_journal_entry_position_uniq")
        source = self._id(company, position)
        previous = self._seal_at(company, position - 1)
        self._insert_copy(company, source, position, previous, self._seal_at(company, position))
        return Expected(company, position, ("extra",), (self._newest(),))

    def _forge_insertion(self):
        company, position = self._pick(last=1)
        self._shift(company, position, 1)
        source, previous = self._id(company, position), self._seal_at(company, position)
        self._insert_copy(company, source, position + 1, previous)
        return Expected(company, position + 1, ("content", "reordered"), (self._newest(),))

    def _forge_addition(self):
        company, position = self._pick()
        end = len(self.ids[company])
        source, previous = self._id(company, position), self._seal_at(company, end)
        self._insert_copy(company, source, end + 1, previous)
        return Expected(company, end + 1, ("content",), (self._newest(),))

    def _newest(self):
        return self.env.execute_query(SQL("SELECT max(id) FROM hcc_journal_entry"))[0][0]

    # --- between centres -------------------------------------------------------------------------

    def _forge_move(self):
        company, position = self._pick(last=1)
        other = next(each for each in self.companies if each != company)
        self._sql(
            "UPDATE hcc_journal_entry SET company_id = %s, position = %s WHERE id = %s",
            other.id,
            len(self.ids[other]) + 1,
            self._id(company, position),
        )
        if position == 1:  # every chain begins with the empty seal: nothing tells whose it is
            return Expected(company, 1, ("missing",))
        return Expected(company, position, ("moved",), (self._id(company, position),))

    def _forge_exchange(self):
        """Two centres' rows change places, company and position alike."""
        (company, other), position = self.companies, self._pick()[1]
        pair = (self._id(company, position), self._id(other, position))
        self._place(pair[0], -1)
        self._sql("UPDATE hcc_journal_entry SET company_id = %s WHERE id = %s", company.id, pair[1])
        self._sql(
            "UPDATE hcc_journal_entry SET company_id = %s, position = %s WHERE id = %s",
            other.id,
            position,
            pair[0],
        )
        if position == 1:  # before both stands the empty seal: the rows themselves do not fit
            return Expected(company, 1, ("content",), (pair[1],))
        return Expected(company, position, ("moved",), (pair[0],))

    # --- the end of the chain --------------------------------------------------------------------

    def _forge_tail_cut(self):
        company, position = self._pick(last=1)
        self._cut(company, position)
        return Expected(company, position + 1, ("tail",))

    def _forge_whole_chain_gone(self):
        company = self.random.choice(self.companies)
        self._cut(company, 0)
        return Expected(company, 1, ("tail",))

    def _forge_tail_unsealed(self):
        """The last rows lose their seals and are changed; the sealer seals them anew."""
        company, position = self._pick(last=1)
        self._sql(
            "UPDATE hcc_journal_entry SET seal = NULL, previous_seal = NULL, position = NULL,"
            " verb = 'forged' WHERE company_id = %s AND position > %s",
            company.id,
            position,
        )
        self.journal._seal_pending()
        return self._rewritten_after(company, position)

    def _forge_old_copy(self):
        """An old copy is restored and work goes on, properly sealed by the server itself."""
        company, position = self._pick(last=1)
        self._cut(company, position)
        self._write_entries(company, self.random.randint(1, len(self.ids[company])))
        return self._rewritten_after(company, position)

    def _cut(self, company, position):
        self._sql(
            "DELETE FROM hcc_journal_entry WHERE company_id = %s AND position > %s",
            company.id,
            position,
        )

    def _rewritten_after(self, company, position):
        end = self.journal._chain_head(company)[0]
        contradicted = min(head for head in self.heads[company] if head > position)
        if end < contradicted:
            return Expected(company, end + 1, ("tail",))
        return Expected(company, contradicted, ("head",))

    # --- the guards --------------------------------------------------------------------------

    def _forge_guard(self):
        company = self.random.choice(self.companies)
        statement = self.random.choice(
            [
                "ALTER TABLE hcc_journal_entry DISABLE TRIGGER hcc_journal_entry_guard_row",
                "DROP TRIGGER hcc_journal_entry_guard_table ON hcc_journal_entry",
                "ALTER TABLE hcc_journal_entry ENABLE REPLICA TRIGGER hcc_journal_entry_guard_row",
                "CREATE OR REPLACE FUNCTION hcc_journal_entry_guard() RETURNS trigger"
                " LANGUAGE plpgsql AS 'BEGIN RETURN COALESCE(NEW, OLD); END;'",
                "CREATE RULE lost AS ON INSERT TO hcc_journal_entry DO INSTEAD NOTHING",
                "CREATE TRIGGER lost BEFORE INSERT ON hcc_journal_entry FOR EACH ROW"
                " EXECUTE FUNCTION suppress_redundant_updates_trigger()",
                "ALTER TABLE hcc_journal_check DISABLE TRIGGER ALL",
            ]
        )
        self.env.cr.execute(statement)
        return Expected(company, 0, ("guard",))


KINDS = tuple(
    sorted(name.removeprefix("_forge_") for name in dir(Forger) if name.startswith("_forge_"))
)
