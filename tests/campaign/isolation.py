"""Thousands of ways to what another centre or agency keeps; none may lead there.

The probes are those of the access tests, more of them: every model, role and kind of call the web
client knows, drawn with the seed.
"""

from collections import Counter

from odoo.modules import module

from odoo.addons.test_hcc_access.tests import matrix, test_isolation


def run(_env, seed, rounds):
    """``{"kinds": {kind: [held, tried]}, "missed": [leak …], "note": …}``"""
    module.current_test = True  # numbers are drawn on the one cursor, which is rolled back
    case = test_isolation.TestIsolation
    case.setUpClass()
    try:
        prober = case.prober
        before = prober.checksum()
        leaks = case()._run(prober, prober.sample(rounds, seed)) + prober.unexpected
        if prober.checksum() != before:
            leaks.append("a foreign row has changed")
    finally:
        case.doClassCleanups()
        module.current_test = None
    lost = Counter(leak.split(" ", 1)[0] for leak in leaks)
    kinds = {kind: [tried - lost[kind], tried] for kind, tried in prober.counted.items()}
    models, roles = len(prober.models), len(matrix.ROLES)
    note = f"{models} models, {roles} roles, {prober.refused} refused; nothing foreign changed"
    return {"kinds": kinds, "missed": leaks, "note": note, "word": "held"}
