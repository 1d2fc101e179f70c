"""One acceptance slip over HTTP, against Odoo's own qweb-pdf of the same page.

Both are asked of one running server (two workers) by one official's session, a print of ours
beside a print of theirs. Theirs is the finished HTML of the slip in Odoo's own report layout, drawn
by Debian's wkhtmltopdf, which is unpacked beside the rest and installed nowhere: it need not even
read the dossier. Ours reads a dossier that was never printed before, writes its two codes and draws
it. Both workers draw several papers before the clock runs.
"""

import os
import re
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

from odoo.addons.hcc_base.transaction import number_cursor

from hcc_cli import apt, databases, paths
from hcc_cli.bench import sides
from hcc_cli.locks import locked
from hcc_cli.server import Server

GOALS = {"dossier.form": 0.1}
ROUNDS, WARM_UP = 15, 6
PREFIX = paths.HCC / "prefix-wkhtmltopdf"
LIBRARIES = "usr/lib/x86_64-linux-gnu"
# Paths beside the script: the environment may be shared or moved.
WRAPPER = f"""#!/bin/sh
prefix=$(dirname "$(readlink -f "$0")")/..
export LD_LIBRARY_PATH=$prefix/{LIBRARIES}
export QT_QPA_PLATFORM=offscreen QT_PLUGIN_PATH=$prefix/{LIBRARIES}/qt5/plugins
exec "$prefix/usr/bin/wkhtmltopdf" "$@"
"""
APPLICANT = {
    "kind": "person",
    "name": "Lò Thị Thử Nghiệm",
    "identity_kind": "citizen_id",
    "identity_number": "012190004321",
    "phone": "0912345678",
    "address": "Tổ 1, phường Tân Phong, tỉnh Lai Châu",
}


def run(env):
    password = uuid4().hex
    with number_cursor(env.registry) as cr:
        dossier_ids = _prepare(env(cr=cr), password)
        cr.commit()
    path = f"{_wkhtmltopdf()}{os.pathsep}{os.environ['PATH']}"
    server = Server(env.cr.dbname, paths.LOGS / "bench-dossier-form.log", PATH=path)
    url = f"http://127.0.0.1:{server.http_port}"
    databases.set_base_url(env.cr.dbname, url)
    server.start()
    try:
        read = _session(url, password)
        fresh = iter(dossier_ids)
        ratio = sides(
            lambda: _pdf(read(f"{url}/report/pdf/hcc_dossier.slip/{next(fresh)}")),
            lambda: _pdf(read(f"{url}/report/pdf/hcc_dossier.bench_page/{dossier_ids[0]}")),
            rounds=ROUNDS,
            warm_up=WARM_UP,
        )
    finally:
        server.stop()
    return {"dossier.form": ratio}


def _prepare(env, password):
    """A received dossier for each print, the slip of one as a page of Odoo's own report, and a way
    to log in."""
    official = env["res.users"].search([("login", "=", "canbo")])
    official.password = password
    dossiers = env(user=official, su=False)["hcc.dossier"]
    procedure = env["hcc.procedure"].search([("code", "=", "1.013837")])
    applicant = dossiers.env["hcc.applicant"].find_or_register(APPLICANT)
    values = {
        "procedure_id": procedure.id,
        "applicant_id": applicant.id,
        "beside_open": True,
    }
    received = dossiers.create([values] * (ROUNDS + WARM_UP))
    for dossier in received:
        dossier.action_tick_all()
        dossier.receive()
    reports = env["ir.actions.report"]
    html = reports._render_qweb_html("hcc_dossier.slip", received[:1].ids)[0].decode()
    styles = Path(paths.ADDONS, "hcc_base/static/src/paper/paper.css").read_text()
    [section] = re.findall(r"<section.*</section>", html, re.DOTALL)
    arch = (
        '<t t-name="hcc_dossier.bench_page"><t t-call="web.html_container">'
        f'<style><![CDATA[{styles}]]></style><div class="article">{section}</div></t></t>'
    )
    env["ir.ui.view"].create(
        {"name": "bench", "type": "qweb", "key": "hcc_dossier.bench_page", "arch": arch}
    )
    env["ir.actions.report"].create(
        {
            "name": "Bench", "model": "hcc.dossier", "report_type": "qweb-pdf",
            "report_name": "hcc_dossier.bench_page",
        }
    )  # fmt: skip
    return received.ids


def _session(url, password):
    """A reader of pages in the official's session."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def read(address, form=None):
        data = urlencode(form).encode() if form else None
        with opener.open(address, data, timeout=120) as answer:
            return answer.read()

    token = re.search(r'csrf_token" value="([^"]+)', read(f"{url}/web/login").decode())[1]
    read(f"{url}/web/login", {"csrf_token": token, "login": "canbo", "password": password})
    return read


def _pdf(content):
    if not content.startswith(b"%PDF"):
        raise AssertionError(f"not a paper: {content[:200]!r}")


def _wkhtmltopdf():
    """The folder of a ``wkhtmltopdf`` that runs; downloaded once."""
    wrapper = PREFIX / "bin" / "wkhtmltopdf"
    with locked("wkhtmltopdf"):
        if not wrapper.exists():
            folder = paths.CACHE / "wkhtmltopdf"
            folder.mkdir(parents=True, exist_ok=True)
            archive = apt.Archive(None)
            archive.update()
            archive.download(archive.missing_for("wkhtmltopdf") or ["wkhtmltopdf"], folder)
            apt.extract(folder, PREFIX)
            wrapper.parent.mkdir()
            wrapper.write_text(WRAPPER)
            wrapper.chmod(0o755)
    return wrapper.parent
