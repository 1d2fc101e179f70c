"""What benchmarks are counted with: ratios, volumes, the shares of a volume."""

import sys

import pytest

from hcc_cli import bench, paths, volumes
from hcc_cli.ui import HccError
from hcc_cli.verbs import bench as verb

sys.path.insert(0, str(paths.ROOT / "tests" / "bench" / "_volume"))
import shares  # noqa: E402


@pytest.mark.parametrize(("count", "rank"), [(1, 1), (19, 19), (20, 19), (60, 57), (100, 95)])
def test_p95_leaves_one_of_twenty_above(count, rank):
    values = list(range(count, 0, -1))
    assert bench.p95(values) == rank


def test_sides_compares_by_the_statistic_asked_for(monkeypatch):
    lengths = iter([1, 1, 2, 1, 9, 3])  # ours, theirs, in turn
    clock = iter(moment for length in lengths for moment in (0, length))
    monkeypatch.setattr(bench.time, "perf_counter", lambda: next(clock))
    nothing = lambda: None  # noqa: E731
    assert bench.sides(nothing, nothing, rounds=3, warm_up=0, statistic=max) == 3


def test_a_script_says_which_volumes_it_wants(tmp_path):
    script = tmp_path / "one.py"
    script.write_text("from odoo import nothing\nVOLUMES = (500_000, 5_000)\n")
    assert bench.volumes_of(script) == (500_000, 5_000)
    script.write_text("GOALS = {}\n")
    assert bench.volumes_of(script) == ()


def test_helpers_of_scripts_are_no_scripts():
    names = [file.name for file in bench.scripts([])]
    assert "dossier_inbox.py" in names
    assert not [name for name in names if name.startswith("_")]


def test_a_quick_run_has_no_volume_above_its_own():
    assert volumes.scaled((500_000, 5_000), None) == (500_000, 5_000)
    assert volumes.scaled((500_000, 5_000), 20_000) == (20_000, 5_000)
    assert volumes.scaled((500_000, 5_000), 2_000) == (2_000, 2_000)


def test_the_size_of_the_volume_is_asked_beside_the_names():
    assert verb._asked(["dossier_inbox"]) == (["dossier_inbox"], None)
    assert verb._asked(["--volume", "2000", "dossier_inbox"]) == (["dossier_inbox"], 2000)
    for wrong in (["--volume"], ["--volume", "many"], ["--volume", "999"]):
        with pytest.raises(HccError):
            verb._asked(wrong)


def test_shares_add_up_to_the_total():
    assert shares.shares(10, [1, 1, 1]) == [4, 3, 3]
    assert shares.shares(100, [56, 20, 24]) == [56, 20, 24]
    assert shares.shares(0, [1]) == [0]
    for weights in ([], [0, 0], [1, -1]):
        with pytest.raises(ValueError):
            shares.shares(10, weights)


def test_a_volume_has_so_many_dossiers_and_so_many_of_them_open():
    specimens = [(True, 3), (False, 9), (True, 1), (False, 1)]
    found = shares.copies(100, 10, specimens)
    assert sum(found) + len(specimens) == 100
    assert found[0] + found[2] + 2 == 10
    assert found == [6, 79, 2, 9]
    with pytest.raises(ValueError):
        shares.copies(3, 1, specimens)
