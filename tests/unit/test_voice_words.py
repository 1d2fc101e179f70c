"""How calls are read, and that the shipped recordings are those that were generated."""

import hashlib
import json
from pathlib import Path

import hcc_queue_voice as voice
import pytest
from hypothesis import given
from hypothesis import strategies as st

FOLDER = Path(voice.__file__).parents[1] / "static" / "voice"


def said(clips):
    return " ".join(voice.CLIPS[clip] for clip in clips)


@pytest.mark.parametrize(
    ("number", "counter", "words"),
    [
        ("A012", 5, "mời số a không một hai đến quầy số năm"),
        ("B105", 10, "mời số bê một không năm đến quầy số mười"),
        ("K024", 11, "mời số ca không hai bốn đến quầy số mười một"),
        ("MN999", 15, "mời số em mờ en nờ chín chín chín đến quầy số mười lăm"),
        ("7", 20, "mời số bảy đến quầy số hai mươi"),
        ("A001", 21, "mời số a không không một đến quầy số hai mươi mốt"),
        ("A001", 24, "mời số a không không một đến quầy số hai mươi tư"),
        ("A001", 35, "mời số a không không một đến quầy số ba mươi lăm"),
        ("A001", 14, "mời số a không không một đến quầy số mười bốn"),
        ("A001", 100, "mời số a không không một đến quầy số một trăm"),
        ("A001", 105, "mời số a không không một đến quầy số một trăm lẻ năm"),
        ("A001", 115, "mời số a không không một đến quầy số một trăm mười lăm"),
        ("A001", 221, "mời số a không không một đến quầy số hai trăm hai mươi mốt"),
        ("A-012", 5, "mời số a không một hai đến quầy số năm"),
    ],
)
def test_reading(number, counter, words):
    assert said(voice.sentence(number, counter)) == words


def test_called_again():
    clips = voice.sentence("A012", 5, repeated=True)
    assert said(clips).startswith("xin nhắc lại, mời số a không một hai")


def test_other_languages_count_by_digit():
    clips = voice.sentence("A012", 15, by_digit=True)
    assert clips[-3:] == ["to_counter", "digit_1", "digit_5"]


@given(st.from_regex(r"[A-Z]{0,4}[0-9]{1,4}", fullmatch=True), st.integers(1, 5000), st.booleans())
def test_every_call_is_made_of_clips_that_a_pack_must_have(number, counter, by_digit):
    prefix = number.rstrip("0123456789")
    clips = voice.sentence(number, counter, by_digit=by_digit)
    assert set(clips) <= {*voice.required([prefix], by_digit), voice.CALL}


@given(st.lists(st.integers(1, 999), min_size=2, max_size=2, unique=True))
def test_no_two_counters_sound_alike(pair):
    first, second = (voice.count(number) for number in pair)
    assert first != second


def test_the_shipped_clips_are_the_generated_ones():
    sums = json.loads((FOLDER / "clips.json").read_text())["sha256"]
    assert set(sums) == {f"{clip}.wav" for clip in voice.CLIPS}
    for name, checksum in sums.items():
        content = (FOLDER / name).read_bytes()
        assert hashlib.sha256(content).hexdigest() == checksum, name
        assert voice.audio_type(content) == "wav"
        assert len(content) <= voice.MAX_CLIP_BYTES


@pytest.mark.parametrize(
    "content", [b"", b"<html>", b"RIFF....AVI ", b"\x89PNG\r\n\x1a\n", b"\xff", b"MZ"]
)
def test_what_is_no_sound(content):
    assert voice.audio_type(content) is None


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"ID3\x04", "mp3"),
        (b"\xff\xfb\x90\x00", "mp3"),
        (b"OggS\0", "ogg"),
        (b"RIFF\0\0\0\0WAVEfmt ", "wav"),
    ],
)
def test_what_is_a_sound(content, kind):
    assert voice.audio_type(content) == kind
