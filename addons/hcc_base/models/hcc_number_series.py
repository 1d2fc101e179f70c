from odoo import api, fields, models
from odoo.tools import SQL

from ..transaction import is_number_cursor


class HccNumberSeries(models.Model):
    """The last number of every series (dãy số): one row each, locked only while a number is drawn.

    A rolled back transaction gives its number back, so a series has no gaps. Nobody reads or
    writes it by hand; administrators may look.
    """

    _name = "hcc.number.series"
    _description = "Number Series"
    _rec_name = "key"
    _order = "key"
    _allow_sudo_commands = False

    key = fields.Char(required=True, readonly=True)
    last_number = fields.Integer(required=True, readonly=True, default=0)

    _key_uniq = models.UniqueIndex("(key)", "There is already a series with this key.")
    _last_number_check = models.Constraint(
        "CHECK (last_number >= 0)", "A series counts upwards from 0."
    )

    @api.model
    def _draw(self, key):
        """Return the next number (1, 2, 3 …) of the series ``key``.

        Call it last in a verb marked ``@draws_number``: the row stays locked until the commit.

        :raise RuntimeError: called outside a number transaction, where it would stall under load
        """
        if not is_number_cursor(self.env.cr):
            raise RuntimeError(
                f"The series {key} can only be drawn from in a verb marked @draws_number."
            )
        [(number,)] = self.env.execute_query(
            SQL(
                """INSERT INTO hcc_number_series (key, last_number) VALUES (%s, 1)
                   ON CONFLICT (key) DO UPDATE SET last_number = hcc_number_series.last_number + 1
                   RETURNING last_number""",
                key,
            )
        )
        return number

    @api.model
    def _draw_both(self, key, inner_key):
        """The next number of ``key`` that is new in ``inner_key`` too; both then stand at it.

        For codes that repeat the inner span (a day) whichever series counts (a year's or the
        day's): ``inner_key`` always knows the highest number its span has seen. Everybody locks
        the outer row first.
        """
        number = self._draw(key)
        [(fresh,)] = self.env.execute_query(
            SQL(
                """INSERT INTO hcc_number_series (key, last_number) VALUES (%(key)s, %(number)s)
                   ON CONFLICT (key) DO UPDATE SET last_number =
                       GREATEST(hcc_number_series.last_number + 1, EXCLUDED.last_number)
                   RETURNING last_number""",
                key=inner_key,
                number=number,
            )
        )
        if fresh > number:
            self.env.cr.execute(
                SQL("UPDATE hcc_number_series SET last_number = %s WHERE key = %s", fresh, key)
            )
        return fresh

    @api.model
    def _last(self, key):
        """The last number drawn from ``key``; 0 before the first."""
        rows = self.env.execute_query(
            SQL("SELECT last_number FROM hcc_number_series WHERE key = %s", key)
        )
        return rows[0][0] if rows else 0
