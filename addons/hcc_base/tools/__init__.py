"""Pure tools of the suite: plain Python, nothing from Odoo, tested without a database."""

from . import (
    canonical,
    due_steps,
    durable_file,
    file_kinds,
    identity,
    money_words,
    numbers,
    safe_text,
    slip_codes,
    splits,
    text,
    working_calendar,
    working_time,
)
