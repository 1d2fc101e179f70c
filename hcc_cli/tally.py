"""The count over all parts, and the one closing line."""

from . import ui


class Tally:
    """Passed and failed; a part that could not run counts as one failure."""

    def __init__(self):
        self.passed = 0
        self.failed = 0

    def add(self, passed: int, failed: int) -> None:
        self.passed += passed
        self.failed += failed

    def close(self) -> int:
        ui.say(f"{self.passed} passed, {self.failed} failed")
        return 1 if self.failed or not self.passed else 0
