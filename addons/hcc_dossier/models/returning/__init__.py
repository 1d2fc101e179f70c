"""Every ending: returned, withdrawn, cancelled, never collected."""

# The order matters: a model is extended after it is defined.
# ruff: noqa: I001
from . import (
    hcc_dossier_ending,
    hcc_dossier_collector,
    hcc_dossier_uncollected,
)
