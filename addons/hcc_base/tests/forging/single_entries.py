import json
from datetime import timedelta

from odoo.tools import SQL

from .base import FORGED_SEAL, Expected, ForgerBase


class ChangesForger(ForgerBase):
    """Edits, deletions and reorderings of single entries."""

    # --- edits ---------------------------------------------------------------------------------

    def _forge_edit(self):
        company, position = self._pick()
        entry_id = self._id(company, position)
        entry = self.journal.browse(entry_id)
        changes = {
            "occurred_at": entry.occurred_at + timedelta(seconds=self.random.randint(1, 9999)),
            "user_id": self.random.choice((self.users - entry.user_id).ids),
            "on_behalf_user_id": self.random.choice((self.users - entry.on_behalf_user_id).ids),
            "res_model": "res.partner",
            "res_id": entry.res_id + 1,
            "verb": entry.verb + self.random.choice("xyz "),
            "from_state": "" if not entry.from_state else None,
            "to_state": "rejected",
            "facts": json.dumps({**entry.facts, "number": entry.facts["number"] + 1}),
            "is_demo_clock": True,
            "create_uid": self.random.choice((self.users - entry.create_uid).ids),
            "create_date": entry.create_date - timedelta(microseconds=1),
            "write_uid": self.random.choice((self.users - entry.write_uid).ids),
            "write_date": entry.write_date + timedelta(days=1),
            "seal_version": 2,
            "key_version": 7,
        }
        column = self.random.choice(sorted(changes))
        self._set(entry_id, SQL.identifier(column), changes[column])
        return Expected(company, position, ("content", "key"), (entry_id,))

    def _forge_facts_emptied(self):
        company, position = self._pick()
        self._set(self._id(company, position), SQL("facts"), self.random.choice(["{}", "[]", None]))
        return Expected(company, position, ("content",), (self._id(company, position),))

    def _forge_seal(self):
        company, position = self._pick(last=1)
        self._set(self._id(company, position), SQL("seal"), FORGED_SEAL)
        return Expected(company, position, ("seal",), (self._id(company, position),))

    def _forge_previous_seal(self):
        company, position = self._pick()
        self._set(self._id(company, position), SQL("previous_seal"), FORGED_SEAL)
        return Expected(company, position, ("link",), (self._id(company, position),))

    def _forge_rewritten_without_the_key(self):
        """From a row on all seals are made anew, with a key of the owner's own."""
        company, position = self._pick()
        self._set(self._id(company, position), SQL("verb"), "forged")
        previous = self._seal_at(company, position - 1)
        for at in range(position, len(self.ids[company]) + 1):
            seal = f"$1${self.random.getrandbits(256):064x}"
            self._sql(
                "UPDATE hcc_journal_entry SET previous_seal = %s, seal = %s WHERE id = %s",
                previous,
                seal,
                self._id(company, at),
            )
            previous = seal
        return Expected(company, position, ("content",), (self._id(company, position),))

    def _forge_several(self):
        company, first = self._pick()
        for position in {first, *self.random.sample(range(first, len(self.ids[company]) + 1), 1)}:
            self._set(self._id(company, position), SQL("res_id"), -5)
        return Expected(company, first, ("content",), (self._id(company, first),))

    # --- deletions -------------------------------------------------------------------------------

    def _forge_deletion(self):
        company, position = self._pick(last=1)
        self._sql("DELETE FROM hcc_journal_entry WHERE id = %s", self._id(company, position))
        return Expected(company, position, ("missing",))

    def _forge_deletion_of_many(self):
        company, first = self._pick(last=2)
        others = range(first, len(self.ids[company]))
        chosen = {first, *self.random.sample(others, self.random.randint(1, len(others)))}
        self._sql(
            "DELETE FROM hcc_journal_entry WHERE id = ANY(%s)",
            [self._id(company, position) for position in chosen],
        )
        return Expected(company, first, ("missing",))

    def _forge_deletion_closed_up(self):
        company, position = self._pick(last=1)
        self._sql("DELETE FROM hcc_journal_entry WHERE id = %s", self._id(company, position))
        self._shift(company, position, -1)
        following = self._id(company, position + 1)
        return Expected(company, position, ("replaced",), (following,))

    def _forge_unsealing(self):
        company, position = self._pick(last=1)
        self._sql(
            "UPDATE hcc_journal_entry SET seal = NULL, previous_seal = NULL, position = NULL"
            " WHERE id = %s",
            self._id(company, position),
        )
        return Expected(company, position, ("missing",))

    def _forge_lost_position(self):
        company, position = self._pick()
        self._set(self._id(company, position), SQL("position"), None)
        if position == len(self.ids[company]):
            return Expected(company, position, ("tail",))
        return Expected(company, position, ("unplaced",), (self._id(company, position),))

    # --- reorderings -----------------------------------------------------------------------------

    def _forge_swap(self):
        company, first = self._pick(last=1)
        second = self.random.randint(first + 1, len(self.ids[company]))
        pair = (self._id(company, first), self._id(company, second))
        self._place(pair[0], -1)
        self._place(pair[1], first)
        self._place(pair[0], second)
        return Expected(company, first, ("reordered",), (pair[0],))

    def _forge_swap_with_seals(self):
        """The contents change places, each under the other's seal."""
        company, first = self._pick(last=1)
        second = self.random.randint(first + 1, len(self.ids[company]))
        pair = (self._id(company, first), self._id(company, second))
        columns = SQL("position, previous_seal, seal")
        self._sql(
            """WITH other AS (SELECT id, %(columns)s FROM hcc_journal_entry WHERE id = ANY(%(ids)s))
               UPDATE hcc_journal_entry AS entry
               SET position = -other.position, previous_seal = other.previous_seal,
                   seal = other.seal
               FROM other WHERE entry.id = ANY(%(ids)s) AND other.id != entry.id""".replace(
                "%(columns)s", columns.code
            ).replace("%(ids)s", "%s"),
            list(pair),
            list(pair),
        )
        self._sql(
            "UPDATE hcc_journal_entry SET position = -position WHERE id = ANY(%s)", list(pair)
        )
        return Expected(company, first, ("content",), (pair[1],))

    def _forge_reversal(self):
        company, first = self._pick(last=1)
        last = self.random.randint(first + 1, len(self.ids[company]))
        part = self.ids[company][first - 1 : last]
        self._sql("UPDATE hcc_journal_entry SET position = -position WHERE id = ANY(%s)", part)
        self._sql(
            "UPDATE hcc_journal_entry SET position = %s + position WHERE id = ANY(%s)",
            first + last,
            part,
        )
        return Expected(company, first, ("reordered",), (part[0],))

    def _forge_displacement(self):
        company, position = self._pick()
        self._place(self._id(company, position), len(self.ids[company]) + 100)
        return Expected(company, position, ("reordered",), (self._id(company, position),))

    def _place(self, entry_id, position):
        self._set(entry_id, SQL("position"), position)
