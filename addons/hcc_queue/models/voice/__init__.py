"""The voice that calls (giọng gọi số): recordings, and what a zone says with them."""

# The order matters: a model is extended after it is defined.
# ruff: noqa: I001
from . import (
    hcc_voice_pack,
    hcc_voice_clip,
)
