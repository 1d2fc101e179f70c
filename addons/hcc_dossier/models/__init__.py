# The order matters: a model is extended after it is defined.
# ruff: noqa: I001
from . import (
    policy,
    dossier,
    catalogue,
    reception,
    limits,
    processing,
    sealing,
    returning,
    documents,
    following,
    papers,
    mishaps,
    handover,
    truth,
)
from . import hcc_readiness, hcc_readiness_following, ir_module_module
