"""The addons' life in a database: upgraded, uninstalled one after the other, installed again.

On a copy of the prepared demonstration, which has data. An upgrade must change nothing; what
holds a centre's records must refuse to go; after the last uninstallation the database must be
built as the one that never had them; and a second installation must go through. From the first
release on, upgrades from every released version follow.
"""

import json
import os
import subprocess
from contextlib import contextmanager
from pathlib import Path

from . import (
    databases,
    manifests,
    odoo,
    paths,
    postgres,
    prepared,
    process,
    releases,
    shell,
    templates,
)
from .logcheck import LogCheck
from .tally import Tally
from .ui import HccError, say

#: A centre's own settings, which an upgrade must leave alone.
CUSTOMISE = """
env.ref("hcc_base.ir_cron_journal_heads").write({"active": False, "interval_number": 3})
env["hcc.policy"].search([], limit=1).write({"name": "Quy định của riêng trung tâm"})
while env["hcc.journal.entry"]._seal_pending():
    pass
"""

#: Every row of ours, the journal's with all columns, others without the stamps of their writing.
CONTENTS = """
SELECT string_agg(format('SELECT %L, md5(coalesce(string_agg(row::text, '''' ORDER BY row::text),
    '''')) FROM (SELECT to_jsonb(t) {stamps} AS row FROM %I t) rows', table_name, table_name),
    ' UNION ALL ')
FROM information_schema.tables
WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
  AND (table_name LIKE 'hcc\\_%' OR table_name IN ('ir_cron', 'res_groups', 'res_company'))
"""

#: How the database is built: tables, columns, indexes, constraints, functions, triggers.
SCHEMA = """
SELECT 'column ' || table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable
FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL SELECT 'index ' || indexname FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT 'constraint ' || conrelid::regclass || ' ' || conname FROM pg_constraint
WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT 'function ' || proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
UNION ALL SELECT 'trigger ' || tgname FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT 'sequence ' || sequencename FROM pg_sequences
"""

#: Rows that would still speak of us.
LEFT_BEHIND = """
SELECT 'ir_model_data ' || module || '.' || name FROM ir_model_data
WHERE module = ANY('{{{names}}}')
UNION ALL SELECT 'ir_model ' || model FROM ir_model WHERE model LIKE 'hcc.%'
UNION ALL SELECT 'ir_model_fields ' || model || '.' || name FROM ir_model_fields
WHERE relation LIKE 'hcc.%'
UNION ALL SELECT 'parameter ' || key FROM ir_config_parameter WHERE key LIKE 'hcc.%'
UNION ALL SELECT 'attachment ' || name FROM ir_attachment WHERE res_model LIKE 'hcc.%'
UNION ALL SELECT 'view ' || name FROM ir_ui_view WHERE model LIKE 'hcc.%' OR key LIKE 'hcc\\_%'
UNION ALL SELECT 'job ' || cron_name FROM ir_cron WHERE cron_name LIKE 'One-stop%'
UNION ALL SELECT 'action ' || name::text FROM ir_act_window WHERE res_model LIKE 'hcc.%'
"""

UNINSTALL = """
from odoo.exceptions import UserError
from odoo.tools import mute_logger
modules = env["ir.module.module"]

def installed(name):
    return modules.search([("name", "=", name), ("state", "=", "installed")])

def refused(name):
    try:
        with mute_logger("odoo.sql_db"), env.cr.savepoint():
            installed(name).button_uninstall()
    except UserError:
        return True
    return False

parameters = env["ir.config_parameter"]
parameters.set_param("hcc.demonstration", "False")
kept = [name for name in {keeping!r} if not refused(name)]
parameters.set_param("hcc.demonstration", "True")
env.cr.commit()
for name in {names!r}:
    if installed(name):
        # The platform takes this lock without waiting, and a vacuum at work would refuse it.
        env.cr.execute("LOCK ir_module_module IN EXCLUSIVE MODE")
        installed(name).button_immediate_uninstall()
left = [name for name in {names!r} if installed(name)]
import json
print("hcc-answer:" + json.dumps({{"not refused": kept, "still installed": left}}))
"""

#: Addons that hold records of the demonstration which a centre would have to keep.
KEEPING = ["hcc_base"]


