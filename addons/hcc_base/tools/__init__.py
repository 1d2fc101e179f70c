"""Pure tools of the suite: plain Python, nothing from Odoo, tested without a database."""

from . import (
    canonical,
    catalogue_cells,
    catalogue_channels,
    catalogue_columns,
    catalogue_fees,
    catalogue_papers,
    catalogue_prose,
    catalogue_sheet,
    due_steps,
    identity,
    money_words,
    numbers,
    slip_codes,
    splits,
    text,
    working_calendar,
    working_time,
)
