"""What goes wrong at a real counter, and how it is put right in the open."""

# The order matters: a model is extended after it is defined.
# ruff: noqa: I001
from . import (
    hcc_dossier_correction,
    hcc_dossier_correction_papers,
    hcc_dossier_loss,
    hcc_dossier_incident,
    hcc_dossier_revocation,
    hcc_dossier_reopened,
    hcc_dossier_letter,
    hcc_dossier_slip_copy,
    hcc_outage,
    hcc_offline_form,
    hcc_dossier_offline,
    hcc_dossier_undo,
)
