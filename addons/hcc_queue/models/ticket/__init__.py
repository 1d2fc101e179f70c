"""Tickets: issued, called, served, printed."""

# The order matters: a model is extended after it is defined.
# ruff: noqa: I001
from . import (
    hcc_priority_class,
    hcc_ticket,
    hcc_ticket_issue,
    hcc_ticket_claim,
    hcc_ticket_counter,
    hcc_ticket_place,
    hcc_ticket_paper,
    hcc_ticket_call,
    hcc_ticket_undo,
    hcc_ticket_absence,
)
