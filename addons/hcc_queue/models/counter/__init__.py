"""Counters and the sittings at them."""

# The order matters: a model is extended after it is defined.
# ruff: noqa: I001
from . import (
    hcc_counter,
    hcc_counter_turn,
    hcc_counter_session,
)
