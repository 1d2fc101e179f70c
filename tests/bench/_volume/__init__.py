"""A centre's years in one database: dossiers, their steps, papers, ledgers and journal.

Two strides. ``prepare`` lets invented staff take a few hundred specimens through the product's own
verbs, at moments of the last months: one for every procedure and every way a dossier can go.
``multiply`` copies their rows in SQL, set by set: those that have ended into whole weeks of the
years before, those that are open beside each other. Numbers, ids, look-up codes and the journal's
facts follow; the journal is sealed behind its last entry by the product's own ``row_seal``.

What is not in it: fees and receipts (the procedures are free), hand-over lists, messages, scans.
The due dates of an ended copy are its specimen's, moved by whole weeks: a holiday in between is not
counted again. The policy is today's.
"""

from .multiply import multiply
from .specimens import prepare

__all__ = ["multiply", "prepare"]
