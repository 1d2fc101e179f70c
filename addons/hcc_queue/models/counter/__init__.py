"""Counters and the sittings at them."""

# The order matters: a model is extended after it is defined.
# ruff: noqa: I001
from . import (
    hcc_counter,
    hcc_counter_turn,
    hcc_counter_session,
    hcc_pause_reason,
    hcc_counter_pause,
    hcc_counter_message,
    hcc_counter_session_manage,
)
