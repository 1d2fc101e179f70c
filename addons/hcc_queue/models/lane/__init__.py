"""Lanes: one waiting line each."""

# The order matters: a model is extended after it is defined.
# ruff: noqa: I001
from . import (
    hcc_lane,
    hcc_lane_counters,
    hcc_lane_pace,
    hcc_wait_month,
    hcc_lane_hours,
    hcc_lane_capacity,
    hcc_lane_quick,
)
