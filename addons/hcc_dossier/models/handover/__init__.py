"""Batches of paper between the centre and the agencies, and the post."""

# The order matters: a model is extended after it is defined.
# ruff: noqa: I001
from . import (
    hcc_dossier_handover,
    hcc_dossier_postal,
    hcc_handover_line,
    hcc_handover,
    hcc_handover_transfer,
    hcc_handover_difference,
    hcc_handover_scan,
    hcc_handover_post,
    hcc_handover_screens,
    hcc_handover_paper,
)
