import sqlite3

import pytest
from hcc_agent.journal import Journal


@pytest.fixture
def journal(tmp_path):
    opened = Journal(tmp_path / "journal.sqlite3")
    yield opened
    opened.close()


def wire(uid="a", **values):
    return {
        "uid": uid,
        "device_id": 1,
        "kind": "print_image",
        "expires_at": "2030-01-01T00:00:00Z",
        **values,
    }


def test_every_step_is_on_the_disk(journal):
    assert journal._one("PRAGMA synchronous")[0] == 2


def test_a_job_goes_its_way(journal):
    assert journal.receive(wire())
    assert journal.holding() == [{"uid": "a", "reason": ""}]
    journal.start("a")
    assert journal.next_job(1) is None
    journal.finish("a", "printed")
    assert journal.results() == [{"uid": "a", "outcome": "printed", "reason": ""}]
    journal.acknowledge(["a"])
    assert journal.results() == [] and journal.holding() == []


def test_known_job_is_not_taken_twice_but_its_result_is_sent_again(journal):
    journal.receive(wire())
    journal.finish("a", "printed")
    journal.acknowledge(["a"])
    assert not journal.receive(wire())
    assert journal.next_job(1) is None
    assert journal.results()[0]["outcome"] == "printed"


def test_first_result_stays(journal):
    journal.receive(wire())
    journal.finish("a", "unknown", "timeout")
    journal.finish("a", "printed")
    journal.put_back("a", "paper_out")
    assert journal.results() == [{"uid": "a", "outcome": "unknown", "reason": "timeout"}]


def test_recovery_never_repeats_what_may_happen_once_only(journal):
    for uid, job_class in (("once", "once"), ("again", "idempotent"), ("waiting", "once")):
        journal.receive({**wire(uid), "class": job_class})
    journal.start("once")
    journal.start("again")
    assert sorted(journal.recover()) == ["again", "once"]
    assert journal.results() == [{"uid": "once", "outcome": "unknown", "reason": "agent_stopped"}]
    assert [row["uid"] for row in journal.holding()] == ["again", "waiting"]


def test_same_journal_keeps_its_name_and_a_new_one_has_another(tmp_path):
    first = Journal(tmp_path / "one")
    name = first.journal_id
    first.close()
    assert Journal(tmp_path / "one").journal_id == name
    assert Journal(tmp_path / "two").journal_id != name


def test_unknown_state_is_impossible(journal):
    journal.receive(wire())
    with pytest.raises(sqlite3.IntegrityError):
        journal._set_state("a", "perhaps")
