"""Tiếp nhận: from the applicant at the desk to the acceptance slip."""

# The order matters: a model is extended after it is defined.
# ruff: noqa: I001
from . import (
    hcc_dossier_reception,
    hcc_dossier_slip,
    hcc_dossier_submitter,
    hcc_dossier_duplicate,
    hcc_dossier_competence,
    hcc_dossier_desk,
    hcc_dossier_desk_form,
)
