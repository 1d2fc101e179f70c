"""Python inside an Odoo environment, from outside, with an answer."""

import json
import subprocess

from . import odoo
from .ui import HccError


def script(database: str, code: str, **environment):
    """Run Python with `env` as superuser; what it leaves in `result` comes back. Commits."""
    marker = "hcc-result:"
    ending = f"env.cr.commit()\nimport json\nprint({marker!r} + json.dumps(result))\n"
    source = f"result = None\n{code}\n{ending}"
    command = odoo.command(["shell", "-d", database, "--no-http", "--log-level=warn"])
    done = subprocess.run(
        command, env=odoo.environment(**environment), input=source, text=True, capture_output=True
    )
    for line in done.stdout.splitlines():
        if line.startswith(marker):
            return json.loads(line[len(marker) :])
    raise HccError(f"a script in {database} failed\n{done.stdout[-2000:]}{done.stderr[-4000:]}")
