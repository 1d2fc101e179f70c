"""What a dossier is: its states, rows, rights and times."""

# The order matters: a model is extended after it is defined.
# ruff: noqa: I001
from . import (
    hcc_dossier_part,
    hcc_dossier,
    hcc_dossier_time,
    hcc_dossier_checklist,
    hcc_dossier_component,
    hcc_dossier_authority,
    hcc_dossier_delegate,
    hcc_dossier_step,
    hcc_dossier_status,
    hcc_dossier_viewing,
    hcc_applicant,
)
