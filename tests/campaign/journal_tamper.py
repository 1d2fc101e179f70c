"""A thousand random forgeries of the journal, made as the owner of its database.

Two centres' chains with heads exported four times. Each round one forgery of a random kind, past
triggers and indexes; the verification must break at the right position, call it by a right name,
and name the right entry. Before, in between and after, the untouched chains must verify.
"""

import random
import tempfile
from collections import defaultdict
from pathlib import Path

from odoo.addons.hcc_base.tests.forging import KINDS, Forger
from odoo.addons.hcc_base.transaction import number_cursor

LENGTH = 80
#: After so many rounds the untouched chains are verified again.
CONTROL_EVERY = 100
#: An edit is of any column: it comes more often than the others.
CHOICES = [*KINDS, *["edit"] * 9]


def run(env, seed, rounds):
    """``{"kinds": {kind: [found, made]}, "missed": […], "note": …}``"""
    with number_cursor(env.registry) as cr, tempfile.TemporaryDirectory() as folder:
        env = env(cr=cr)
        chooser = random.Random(seed)
        forger = Forger(env, _centres(env), Path(folder) / "heads.jsonl", chooser, LENGTH)
        kinds, missed, controls = defaultdict(lambda: [0, 0]), _control(forger), 1
        for number in range(rounds):
            kind = chooser.choice(CHOICES)
            verdict = _forge(forger, kind)
            kinds[kind][0] += not verdict
            kinds[kind][1] += 1
            missed += [f"round {number}, {verdict}"] if verdict else []
            if number % CONTROL_EVERY == CONTROL_EVERY - 1:
                missed += _control(forger)
                controls += 1
        cr.rollback()
    note = f"untouched chains verified {controls} times"
    return {"kinds": dict(sorted(kinds.items())), "missed": missed, "note": note}


def _centres(env):
    return env["res.company"].create([{"name": f"Trung tâm {number}"} for number in (1, 2)])


def _forge(forger, kind):
    """What was not as it should be, or None."""
    with forger.forged(kind) as expected:
        report = forger.verify(expected.company)
        if not expected.is_met_by(report):
            return f"{kind}: expected {expected[1:]}, found {report['broken']} {report['guard']}"
    return None


def _control(forger):
    reports = [forger.verify(company) for company in forger.companies]
    return [f"untouched: {report}" for report in reports if report["verdict"] != "whole"]
