"""`./hcc verify`: recompute the journal's chain of every centre and name the first broken link."""

import argparse
from pathlib import Path

from .. import databases, postgres, setup
from ..shell import script
from ..ui import HccError, say
from . import demo

VERIFY = """
journal, centres = env["hcc.journal.entry"], env["res.company"].search([], order="id")
code, heads_file = {centre!r}, {heads!r}
if code:
    centres = centres.filtered(lambda centre: centre.identifier_code == code)
result = [journal._verify(centre, heads_file) for centre in centres]
"""
VERDICTS = {"whole": "nguyên vẹn", "warning": "nguyên vẹn, có cảnh báo", "broken": "BỊ ĐỨT CHUỖI"}


def main(arguments: list[str]) -> int:
    options = _parser().parse_args(arguments)
    heads = options.heads and Path(options.heads).resolve()
    if heads and not heads.is_file():
        raise HccError(f"no such file of exported heads: {heads}")
    setup.ensure()
    with postgres.cluster(durable=True):
        if not databases.exists(options.database):
            raise HccError(f"no database {options.database} (./hcc demo makes hcc_demo)")
        code = VERIFY.format(centre=options.centre, heads=heads and str(heads))
        reports = script(options.database, code, **demo.running_clock())
    if not reports:
        raise HccError(f"no centre with the identifier code {options.centre}")
    for report in reports:
        say("\n".join(lines(report)))
    return 1 if any(report["verdict"] == "broken" for report in reports) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./hcc verify")
    parser.add_argument("--database", default=demo.DATABASE)
    parser.add_argument("--centre", metavar="CODE", help="only the centre of this identifier code")
    parser.add_argument(
        "--heads", metavar="FILE", help="the exported heads as kept elsewhere (default: our own)"
    )
    return parser


def lines(report: dict):
    """One line for the centre, one for each finding."""
    name = f"{report['code']} {report['name']}".strip()
    yield (
        f"{name}: {VERDICTS[report['verdict']]} – {report['checked']} dòng, "
        f"{report['heads']} đầu chuỗi đã xuất, {report['seconds']:.1f} giây"
    )
    if report["position"]:
        yield f"    dòng cuối còn nguyên: vị trí {report['position']}, {report['seal']}"
    for finding in report["findings"]:
        yield f"    {finding}"
