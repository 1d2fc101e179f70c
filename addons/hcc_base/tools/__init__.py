"""Pure tools of the suite: plain Python, nothing from Odoo, tested without a database."""

from . import (
    canonical,
    colour,
    due_steps,
    identity,
    money_words,
    numbers,
    public_query,
    slip_codes,
    splits,
    text,
    working_calendar,
    working_time,
)
