"""The count over all parts, and the one closing line."""

import json
import os
from pathlib import Path

from . import ui


class Tally:
    """Passed and failed; a part that could not run counts as one failure."""

    def __init__(self):
        self.passed = 0
        self.failed = 0
        # taken out: what this run starts is no lane of the larger one
        self._file = os.environ.pop("HCC_TALLY", None)

    def add(self, passed: int, failed: int) -> None:
        self.passed += passed
        self.failed += failed

    def close(self) -> int:
        """Say the count; a lane of a larger run leaves it in the file that the run named."""
        if self._file:
            Path(self._file).write_text(json.dumps([self.passed, self.failed]))
        else:
            ui.say(f"{self.passed} passed, {self.failed} failed")
        return 1 if self.failed or not self.passed else 0

    @staticmethod
    def read(file: Path) -> tuple[int, int]:
        """What a lane counted; one that left no count failed."""
        try:
            passed, failed = json.loads(file.read_text())
        except (OSError, ValueError):
            return 0, 1
        return passed, failed
