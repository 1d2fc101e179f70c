"""The repository's own lint rules, and how pytest's report is judged."""

from pathlib import Path

import pytest

from hcc_cli import apt, bench, lint, main, python_tests

GOOD = {
    "name": "n",
    "version": "19.0.1.0.0",
    "author": "a",
    "license": "AGPL-3",
    "depends": ["base"],
    "data": ["views/a.xml"],
}


@pytest.fixture
def addon(tmp_path):
    (tmp_path / "views").mkdir()
    (tmp_path / "views" / "a.xml").write_text("<odoo/>")
    return tmp_path


def test_manifest(addon):
    assert lint.manifest_faults(addon, GOOD) == []
    assert lint.manifest_faults(addon, {**GOOD, "version": "1.0"})
    assert lint.manifest_faults(addon, {**GOOD, "data": []}) == ["views/a.xml is listed nowhere"]
    faults = lint.manifest_faults(addon, {**GOOD, "data": ["views/a.xml", "b.xml"]})
    assert faults == ["b.xml does not exist"]


def test_imports_of_odoo_are_found_wherever_they_hide():
    source = (
        "import os\ndef f():\n    from odoo.tools import x\n    import odoo\nfrom . import odoo"
    )
    assert lint.odoo_imports(source) == ["odoo.tools", "odoo"]


def test_hosts():
    assert lint.FORBIDDEN.search("https://" + "pypi" + ".org/simple")
    assert lint.FORBIDDEN.search("open('/work" + "/main/x')")
    assert not lint.FORBIDDEN.search("the debian package at /network/x")


@pytest.mark.parametrize(
    ("change", "code", "faults"),
    [
        ({}, 0, 0),
        ({"failed": ["a"]}, 1, 1),
        ({"skipped": ["a", "b"]}, 0, 2),
        ({"browser_run": 1}, 0, 1),
        ({}, 5, 1),
    ],
)
def test_pytest_report(change, code, faults):
    report = {"passed": 3, "failed": [], "skipped": [], "browser_collected": 2, "browser_run": 2}
    assert len(python_tests.faults({**report, **change}, code)) == faults


def test_a_pytest_that_never_ran_is_a_failure():
    assert python_tests.faults(None, 3)


def test_apt_sources_of_either_style():
    line = "deb [arch=amd64 signed-by=/k.gpg] http://mirror.example/debian bookworm main contrib"
    stanza = apt.stanza_from_line(line)
    assert apt.with_suite(stanza, "sid") == (
        "Types: deb\nURIs: http://mirror.example/debian\nSuites: sid\n"
        "Components: main\nSigned-By: /k.gpg\n"
    )
    assert apt.stanza_from_line("# deb http://mirror.example/debian x main") is None


def test_benchmark_line():
    row = bench.judged({"name": "queue.issue", "goal": 0.6, "measured": 0.55})
    assert row["ok"] and bench.line(row).split() == ["queue.issue", "0.55", "0.60", "ok"]
    assert bench.line(bench.judged({**row, "measured": 0.7})).endswith("short")


def test_every_listed_verb_exists(capsys):
    folder = Path(main.__file__).parent / "verbs"
    for verb in main.VERBS:
        assert (folder / f"{verb}.py").is_file()
    assert main.main([]) == 0
    listed = capsys.readouterr().out
    assert all(verb in listed for verb in main.VERBS)
