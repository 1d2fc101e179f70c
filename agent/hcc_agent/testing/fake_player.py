"""A player program that writes down what it played, to stand first in the search path."""

import sys
from pathlib import Path

SCRIPT = """#!{python}
import sys, pathlib
folder = pathlib.Path({folder!r})
mode = (folder / "mode").read_text()
if mode == "fails" or (mode == "fails_later" and (folder / "played").exists()):
    sys.exit(1)
if mode == "stuck":
    import time
    time.sleep(600)
with (folder / "played").open("a") as file:
    file.write(pathlib.Path(sys.argv[-1]).stem + "\\n")
"""


class FakePlayer:
    """``folder`` belongs in front of ``PATH``; ``mode``: ok, fails, fails_later, stuck."""

    def __init__(self, folder, name="aplay"):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        program = self.folder / name
        program.write_text(SCRIPT.format(python=sys.executable, folder=str(self.folder)))
        program.chmod(0o755)
        self.mode = "ok"

    @property
    def mode(self):
        return (self.folder / "mode").read_text()

    @mode.setter
    def mode(self, mode):
        (self.folder / "mode").write_text(mode)

    @property
    def played(self):
        file = self.folder / "played"
        return file.read_text().split() if file.exists() else []
