"""Vietnamese in full: every term an installed addon exports is translated in its vi.po."""

import json
import subprocess
import tempfile

from . import manifests, paths, shell
from .tally import Tally
from .ui import HccError, say

# polib lives in the environment, not in the standard library of whoever calls ./hcc
COMPARE = """
import json, sys, polib
result = {}
for name, fresh, kept in json.load(sys.stdin):
    have = {(e.msgctxt, e.msgid): e for e in polib.pofile(kept) if not e.obsolete}
    faults = []
    for entry in polib.pofile(fresh):
        mine = have.get((entry.msgctxt, entry.msgid))
        if mine is None:
            faults.append("missing: " + entry.msgid[:80])
        elif "fuzzy" in mine.flags:
            faults.append("fuzzy: " + entry.msgid[:80])
        elif not (mine.msgstr or all(mine.msgstr_plural.values()) and mine.msgstr_plural):
            faults.append("untranslated: " + entry.msgid[:80])
    if faults:
        result[name] = faults
print(json.dumps(result))
"""


# what `odoo i18n export -l pot` does, for all addons in one process
EXPORT = """
from odoo.tools.translate import trans_export
for name, target in {targets!r}.items():
    with open(target, "wb") as file:
        trans_export(None, [name], file, "po", env)
"""


def check(database: str, tally: Tally) -> None:
    """Compared with a fresh export, because only that knows every term."""
    ours = {n: folder for n, folder in manifests.folders().items() if folder.parent == paths.ADDONS}
    kept = {n: folder / "i18n" / "vi.po" for n, folder in ours.items()}
    kept = {n: file for n, file in kept.items() if file.is_file()}
    with tempfile.TemporaryDirectory(dir=paths.CACHE) as folder:
        fresh = {n: f"{folder}/{n}.pot" for n in kept}
        shell.script(database, EXPORT.format(targets=fresh))
        faults = _compare([(n, fresh[n], str(kept[n])) for n in kept])
    _judge(faults, len(kept), tally)


def _compare(triples: list) -> dict:
    command = [paths.VENV_PYTHON, "-c", COMPARE]
    done = subprocess.run(command, input=json.dumps(triples), text=True, capture_output=True)
    if done.returncode:
        raise HccError(f"comparing translations failed\n{done.stderr}")
    return json.loads(done.stdout)


def _judge(faults: dict, count: int, tally: Tally) -> None:
    tally.add(count - len(faults), len(faults))
    for name, lines in faults.items():
        say(f"{name}: {len(lines)} terms without Vietnamese")
        say("\n".join(f"    {line}" for line in lines[:15]))
    if faults:
        raise HccError("translations are not complete: " + ", ".join(faults))