def run(tally: Tally) -> None:
    names = [name for name in manifests.folders() if not manifests.is_test_addon(name)]
    names = manifests.in_order(names)
    ready = prepared.ensure()
    with databases.temporary(ready.database, "lifecycle") as database:
        check = _Check(database, tally)
        check.upgrade()
        check.uninstall(list(reversed(names)))
        check.is_as_before(templates.with_dependencies(names), names)
        check.install_again(names)
    for tag in releases.released():
        check.judge(f"an upgrade from {tag}", releases.upgrade_faults(tag, names))
    if check.faults:
        raise HccError("the addons' life in a database has faults")


class _Check:
    """One passed or failed a question; what was found is shown."""

    def __init__(self, database: str, tally: Tally):
        self.database, self.tally, self.faults = database, tally, 0

    def judge(self, question: str, found: list[str]) -> None:
        self.tally.add(0 if found else 1, 1 if found else 0)
        if found:
            self.faults += 1
            say(f"    {question} ({len(found)})")
            say("\n".join(f"        {line}" for line in found[:30]))

    def upgrade(self) -> None:
        """All of the suite upgraded on a database with data: nothing changes, nothing is logged."""
        shell.script(self.database, CUSTOMISE)
        before = self._contents()
        options = ["-u", "hcc_base", "--skip-auto-install", "--stop-after-init", "--no-http"]
        with self._logged("an upgrade logs nothing", "lifecycle-upgrade") as log:
            self._odoo(["-d", self.database, *options], log)
        after = self._contents()
        changed = sorted(name for name in before | after if before.get(name) != after.get(name))
        self.judge("an upgrade changes no record", changed)

    def uninstall(self, names: list[str]) -> None:
        source = UNINSTALL.format(names=names, keeping=KEEPING)
        with self._logged("an uninstallation logs nothing", "lifecycle-uninstall") as log:
            out = self._odoo(["shell", "-d", self.database, "--no-http"], log, source)
        answer = json.loads(out.rpartition("hcc-answer:")[2])
        self.judge("records that must be kept block it", answer["not refused"])
        self.judge("every addon goes", answer["still installed"])

    def is_as_before(self, template: str, names: list[str]) -> None:
        ours, theirs = (set(self._lines(SCHEMA, name)) for name in (self.database, template))
        found = [f"left: {line}" for line in ours - theirs]
        found += [f"gone: {line}" for line in theirs - ours]
        self.judge("the database is built as before", sorted(found))
        left = self._lines(LEFT_BEHIND.format(names=",".join(names)), self.database)
        self.judge("no record speaks of the addons", left)

    def install_again(self, names: list[str]) -> None:
        found = []
        try:
            templates.install(self.database, names, "lifecycle-again")
        except HccError as error:
            found = str(error).splitlines()
        self.judge("a second installation goes through", found)

    # --- means -----------------------------------------------------------------------------------

    def _contents(self) -> dict:
        """Table → digest of its rows."""
        stamped = self._digests("- ARRAY[''write_date'', ''write_uid'']")
        return {**stamped, "hcc_journal_entry": self._digests("")["hcc_journal_entry"]}

    def _digests(self, stamps: str) -> dict:
        statement = postgres.sql(CONTENTS.replace("{stamps}", stamps), self.database)
        return dict(line.split("|") for line in self._lines(statement, self.database))

    def _lines(self, statement: str, database: str) -> list[str]:
        return postgres.sql(statement, database).splitlines()

    @contextmanager
    def _logged(self, question: str, log: str):
        """Where to log; what is warned of there is a fault."""
        path = paths.LOGS / f"{log}-{os.getpid()}.log"
        check = LogCheck(path)
        yield path
        self.judge(question, check.problems())

    def _odoo(self, arguments: list[str], log: Path, source: str | None = None) -> str:
        with open(log, "ab") as errors:
            done = subprocess.run(
                odoo.command(arguments),
                env=odoo.environment(),
                input=source or "",
                text=True,
                stdout=subprocess.PIPE,
                stderr=errors,
            )
        if done.returncode:
            raise HccError(f"{arguments[0]} ended with {done.returncode}; {process.tail(log)}")
        return done.stdout
