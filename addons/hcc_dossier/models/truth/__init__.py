"""What the nightly truth check asks of dossiers."""

# The order matters: a model is extended after it is defined.
# ruff: noqa: I001
from . import (
    hcc_truth_dossier,
    hcc_truth_flow,
    hcc_truth_child,
    hcc_truth_loss,
    hcc_truth_offline,
    hcc_truth_result,
)
