"""Loudspeaker: plays clips, one after the other, with the player that the computer has.

The clips lie on this computer (``folder``), so a call sounds although the network is slow. Which
programs may play is decided here, not by the server.
"""

import re
import shutil
import subprocess
from pathlib import Path

from . import PRINTED, BadJob, BaseDriver, not_printed, unknown

#: Players in order of preference, with what makes them silent and leave at the end.
PLAYERS = (
    ("aplay", ["-q"]),
    ("paplay", []),
    ("ffplay", ["-nodisp", "-autoexit", "-loglevel", "error"]),
)
CLIP_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
MOST_CLIPS = 40
#: A clip that is still playing after this long is stuck.
CLIP_SECONDS = 15
DEFAULT_FOLDER = "/var/lib/hcc-agent/clips"


class Driver(BaseDriver):
    """Job ``play`` ``{"clips": ["moi-so", "a", …]}``. Settings: folder, audio_device.

    ``printed`` means that the player played every clip to its end; whether the amplifier was on,
    only ears can tell.
    """

    def __init__(self, settings):
        super().__init__(settings)
        self._folder = Path(settings.get("folder") or DEFAULT_FOLDER)
        self._device = str(settings.get("audio_device") or "")

    def status(self):
        if self._player() is None:
            return "no_player"
        return "ready" if self._folder.is_dir() else "no_clips"

    def run(self, job, begin):
        """Play the clips; whoever heard half a call must not hear it again by itself."""
        if job.kind != "play":
            raise BadJob(job.kind)
        files = self._files(job.payload.get("clips"))
        player = self._player()
        if player is None:
            return not_printed("no_player")
        if not all(file.is_file() for file in files):
            return not_printed("no_clips")
        begin()
        for index, file in enumerate(files):
            if not self._play([*player, str(file)]):
                return unknown("player_failed") if index else not_printed("player_failed")
        return PRINTED

    def _files(self, names):
        if not isinstance(names, list) or not 0 < len(names) <= MOST_CLIPS:
            raise BadJob("clips")
        if not all(isinstance(name, str) and CLIP_NAME.fullmatch(name) for name in names):
            raise BadJob("clips")
        return [self._folder / f"{name}.wav" for name in names]

    def _player(self):
        for name, options in PLAYERS:
            if path := shutil.which(name):
                chosen = ["-D", self._device] if self._device and name == "aplay" else []
                return [path, *options, *chosen]
        return None

    def _play(self, command):
        try:
            done = subprocess.run(
                command, stdin=subprocess.DEVNULL, capture_output=True, timeout=CLIP_SECONDS
            )
        except (OSError, subprocess.TimeoutExpired):
            return False
        return done.returncode == 0
