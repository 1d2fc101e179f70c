"""Odoo's log: an installation or test run that warns has failed, even if it went through."""

import re
from pathlib import Path

LINE = re.compile(
    r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ \d+ "
    r"(?P<level>[A-Z]+) \S+ (?P<logger>[\w.]+):? ?(?P<text>.*)"
)
RESULT = re.compile(r"(\d+) failed, (\d+) error\(s\) of (\d+) tests")
SKIPPED = re.compile(r" INFO \S+ odoo\.addons\.(?:test_)?hcc_\S+: skipped ")
LOUD = {"WARNING", "ERROR", "CRITICAL"}

# Odoo's own noise, nothing of ours can cause it: (logger, what the message matches)
ALLOWED = [
    # its dependency list is written for older names of the same packages
    ("odoo.tools.pdf", ""),
    # Debian's package ships no wkhtmltopdf, and we do not use it
    ("odoo.addons.base.models.ir_actions_report", "You need Wkhtmltopdf"),
    # a fresh database on a machine without the GeoIP database
    ("odoo.http", "Couldn't load Geoip"),
    # Odoo's own public bundle does not compile while only `web` is installed; with `portal` it does
    ("odoo.addons.base.models.assetsbundle", r'Error: Undefined variable: "\$black"'),
    # Odoo's websocket uses a queue in a way that newer gevent calls old-fashioned
    ("py.warnings", r"\S*/addons/bus/websocket\.py:\d+: DeprecationWarning: Queue\(0\)"),
]


class LogCheck:
    """Looks only at what was written after it was made: log files are appended to."""

    def __init__(self, path: Path):
        self.path = path
        self.start = path.stat().st_size if path.exists() else 0

    def text(self) -> str:
        with open(self.path, "rb") as file:
            file.seek(self.start)
            return file.read().decode(errors="replace")

    def problems(self) -> list[str]:
        return problems(self.text())

    def skipped(self) -> list[str]:
        return skipped(self.text())

    def results(self) -> tuple[int, int] | None:
        return results(self.text())


def problems(text: str) -> list[str]:
    """Warning and error lines of any logger, less the allowed ones."""
    found = []
    for line in text.splitlines():
        match = LINE.match(line)
        if match and match["level"] in LOUD and not _allowed(match["logger"], match["text"]):
            found.append(line)
    return found


def skipped(text: str) -> list[str]:
    """Odoo's runner skips browser tests without a word when something is missing."""
    return [line for line in text.splitlines() if SKIPPED.search(line)]


def _allowed(logger: str, text: str) -> bool:
    return any(logger == name and re.match(pattern, text) for name, pattern in ALLOWED)


def results(text: str) -> tuple[int, int] | None:
    """(passed, failed) of Odoo's own runner; None when it never got that far."""
    found = RESULT.findall(text)
    if not found:
        return None
    failed, errors, total = map(int, found[-1])
    # every failed subtest counts as a failure of its own
    return max(total - failed - errors, 0), failed + errors
