"""The public page behind a slip's QR code after years of work, against a constant public page.

One running server (two workers) on a database with 500,000 dossiers. Theirs is the look-up form of
the same suite: the same dispatch and layout, nothing read but the centre's brand. Ours resolves the
code and shows a dossier's way, its due date with the explanation and its papers; in turn of
dossiers in process and of such as ended in any year.
"""

import itertools
import urllib.request

from hcc_cli import databases, paths
from hcc_cli.bench import sides
from hcc_cli.server import Server

GOALS = {"dossier.status_page": 1.5}
VOLUMES = (500_000,)
ROUNDS, WARM_UP = 80, 20
DOSSIERS = 40


def run(env):
    tokens = itertools.cycle(_tokens(env))
    server = Server(env.cr.dbname, paths.LOGS / "bench-dossier-status-page.log")
    url = f"http://127.0.0.1:{server.http_port}"
    databases.set_base_url(env.cr.dbname, url)
    server.start()
    try:
        ratio = sides(
            lambda: _read(f"{url}/hcc/s/{next(tokens)}", "Thẩm định hồ sơ"),
            lambda: _read(f"{url}/hcc/tra-cuu", "Tra cứu"),
            rounds=ROUNDS,
            warm_up=WARM_UP,
        )
    finally:
        server.stop()
    return {"dossier.status_page": ratio}


def _tokens(env):
    """Codes of dossiers from all the years, an open one beside an ended one."""
    found = []
    for state in ("processing", "returned"):
        dossiers = env["hcc.dossier"].search([("state", "=", state)], order="id")
        step = max(len(dossiers) // (DOSSIERS // 2), 1)
        found.append(dossiers[::step])
    pairs = zip(*found, strict=False)
    return [
        env["hcc.token"]._issue(dossier, "dossier_status")
        for pair in pairs
        for dossier in pair
    ]  # fmt: skip


def _read(address, words):
    with urllib.request.urlopen(address, timeout=60) as answer:
        page = answer.read().decode()
    if words not in page:
        raise AssertionError(f"{address} does not say {words}: {page[:300]}")
