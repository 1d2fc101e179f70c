import pytest
from hcc_agent.drivers import PRINTED, BadJob, audio_player, create, not_printed, unknown
from hcc_agent.journal import Job
from hcc_agent.testing.fake_player import FakePlayer

CALL = ["moi-so", "a", "khong", "mot", "hai", "den-quay", "nam"]


@pytest.fixture
def player(tmp_path, monkeypatch):
    """The only player there is, and a folder with the clips of a call."""
    fake = FakePlayer(tmp_path / "bin")
    monkeypatch.setenv("PATH", str(fake.folder))
    fake.clips = tmp_path / "clips"
    fake.clips.mkdir()
    for name in CALL:
        (fake.clips / f"{name}.wav").write_bytes(b"RIFF")
    return fake


def play(player, clips):
    began = []
    job = Job("u", "1", "play", "once", "2030-01-01T00:00:00Z", {"clips": clips})
    driver = create("audio_player", {"folder": str(player.clips)})
    return driver.run(job, lambda: began.append(True)), bool(began)


def test_clips_sound_in_their_order(player):
    assert play(player, CALL) == (PRINTED, True)
    assert player.played == CALL


def test_no_player_no_clip_no_sound(player, monkeypatch):
    assert play(player, [*CALL, "tam"]) == (not_printed("no_clips"), False)
    assert player.played == []
    monkeypatch.setenv("PATH", "/nonexistent")
    assert play(player, CALL) == (not_printed("no_player"), False)
    assert create("audio_player", {"folder": str(player.clips)}).status() == "no_player"


def test_half_a_call_is_unknown(player):
    player.mode = "fails_later"
    assert play(player, CALL) == (unknown("player_failed"), True)
    assert player.played == ["moi-so"]


def test_a_sound_card_that_refuses_has_played_nothing(player):
    player.mode = "fails"
    assert play(player, CALL) == (not_printed("player_failed"), True)


def test_a_stuck_player_is_ended(player, monkeypatch):
    monkeypatch.setattr(audio_player, "CLIP_SECONDS", 0.3)
    player.mode = "stuck"
    assert play(player, CALL)[0] == not_printed("player_failed")


@pytest.mark.parametrize(
    "clips", [None, [], "a", ["../a"], ["/etc/x"], ["A"], ["-f"], [5], ["a"] * 41]
)
def test_names_that_are_no_clips_are_refused(player, clips):
    with pytest.raises(BadJob):
        play(player, clips)
