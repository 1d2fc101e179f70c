import subprocess

from hcc_cli import releases
from hcc_cli.verbs import verify

REPORT = {
    "code": "H99.01",
    "name": "Trung tâm",
    "verdict": "broken",
    "checked": 4,
    "heads": 2,
    "position": 4,
    "seal": "$1$ab",
    "seconds": 0.04,
    "findings": ["Dòng đã bị sửa.", "3 dòng chờ."],
}


def test_a_line_for_the_centre_and_one_for_each_finding():
    first, *rest = verify.lines(REPORT)
    assert first.startswith("H99.01 Trung tâm: BỊ ĐỨT CHUỖI – 4 dòng, 2 đầu chuỗi")
    assert [line.strip() for line in rest[1:]] == REPORT["findings"]
    assert "vị trí 4, $1$ab" in rest[0]


def test_an_empty_journal_has_no_last_entry():
    whole = {**REPORT, "verdict": "whole", "checked": 0, "position": 0, "findings": []}
    assert len(list(verify.lines(whole))) == 1


def test_releases_are_tags_of_a_version(tmp_path, monkeypatch):
    def git(*arguments):
        subprocess.run(["git", *arguments], cwd=tmp_path, check=True, capture_output=True)

    git("init", "-q")
    git("-c", "user.name=x", "-c", "user.email=x@x", "commit", "--allow-empty", "-qm", "x")
    for tag in ("v19.0.1.0.0", "v19.0.1.2.0", "try-out", "v18.0.1.0.0"):
        git("tag", tag)
    monkeypatch.setattr(releases.paths, "ROOT", tmp_path)
    assert releases.released() == ["v19.0.1.0.0", "v19.0.1.2.0"]


def test_rows_that_went_are_named():
    assert releases._lost({"a": 2, "b": 3}, {"a": 2, "b": 2, "c": 1}) == ["b: rows lost"]
