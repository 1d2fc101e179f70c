"""`./hcc voice [--check]`: speak the queue's shipped clips anew with espeak-ng, or compare them.

The same espeak-ng makes the same bytes, so that nobody has to trust the sounds in the repository.
espeak-ng is unpacked into our folder, as an external program; nothing of it is shipped.
"""

import array
import hashlib
import importlib.util
import json
import math
import os
import tempfile
import wave
from pathlib import Path

from .. import apt, paths, process
from ..locks import locked
from ..ui import HccError, say, step

PREFIX = paths.HCC / "prefix-espeak"
PACKAGES = [
    *("espeak-ng", "espeak-ng-data", "libespeak-ng1"),
    *("libpcaudio0", "libsonic0", "libpulse0", "libasound2"),
]
FOLDER = paths.ADDONS / "hcc_queue" / "static" / "voice"
LIST = FOLDER / "clips.json"
#: espeak-ng's: voice, words a minute, pitch 0–99.
VOICE, SPEED, PITCH = "vi", 135, 45
RATE = 22050
#: Samples quieter than this are silence at a clip's ends; a little of it stays.
SILENCE, MARGIN_SECONDS = 350, 0.015
PEAK = 26000
#: The chime: two falling tones (Hz, from second) that fade.
TONES, CHIME_SECONDS, FADE = ((784.0, 0.0), (622.25, 0.35)), 1.1, 5.0


def main(arguments: list[str]) -> int:
    if arguments not in ([], ["--check"]):
        raise HccError("usage: ./hcc voice [--check]")
    with step("speaking the clips"):
        clips = {name: _speak(words) for name, words in _words().items() if words}
        clips["chime"] = _chime()
    files = {f"{name}.wav": _wav(samples) for name, samples in sorted(clips.items())}
    return _compare(files) if arguments else _write(files)


def _words() -> dict:
    """Clip → words, from the pure module that puts calls together."""
    file = paths.ADDONS / "hcc_queue" / "tools" / "voice.py"
    spec = importlib.util.spec_from_file_location("hcc_voice", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.CLIPS


def _program() -> Path:
    file = PREFIX / "usr/bin/espeak-ng"
    with locked("espeak"):
        if not file.exists():
            folder = paths.CACHE / "espeak"
            folder.mkdir(parents=True, exist_ok=True)
            archive = apt.Archive(None)
            archive.update()
            archive.download(PACKAGES, folder)
            apt.extract(folder, PREFIX)
    return file


def _espeak(arguments: list) -> str:
    program = _program()
    data = next(PREFIX.glob("usr/lib/*/espeak-ng-data"))
    environment = {
        **os.environ,
        "LD_LIBRARY_PATH": f"{data.parent}:{data.parent}/pulseaudio",
        "ESPEAK_DATA_PATH": str(data.parent),
    }
    return process.output([program, *arguments], env=environment)


def _version() -> str:
    return _espeak(["--version"]).split("Data at")[0].strip()


def _speak(words: str) -> array.array:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "clip.wav"
        options = ["-v", VOICE, "-s", str(SPEED), "-p", str(PITCH), "-w", file]
        _espeak([*options, words])
        with wave.open(str(file)) as sound:
            samples = array.array("h", sound.readframes(sound.getnframes()))
    return _level(_trim(samples))


def _trim(samples: array.array) -> array.array:
    loud = [place for place, sample in enumerate(samples) if abs(sample) > SILENCE]
    margin = int(MARGIN_SECONDS * RATE)
    return samples[max(0, loud[0] - margin) : loud[-1] + margin]


def _level(samples: array.array) -> array.array:
    peak = max(map(abs, samples))
    return array.array("h", (round(sample * PEAK / peak) for sample in samples))


def _chime() -> array.array:
    def value(second):
        return sum(
            math.sin(2 * math.pi * tone * (second - start)) * math.exp(-FADE * (second - start))
            for tone, start in TONES
            if second >= start
        )

    frames = int(CHIME_SECONDS * RATE)
    return array.array("h", (round(14000 * value(frame / RATE)) for frame in range(frames)))


def _wav(samples: array.array) -> bytes:
    """Written out by hand: the header is the same whatever Python's library adds one day."""
    data = samples.tobytes()
    header = b"RIFF" + (36 + len(data)).to_bytes(4, "little") + b"WAVEfmt "
    for number, size in ((16, 4), (1, 2), (1, 2), (RATE, 4), (RATE * 2, 4), (2, 2), (16, 2)):
        header += number.to_bytes(size, "little")
    return header + b"data" + len(data).to_bytes(4, "little") + data


def _sums(files: dict) -> dict:
    return {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}


def _write(files: dict) -> int:
    for name, content in files.items():
        (FOLDER / name).write_bytes(content)
    made_with = {"program": _version(), "voice": VOICE, "speed": SPEED, "pitch": PITCH}
    LIST.write_text(json.dumps({"made_with": made_with, "sha256": _sums(files)}, indent=1) + "\n")
    say(f"{len(files)} clips, {sum(map(len, files.values())) // 1024} KiB, in {FOLDER}")
    return 0


def _compare(files: dict) -> int:
    kept = json.loads(LIST.read_text())["sha256"]
    made = _sums(files)
    differing = sorted(name for name in {*kept, *made} if kept.get(name) != made.get(name))
    if differing:
        raise HccError(f"not as espeak-ng makes them here: {', '.join(differing)}")
    say(f"{len(made)} clips are as espeak-ng makes them")
    return 0
