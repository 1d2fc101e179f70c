"""`./hcc campaign NAME`: long random runs, beside the tests; with a seed they are repeatable."""

import argparse
import json
import os
import random
import subprocess
import time

from .. import databases, paths, postgres, setup, shell, templates
from ..ui import HccError, say, step

FOLDER = paths.ROOT / "tests" / "campaign"
#: name → (script, addons to install, rounds); without addons it runs without a database
CAMPAIGNS = {
    "journal": ("journal_tamper.py", ["hcc_base"], 1000),
    "devices": ("devices.py", [], 300),
    "isolation": ("isolation.py", ["test_hcc_access"], 24_000),
}

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
    file, addons, rounds = CAMPAIGNS[options.name]
    options.rounds = options.rounds or rounds
    setup.ensure()
    code = RUNNER.format(path=str(FOLDER / file), seed=options.seed, rounds=options.rounds)
    answer, seconds = _with_database(addons, code) if addons else _alone(code)
    _report(answer, options.seed, seconds)
    if answer["missed"]:
        raise HccError(f"{len(answer['missed'])} of {options.rounds} not as they should be")
    return 0


def _with_database(addons: list[str], code: str) -> tuple[dict, float]:
    with postgres.cluster():
        databases.sweep()
        template = templates.with_dependencies(addons)
        with databases.temporary(template, "campaign") as database:
            with step("database"):
                templates.install(database, addons, "campaign")
            started = time.monotonic()
            return shell.script(database, code), time.monotonic() - started


def _alone(code: str) -> tuple[dict, float]:
    """Without Odoo, in the environment that has the agent's libraries."""
    code = code.replace("env.cr.rollback()", "import json; print(json.dumps(result))")
    started = time.monotonic()
    done = subprocess.run(
        [paths.VENV_PYTHON, "-c", f"env = None\n{code}"],
        env={**os.environ, **paths.tidy_environment()},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise HccError("the campaign broke off")
    return json.loads(done.stdout.splitlines()[-1]), time.monotonic() - started


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./hcc campaign")
    parser.add_argument("name", choices=CAMPAIGNS)
    parser.add_argument("--rounds", type=int)
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
    word = answer.get("word", "found")
    say(f"{found} of {made} {word}, seed {seed}, {seconds:.0f} s; {answer['note']}")
