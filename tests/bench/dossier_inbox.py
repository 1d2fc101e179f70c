"""The inbox of a unit's staff after years of work, against the same inbox of a young centre.

Two databases with the same three thousand open dossiers, held by the same people: one has 500,000
in all, the other 5,000. “My work” of an appraiser and of an approver who also acts under a
delegation, “Work of the unit” of an approver and of the director, each as the web client asks it:
the page by the real view with its order, the count, the groups. Every time in a transaction of its
own, as a request has. The goal is for the worst of the four: its 95th percentile against the same
list's.
"""

from _client import ListView
from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry

from hcc_cli.bench import p95, sides

GOALS = {"dossier.inbox": 1.5}
VOLUMES = (500_000, 5_000)
ROUNDS, WARM_UP = 60, 5
#: login → the action that opens the list
LISTS = (
    ("do1.appraiser1", "hcc_dossier.action_my_work"),
    ("do1.approver2", "hcc_dossier.action_my_work"),
    ("do1.approver1", "hcc_dossier.action_unit_work"),
    ("giamdoc", "hcc_dossier.action_unit_work"),
)


def run(env, small):
    old, young = env.registry, Registry(small)
    ratios = {}
    for login, action in LISTS:
        ours, theirs = _Inbox(old, login, action), _Inbox(young, login, action)
        if ours() != theirs() or not ours():
            raise AssertionError(f"{login}: {ours()} steps here, {theirs()} there")
        ratios[login, action] = sides(ours, theirs, ROUNDS, WARM_UP, statistic=p95)
    return {"dossier.inbox": max(ratios.values())}


class _Inbox:
    """One person's list in one database; a call opens it."""

    def __init__(self, registry, login, action):
        self.registry = registry
        with registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            user = env["res.users"].search([("login", "=", login)])
            self.uid, self.context = user.id, {"lang": user.lang, "tz": user.tz}
            self.view = ListView(self._env(cr), env.ref(action))

    def __call__(self):
        with self.registry.cursor(readonly=True) as cr:
            return self.view.open(self._env(cr))

    def _env(self, cr):
        env = api.Environment(cr, self.uid, self.context)
        return env(context={**self.context, "allowed_company_ids": env.user.company_ids.ids})
