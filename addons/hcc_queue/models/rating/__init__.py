"""What citizens thought of it."""

# The order matters: a model is extended after it is defined.
# ruff: noqa: I001
from . import (
    hcc_satisfaction,
    hcc_satisfaction_level,
)
