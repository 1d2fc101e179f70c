"""The rating pad that a citizen presses when leaving."""

from ._pad import Pad


class Driver(Pad):
    """Event ``rating`` ``{"key"}``."""

    kind = "rating"
