"""Vietnamese in full: every term an installed addon exports is translated in its vi.po."""

import json
import subprocess

from . import manifests, odoo, paths, process
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


def check(database: str, tally: Tally) -> None:
    """Compared with a fresh export, because only that knows every term."""
    ours = {
        name: folder
        for name, folder in manifests.folders().items()
        if folder.parent == paths.ADDONS
    }
    triples = []
    for name, folder in ours.items():
        kept = folder / "i18n" / "vi.po"
        if kept.is_file():
            triples.append((name, str(_export(database, name)), str(kept)))
    command = [paths.VENV_PYTHON, "-c", COMPARE]
    done = subprocess.run(command, input=json.dumps(triples), text=True, capture_output=True)
    if done.returncode:
        raise HccError(f"comparing translations failed\n{done.stderr}")
    _judge(json.loads(done.stdout), len(triples), tally)


def _export(database: str, addon: str):
    target = paths.CACHE / "i18n" / f"{database}-{addon}.pot"
    target.parent.mkdir(exist_ok=True)
    command = odoo.command(
        ["i18n", "export", "-d", database, "-l", "pot", "-o", target, "--", addon]
    )
    process.run(command, f"i18n-{database}", env=odoo.environment())
    return target


def _judge(faults: dict, count: int, tally: Tally) -> None:
    tally.add(count - len(faults), len(faults))
    for name, lines in faults.items():
        say(f"{name}: {len(lines)} terms without Vietnamese")
        say("\n".join(f"    {line}" for line in lines[:15]))
    if faults:
        raise HccError("translations are not complete: " + ", ".join(faults))
