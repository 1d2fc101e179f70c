"""Steps and who holds them; children, consultation, on the spot."""

# The order matters: a model is extended after it is defined.
# ruff: noqa: I001
from . import (
    hcc_dossier_processing,
    hcc_dossier_result,
    hcc_dossier_step_clock,
    hcc_dossier_amber,
    hcc_dossier_holder,
    hcc_dossier_send_back,
    hcc_dossier_inbox,
    hcc_dossier_on_the_spot,
    hcc_dossier_child,
    hcc_dossier_child_wait,
    hcc_dossier_consultation,
)
