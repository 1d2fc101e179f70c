"""The official's button pad at the counter: call the next one, call again …"""

from ._pad import Pad


class Driver(Pad):
    """Event ``button`` ``{"key"}``."""

    kind = "button"
