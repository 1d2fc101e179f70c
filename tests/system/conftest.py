"""A running centre and a real browser for the whole-system tests."""

import os
import sys
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "agent"), str(Path(__file__).parent)]

from hcc_cli.server import running_centre  # noqa: E402

CHROMIUM = "/usr/bin/chromium"
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
]


@pytest.fixture
def centre(request):
    """The demonstration centre: Odoo with two workers and the websocket process behind a proxy."""
    with running_centre(request.node.name[:40]) as centre:
        yield centre
        problems = centre.problems()
    assert not problems, "\n".join(problems)


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def pictures():
    """Where the browser's pictures go; with HCC_PICTURES set, e.g. ``docs/pictures``, there."""
    folder = ROOT / os.environ.get("HCC_PICTURES", ".hcc/pictures")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
