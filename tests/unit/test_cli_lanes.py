"""Two lanes of tests count together, and a lane that died is a failure."""

import sys

import pytest

from hcc_cli import manifests, paths
from hcc_cli.tally import Tally
from hcc_cli.verbs import test as verb


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "RUN", tmp_path)
    monkeypatch.setattr(paths, "ROOT", tmp_path)
    return tmp_path


def lane(folder, text):
    """What the other lane does instead of testing."""
    (folder / "hcc").write_text(f"#!{sys.executable}\nimport os\n{text}\n")


def test_the_other_lane_is_waited_for_and_counted(folder):
    lane(folder, "import time; time.sleep(0.3)\nopen(os.environ['HCC_TALLY'], 'w').write('[7, 2]')")
    tally = Tally()
    with verb._other_lane("whole", tally):
        tally.add(1, 0)
    assert (tally.passed, tally.failed) == (8, 2)
    assert not list(folder.glob("tally-*"))


def test_a_lane_without_a_count_failed(folder):
    lane(folder, "os._exit(1)")
    tally = Tally()
    with verb._other_lane("whole", tally):
        tally.add(5, 0)
    assert (tally.passed, tally.failed) == (5, 1)


def test_a_lane_leaves_its_count_and_says_nothing(folder, monkeypatch, capsys):
    monkeypatch.setenv("HCC_TALLY", str(folder / "count"))
    tally = Tally()
    tally.add(3, 1)
    assert tally.close() == 1
    assert Tally.read(folder / "count") == (3, 1)
    assert capsys.readouterr().out == ""
    assert Tally().close() == 1, "what a lane starts is no lane"
    assert "0 passed" in capsys.readouterr().out


def test_the_lanes_are_everything(monkeypatch):
    """No addon and no stage is in both lanes or in none."""
    monkeypatch.setattr(paths, "ROOT", paths.ADDONS.parent)
    tally = Tally()
    titles = [title for title, _work in [*verb._parts(tally), *verb._whole(tally)]]
    assert len(titles) == len(set(titles))
    addons = {name for name in manifests.folders() if not manifests.is_test_addon(name)}
    assert {f"{name} alone" for name in addons} < set(titles)
    assert {"lint", "pure tests", verb.LIFECYCLE, "whole system"} < set(titles)
