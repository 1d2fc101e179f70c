# The order matters: a model is extended after it is defined.
# ruff: noqa: I001
from . import (
    lane,
    ticket,
    counter,
    hall,
    rating,
)
from . import hcc_code, hcc_policy_order, hcc_readiness, ir_module_module
