"""Acts the stories out, one after the other in time, each as its role's user."""

from collections import namedtuple

from odoo.addons.hcc_base.transaction import number_transaction

from ..tools import stories_agency, stories_counter, stories_special
from ..tools.story import Moment
from .acts import Acts
from .clock import LifeClock, at
from .lists import ListActs
from .mishaps import MishapActs
from .routine import Routine
from .signing import SigningActs

#: an act with its moment
Scene = namedtuple("Scene", "instant place story act")


class Life(Routine, Acts, ListActs, MishapActs, SigningActs):
    """The centre's last weeks. What the acts leave behind is kept here by its key, as ids: each act
    has a transaction of its own, as a user's has."""

    def __init__(self, env):
        self.env = env
        self.centre = env.ref("base.main_company")
        self.clock = LifeClock(env, self.centre)
        self.stories = [
            story
            for part in (stories_counter, stories_agency, stories_special)
            for story in part.stories()
        ]
        self.dossiers, self.lists, self.procedures, self.users = {}, {}, {}, {}
        self.forms, self.passphrase = [], ""

    def run(self):
        """Everything in the order of time; then the centre as it stands is looked over."""
        stories = [*self._daily_stories(), *self.stories]
        for scene in sorted(self._scenes(stories), key=lambda scene: scene[:2]):
            self._play(scene)
        self._look_back()

    def _scenes(self, stories):
        return [
            Scene(self.clock.instant(act.days, act.at), place, story, act)
            for place, story in enumerate(stories)
            for act in story.acts
        ]

    def _play(self, scene):
        """An act that needs preparing is a method ``_act_…``; any other is the dossier's verb."""
        story, act = scene.story, scene.act
        with self._transaction() as env, at(env, scene.instant):
            own = self._env_of(env, act.login)
            acting = getattr(self, f"_act_{act.verb}", None)
            if acting:
                acting(own, story, **self._plain(own, act.arguments))
            else:
                dossier = self._dossier(own, story.key)
                getattr(dossier, act.verb)(**self._plain(own, act.arguments))
            env.flush_all()

    def _transaction(self):
        return number_transaction(self.env)

    def _plain(self, env, arguments):
        """Moments as instants, codes of reasons as ids."""
        plain = {
            name: self.clock.instant(*value) if isinstance(value, Moment) else value
            for name, value in arguments.items()
        }
        code = plain.pop("reason_code", None)
        if code:
            plain["reason_id"] = env["hcc.dossier.reason"].search([("code", "=", code)]).id
        return plain

    # -- who and what ---------------------------------------------------------

    def _env_of(self, env, login):
        """As the user works: in Vietnamese, at the centre."""
        return env(
            user=self._user_id(env, login),
            su=False,
            context={
                "lang": "vi_VN",
                "tz": "Asia/Ho_Chi_Minh",
                "allowed_company_ids": [self.centre.id],
            },
        )

    def _user_id(self, env, login):
        if login not in self.users:
            users = env["res.users"].sudo().with_context(active_test=False)
            self.users[login] = users.search([("login", "=", login)]).id
        return self.users[login]

    def _dossier(self, env, key):
        return env["hcc.dossier"].browse(self.dossiers[key])

    def _agency(self, env, code):
        return env.ref(f"hcc_demo.agency_{code.lower()}")

    def _procedure(self, env, name):
        if name in self.procedures:
            return env["hcc.procedure"].browse(self.procedures[name])
        return env.ref(f"hcc_demo.procedure_{name}")
