"""A pytest plugin: counts for the closing line, and how many browser tests really ran.

Loaded with `-p hcc_cli.pytest_report`; HCC_REPORT names the file it writes.
"""

import json
import os
import signal


class Report:
    """Collected before any deselection by mistake could hide a test; skipped is not run."""

    def __init__(self):
        self.browser = set()
        self.outcome = {}

    def pytest_itemcollected(self, item):
        if item.get_closest_marker("browser"):
            self.browser.add(item.nodeid)

    def pytest_runtest_logreport(self, report):
        previous = self.outcome.get(report.nodeid, "")
        if report.outcome == "failed" or (report.when == "call" and previous != "failed"):
            self.outcome[report.nodeid] = report.outcome
        elif report.outcome == "skipped":
            self.outcome[report.nodeid] = "skipped"

    def pytest_collectreport(self, report):
        if report.outcome == "failed":
            self.outcome[report.nodeid or "collection"] = "failed"

    def pytest_sessionfinish(self, session):
        result = {
            "passed": sum(value == "passed" for value in self.outcome.values()),
            "failed": sorted(key for key, value in self.outcome.items() if value == "failed"),
            "skipped": sorted(key for key, value in self.outcome.items() if value == "skipped"),
            "browser_collected": len(self.browser),
            "browser_run": sum(
                self.outcome.get(key) in ("passed", "failed") for key in self.browser
            ),
        }
        with open(os.environ["HCC_REPORT"], "w") as file:
            json.dump(result, file)


def pytest_configure(config):
    # `./hcc` ends us with TERM; as Ctrl-C, so that fixtures stop the servers they started
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    config.pluginmanager.register(Report(), "hcc-report")
