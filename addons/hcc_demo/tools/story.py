"""How the life of a dossier is told: who did what, how many working days ago, at what time.

Pure data; the demonstration's life (``hcc_demo.life``) acts it out through the product's verbs.
"""

from typing import NamedTuple

#: agency → logins of the demonstration's users in its roles
STAFF = {
    "STP": {
        "official": "canbo", "colleague": "canbo.stp2", "appraiser": "thamdinh",
        "approver": "pheduyet", "clerk": "vanthu",
    },
    "SCT": {
        "official": "canbo2", "colleague": "canbo.sct2", "appraiser": "thamdinh2",
        "approver": "pheduyet2", "clerk": "vanthu2",
    },
    "SXD": {
        "official": "canbo.sxd", "appraiser": "thamdinh.sxd", "approver": "pheduyet.sxd",
        "clerk": "vanthu.sxd",
    },
    "SGTVT": {"official": "canbo.sgtvt1"},
    "SNNPTNT": {"official": "canbo.snnptnt"},
    "STNMT": {"official": "canbo.stnmt1"},
    "SYT": {"official": "canbo.syt"},
    "SGDDT": {"official": "canbo.sgddt"},
    "SKHDT": {"official": "canbo.skhdt1"},
    "SVHTTDL": {"official": "canbo.svhttdl"},
}  # fmt: skip


class Act(NamedTuple):
    """``days``: working days before the present one; ``at``: ``HH:MM``."""

    days: int
    at: str
    login: str
    verb: str
    arguments: dict


class Moment(NamedTuple):
    """A time in an act's arguments, counted as an act's own; a negative number lies ahead."""

    days: int
    at: str = "08:00"


class Story:
    """One dossier, or one hand-over list, from its first act to where it stands today."""

    def __init__(self, key, agency, procedure=None, person=None, **particulars):
        self.key, self.agency, self.procedure, self.person = key, agency, procedure, person
        self.particulars = particulars
        self.acts = []

    def then(self, days, at, who, verb, **arguments):
        """``who`` is a role of the story's agency, or a login."""
        login = STAFF[self.agency].get(who, who)
        if self.acts and (-days, at) < (-self.acts[-1].days, self.acts[-1].at):
            raise ValueError(f"{self.key}: {verb} comes before {self.acts[-1].verb}")
        self.acts.append(Act(days, at, login, verb, arguments))
        return self

    # -- what many have in common ---------------------------------------------

    def receive(self, days, at, who="official", **how):
        return self.then(days, at, who, "receive", **how)

    def pay(self, days, at):
        return self.then(days, at, "thungan", "pay")

    def to_agency(self, days, given, taken, taken_days=None):
        """Handed over by the counter, taken by the appraiser."""
        self.then(days, given, "official", "hand_over")
        return self.then(days if taken_days is None else taken_days, taken, "appraiser", "take")

    def appraise(self, days, at, **how):
        return self.then(days, at, "appraiser", "complete_step", **how)

    def approve(self, days, at, **how):
        return self.then(days, at, "approver", "complete_step", **how)

    def seal(self, days, at):
        return self.then(days, at, "clerk", "complete_step")

    def to_centre(self, days, given, taken):
        """The result, handed over by the clerk and taken by the counter."""
        self.then(days, given, "clerk", "hand_over")
        return self.then(days, taken, "official", "take")

    def collect(self, days, at, **how):
        return self.then(days, at, "official", "return_result", **how)
