"""Prepared databases are rebuilt when, and only when, what they hold would differ."""

import pytest

from hcc_cli import manifests, odoo_source, paths, templates


@pytest.fixture
def addons(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "ADDONS", tmp_path / "addons")
    monkeypatch.setattr(paths, "TEST_ADDONS", tmp_path / "none")
    monkeypatch.setattr(odoo_source, "version", lambda: "19")
    write(tmp_path / "addons", "low", ["base", "mail"])
    write(tmp_path / "addons", "high", ["low", "hr"])
    write(tmp_path / "addons", "other", ["base"])
    return tmp_path / "addons"


def write(folder, name, depends, **keys):
    addon = folder / name
    for part in ("models", "tests", "static/src"):
        (addon / part).mkdir(parents=True)
        (addon / part / "file.py").write_text("one = 1")
    (addon / "__manifest__.py").write_text(repr({"name": name, "depends": depends, **keys}))


def test_dependencies(addons):
    assert manifests.closure(["high"]) == {"high", "low"}
    assert manifests.foreign_dependencies(["high"]) == ["base", "hr", "mail", "web"]
    assert manifests.in_order(["other", "high", "low"]) == ["low", "high", "other"]


def test_glue_comes_by_itself(addons):
    write(addons, "glue", ["low", "other"], auto_install=True)
    write(addons, "more", ["glue", "high"], auto_install=True)
    assert manifests.with_glue(["high"]) == ["high", "low"]
    assert manifests.with_glue(["high", "other"]) == ["glue", "high", "low", "more", "other"]


@pytest.mark.parametrize("file", ["high/models/file.py", "low/models/file.py", "low/new.xml"])
def test_what_is_installed_changes_the_key(addons, file):
    before = templates.key_of_addons(["high"])
    (addons / file).write_text("two = 2")
    assert templates.key_of_addons(["high"]) != before


@pytest.mark.parametrize(
    "file", ["high/tests/file.py", "high/static/src/file.py", "other/models/file.py"]
)
def test_what_is_not_installed_does_not(addons, file):
    before = templates.key_of_addons(["high"])
    (addons / file).write_text("two = 2")
    assert templates.key_of_addons(["high"]) == before


def test_another_odoo_changes_both_keys(addons, monkeypatch):
    before = templates.key_of_addons(["high"]), templates.key_of_dependencies(["base"])
    monkeypatch.setattr(odoo_source, "version", lambda: "19.1")
    after = templates.key_of_addons(["high"]), templates.key_of_dependencies(["base"])
    assert before[0] != after[0] and before[1] != after[1]
