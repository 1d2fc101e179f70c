"""Upgrades from every released version: each tag's addons installed, then the present ones over it.

A release is a tag like `v19.0.1.0.0`. There is none before the first release; from then on the
stage "upgrade, uninstall, install again" goes through all of them. What a new version must change
in data already there belongs into `addons/<addon>/upgrades/<version>/` and is tested by this.
"""

import re
import subprocess
import tarfile
import tempfile
from io import BytesIO
from pathlib import Path

from . import databases, odoo, odoo_source, paths, postgres, process, shell, templates
from .logcheck import LogCheck
from .ui import HccError

TAG = re.compile(r"v19\.0\.\d+\.\d+\.\d+")
#: Journal entries to be found again, as the installation alone writes few.
ENTRIES = """
centre, journal = env.company, env["hcc.journal.entry"]
agency = env["hcc.agency"].search([], limit=1) or env["hcc.agency"].create(
    {"name": "Sở Thử nghiệm", "short_name": "Sở TN", "code": "TN", "kind": "department"}
)
for number in range(20):
    journal._append(agency, "upgrade", facts={"number": number})
env.cr.commit()
journal._seal_pending()
"""
VERIFY = """
broken = env["hcc.journal.entry"]._verify(env.company)["broken"]
result = [f"the journal: {broken}"] if broken else []
"""
COUNTS = """
SELECT string_agg(format('SELECT %L, count(*) FROM %I', table_name, table_name), ' UNION ALL ')
FROM information_schema.tables
WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name LIKE 'hcc\\_%'
"""


def released() -> list[str]:
    done = subprocess.run(["git", "tag"], cwd=paths.ROOT, capture_output=True, text=True)
    return [tag for tag in done.stdout.split() if TAG.fullmatch(tag)]


def upgrade_faults(tag: str, names: list[str]) -> list[str]:
    """What the present addons do wrong to a database that an older version made."""
    with tempfile.TemporaryDirectory(dir=paths.CACHE) as folder:
        old = _extract(tag, Path(folder))
        here = [name for name in names if (old / name).is_dir()]
        with databases.temporary(templates.with_dependencies(names), "release") as database:
            path = f"--addons-path={old},{_foreign()}"
            _odoo(database, "-i", here, [path], f"release-{tag}")
            _write_entries(database, path)
            before = _counts(database)
            check = LogCheck(paths.LOGS / f"upgrade-{tag}.log")
            _odoo(database, "-u", here, [], f"upgrade-{tag}")
            lost = _lost(before, _counts(database))
            return check.problems() + lost + shell.script(database, VERIFY)


def _lost(before: dict[str, int], after: dict[str, int]) -> list[str]:
    return [f"{table}: rows lost" for table in before if after.get(table, 0) < before[table]]


def _write_entries(database: str, addons_path: str) -> None:
    """By the released code, which alone fits the database yet."""
    command = odoo.command(["shell", "-d", database, "--no-http", addons_path])
    done = subprocess.run(
        command, env=odoo.environment(), input=ENTRIES, text=True, capture_output=True
    )
    if done.returncode:
        raise HccError(f"the release could not write its journal\n{done.stderr[-2000:]}")


def _extract(tag: str, folder: Path) -> Path:
    command = ["git", "archive", tag, "addons"]
    done = subprocess.run(command, cwd=paths.ROOT, capture_output=True)
    if done.returncode:
        raise HccError(f"{' '.join(command)}: {done.stderr.decode()}")
    with tarfile.open(fileobj=BytesIO(done.stdout)) as archive:
        archive.extractall(folder, filter="data")
    return folder / "addons"


def _foreign() -> str:
    return ",".join(map(str, odoo_source.addons_folders()))


def _odoo(database: str, action: str, names: list[str], more: list[str], log: str) -> None:
    options = ["-d", database, action, ",".join(names), "--skip-auto-install"]
    command = odoo.command([*options, "--stop-after-init", "--no-http", *more])
    process.run(command, log, env=odoo.environment())


def _counts(database: str) -> dict[str, int]:
    rows = postgres.sql(postgres.sql(COUNTS, database), database).splitlines()
    return {table: int(count) for table, count in (row.split("|") for row in rows)}
