"""Pure tools of the suite: plain Python, nothing from Odoo, tested without a database."""

from . import (
    canonical,
    catalogue_channels,
    catalogue_columns,
    catalogue_fees,
    catalogue_papers,
    catalogue_prose,
    catalogue_sheet,
    due_steps,
    identity,
    journal_chain,
    journal_findings,
    money_words,
    numbers,
    process_hours,
    slip_codes,
    splits,
    text,
    working_calendar,
    working_time,
)
