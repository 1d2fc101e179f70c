import json
import os
import subprocess
import sys

MAIN = """
import json, sys
import odoo
from odoo.modules.module import initialize_sys_path
from odoo.modules.registry import Registry
from odoo.tools import config

database, body = sys.argv[1:]
config.parse_config(["--no-http", "--log-level=critical"])
initialize_sys_path()
code = compile(body, "worker", "exec")
for line in sys.stdin:
    registry = Registry(database).check_signaling()
    with registry.cursor() as cr:
        scope = {"env": odoo.api.Environment(cr, odoo.SUPERUSER_ID, {}), "asked": json.loads(line)}
        exec(code, scope)
        cr.commit()
    print("answer:" + json.dumps(scope["answer"]), flush=True)
"""


class Worker:
    """A second server process on the same database, with a registry and caches of its own.

    ``body`` is run for each question; it finds ``env`` and ``asked`` and leaves ``answer``. It
    sees only what is committed.
    """

    def __init__(self, database, body):
        self.process = subprocess.Popen(
            [sys.executable, "-c", MAIN, database, body],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )

    def ask(self, question=None):
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        for line in self.process.stdout:
            if line.startswith("answer:"):
                return json.loads(line.removeprefix("answer:"))
        raise AssertionError(self.process.stderr.read()[-2000:])

    def close(self):
        self.process.communicate(timeout=60)
