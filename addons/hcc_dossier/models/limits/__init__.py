"""The term and its rules of once: supplement, suspension, apology, warnings, stop."""

# The order matters: a model is extended after it is defined.
# ruff: noqa: I001
from . import (
    hcc_dossier_ledger,
    hcc_dossier_deadline,
    hcc_dossier_area,
    hcc_dossier_calendar,
    hcc_dossier_supplement,
    hcc_dossier_suspension,
    hcc_dossier_notice,
    hcc_dossier_proposal,
    hcc_dossier_once,
    hcc_dossier_notice_day,
    hcc_dossier_apology,
    hcc_dossier_apology_draft,
    hcc_dossier_silence,
    hcc_dossier_warning,
    hcc_dossier_digest,
    hcc_dossier_preview,
)
