"""`./hcc reset` takes nobody's database away."""

import pytest

from hcc_cli import databases, paths, postgres
from hcc_cli.locks import FileLock
from hcc_cli.ui import HccError
from hcc_cli.verbs import reset


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "HCC", tmp_path)
    monkeypatch.setattr(paths, "RUN", tmp_path / "run")
    monkeypatch.setattr(postgres, "is_running", lambda: False)
    monkeypatch.setattr(postgres, "_start", lambda: None)
    monkeypatch.setattr(postgres, "_stop", lambda: None)
    return tmp_path / "run"


@pytest.fixture
def dropped(monkeypatch):
    names = []
    monkeypatch.setattr(databases, "names", lambda: ["hcc_demo"])
    monkeypatch.setattr(databases, "drop", names.append)
    return names


@pytest.mark.parametrize(
    ("lock", "message"), [("demo.lock", "demonstration is running"), ("pg.users", "another")]
)
def test_refused_while_somebody_works(folder, dropped, lock, message):
    held = FileLock(folder / lock)
    held.shared()
    with pytest.raises(HccError, match=message):
        reset.main([])
    assert dropped == []
    held.close()
    assert reset.main([]) == 0
    assert dropped == ["hcc_demo"]


def test_passwords_and_addresses_go_too(folder, dropped):
    folder.mkdir()
    (folder / "demo.json").write_text("{}")
    (folder / "logins-hcc_ready_1.json").write_text("{}")
    assert reset.main([]) == 0
    assert not list(folder.glob("*.json"))
