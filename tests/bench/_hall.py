"""A hall at its morning peak, as the benchmarks of the queue need it: lanes, counters with their
officials sitting at them, kiosks, boards, and people waiting. Everything is committed."""

from uuid import uuid4

from odoo import http
from odoo.api import Environment
from odoo.service import security

from odoo.addons.hcc_base.transaction import number_cursor
from odoo.addons.hcc_queue.models.ticket import hcc_ticket_issue

LANES, COUNTERS, KIOSKS, BOARDS = 25, 64, 64, 20


class Hall:
    """What was made. ``fill`` lets people wait, ``clear`` ends whoever was called."""

    def __init__(self, registry):
        self.registry = registry
        with number_cursor(registry) as cr:
            env = Environment(cr, 1, {})
            # One kiosk's flood limit would stop a benchmark here; the server keeps it.
            hcc_ticket_issue.FLOOD_PER_MINUTE = 10**6
            self.company = env["hcc.device"].search([("kind", "=", "kiosk")], limit=1).company_id.id
            self._make(env(context={"lang": "vi_VN"}))

    def _make(self, env):
        users = self._users(env)
        counters = env["hcc.counter"].create(
            [
                {
                    "name": f"Quầy {n}",
                    "number": 100 + n,
                    "company_id": self.company,
                    "user_ids": users[n].ids,
                }
                for n in range(COUNTERS)
            ]
        )
        lanes = env["hcc.lane"].create(
            [
                {
                    "name": f"Làn {n}",
                    "prefix": f"L{chr(65 + n)}",
                    "company_id": self.company,
                    "counter_ids": counters[n::LANES].ids,
                }
                for n in range(LANES)
            ]
        )
        sittings = env["hcc.counter.session"]
        now, today = env["hcc.clock"]._now(), env["hcc.clock"]._today(lanes.company_id)
        for counter, user in zip(counters, users, strict=True):
            sittings |= sittings._guarded_create(
                {
                    "company_id": self.company, "counter_id": counter.id, "user_id": user.id,
                    "opened_on": today, "opened_at": now,
                }
            )  # fmt: skip
        devices = env["hcc.device"].create(
            [
                {"name": f"Ki-ốt {n}", "kind": "kiosk", "company_id": self.company}
                for n in range(KIOSKS + 1)
            ]
            + [
                {"name": f"Bảng {n}", "kind": "board", "company_id": self.company}
                for n in range(BOARDS)
            ]
        )
        tokens = [device._issue_token() for device in devices]
        self.lanes, self.sittings, self.users = lanes.ids, sittings.ids, users.ids
        # The last kiosk lets people wait: it has had its share of tickets before the clock runs.
        self.kiosk = devices[KIOSKS].id
        self.kiosk_tokens, self.board_tokens = tokens[:KIOSKS], tokens[KIOSKS + 1 :]
        self.channel = env["hcc.hall"]._channel("hall", self.company)
        self.cookies = [self._cookie(env, user) for user in users]

    def _users(self, env):
        groups = [env.ref("base.group_user").id, env.ref("hcc_base.group_official").id]
        users = env["res.users"].with_context(no_reset_password=True).create(
            [
                {
                    "name": f"Cán bộ {n}", "login": f"bench{n}", "group_ids": groups,
                    "company_id": self.company, "company_ids": [self.company],
                }
                for n in range(COUNTERS)
            ]
        )  # fmt: skip
        env["hr.employee"].create(
            [
                {
                    "name": user.name, "user_id": user.id, "company_id": self.company,
                    "is_permanent": True,
                }
                for user in users
            ]
        )  # fmt: skip
        return users

    def _cookie(self, env, user):
        """A session as after logging in; hashing 64 passwords would take half a minute."""
        store = http.root.session_store
        session = store.new()
        session.update(http.get_default_session(), db=env.cr.dbname, _trace_disable=True)
        session.uid, session.login = user.id, user.login
        session.context = dict(user.with_user(user).context_get())
        session.session_token = security.compute_session_token(session, env(user=user.id))
        store.save(session)
        return session.sid

    def fill(self, count):
        """``count`` people wait, the lanes in turn."""
        with number_cursor(self.registry) as cr:
            tickets = self._as_page(cr)["hcc.ticket"]
            for n in range(count):
                lane = self.lanes[n % LANES]
                tickets._issue_at_kiosk(self.kiosk, lane, None, None, f"bench-{uuid4().hex}")

    def _as_page(self, cr):
        env = Environment(cr, 1, {})
        return env(user=env.ref("hcc_base.user_public_page"), su=False)

    def call_one(self, cr):
        """The first official calls the next ticket; returns its number."""
        env = Environment(cr, self.users[0], {})
        return env["hcc.ticket"].call_next(self.sittings[0], uuid4().hex)["number"]

    def clear(self):
        """Whoever was called goes home, so that every counter may call again."""
        with self.registry.cursor() as cr:
            cr.execute(
                "UPDATE hcc_ticket SET state = 'finished' WHERE state = 'called'"
                " AND session_id = ANY(%s)",
                [self.sittings],
            )
