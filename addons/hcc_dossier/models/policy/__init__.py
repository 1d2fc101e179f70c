"""What a centre decides about dossiers: parameters and status sets."""

# The order matters: a model is extended after it is defined.
# ruff: noqa: I001
from . import (
    hcc_status_set,
    hcc_policy,
    hcc_policy_document,
    hcc_policy_processing,
    hcc_policy_correction,
    hcc_policy_once,
    hcc_policy_forms,
    hcc_policy_following,
    hcc_policy_seal,
    hcc_policy_handover,
)
