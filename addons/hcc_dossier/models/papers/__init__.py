"""The printed forms, their codes, and their way by e-mail."""

# The order matters: a model is extended after it is defined.
# ruff: noqa: I001
from . import (
    hcc_dossier_code,
    hcc_code,
    hcc_code_paper,
    hcc_dossier_paper,
    hcc_dossier_form,
    hcc_dossier_control,
    hcc_dossier_mail,
)
