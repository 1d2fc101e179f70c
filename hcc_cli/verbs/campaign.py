"""`./hcc campaign journal`: long random runs, beside the tests; with a seed they are repeatable."""

import argparse
import random
import time

from .. import databases, paths, postgres, setup, shell, templates
from ..ui import HccError, say, step

FOLDER = paths.ROOT / "tests" / "campaign"
#: name → (script, addons to install)
CAMPAIGNS = {"journal": ("journal_tamper.py", ["hcc_base"])}

RUNNER = """
import importlib.util
spec = importlib.util.spec_from_file_location("hcc_campaign_script", {path!r})
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
result = module.run(env, seed={seed}, rounds={rounds})
env.cr.rollback()
"""


def main(arguments: list[str]) -> int:
    options = _parser().parse_args(arguments)
    file, addons = CAMPAIGNS[options.name]
    setup.ensure()
    with postgres.cluster():
        databases.sweep()
        template = templates.with_dependencies(addons)
        with databases.temporary(template, "campaign") as database:
            with step("database"):
                templates.install(database, addons, "campaign")
            started = time.monotonic()
            code = RUNNER.format(path=str(FOLDER / file), seed=options.seed, rounds=options.rounds)
            answer = shell.script(database, code)
    _report(answer, options.seed, time.monotonic() - started)
    if answer["missed"]:
        raise HccError(f"{len(answer['missed'])} of {options.rounds} not found as they should be")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./hcc campaign")
    parser.add_argument("name", choices=CAMPAIGNS)
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    return parser


def _report(answer: dict, seed: int, seconds: float) -> None:
    width = max(map(len, answer["kinds"]))
    for kind, (found, made) in answer["kinds"].items():
        say(f"  {kind:<{width}} {found:>5} / {made}")
    for line in answer["missed"][:20]:
        say(f"  missed: {line}")
    found = sum(found for found, __ in answer["kinds"].values())
    made = sum(made for __, made in answer["kinds"].values())
    say(f"{found} of {made} found, seed {seed}, {seconds:.0f} s; {answer['note']}")
