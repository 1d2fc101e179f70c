import os
from unittest.mock import patch

import pytest
from hcc_base_tools import durable_file


def test_the_content_is_synced_before_it_gets_its_name_and_the_folders_after(tmp_path):
    target = tmp_path / "ab" / "abcd"
    target.parent.mkdir()
    steps = []
    sync, replace = os.fsync, os.replace

    def fsync(descriptor):
        kind = "folder" if os.path.isdir(f"/proc/self/fd/{descriptor}") else "file"
        steps.append((kind, target.exists()))
        sync(descriptor)

    with (
        patch.object(os, "fsync", fsync),
        patch.object(os, "replace", lambda *names: (steps.append("replace"), replace(*names))),
    ):
        durable_file.write_durably(target, b"x")
    assert target.read_bytes() == b"x"
    assert steps == [("file", False), "replace", ("folder", True), ("folder", True)]


@pytest.mark.parametrize("failing", ["fsync", "replace"])
def test_a_failure_leaves_the_old_content_and_no_rest(tmp_path, failing):
    target = tmp_path / "ab" / "abcd"
    target.parent.mkdir()
    target.write_bytes(b"old")
    with patch.object(os, failing, side_effect=OSError(28, "full")), pytest.raises(OSError):
        durable_file.write_durably(target, b"new")
    assert target.read_bytes() == b"old"
    assert os.listdir(target.parent) == ["abcd"]


def test_only_old_rests_are_removed(tmp_path):
    folder = tmp_path / "ab"
    folder.mkdir()
    for name in (f"{durable_file.TEMPORARY}1", "abcd"):
        (folder / name).write_bytes(b"x")
    assert durable_file.remove_stale(tmp_path) == 0
    now = (folder / "abcd").stat().st_mtime + durable_file.STALE_SECONDS + 1
    assert durable_file.remove_stale(tmp_path, now) == 1
    assert os.listdir(folder) == ["abcd"]
