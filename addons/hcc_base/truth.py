"""What a truth check is made of; the checks themselves stand in each addon's ``hcc.truth.run``."""

from collections.abc import Callable
from typing import NamedTuple

#: a record that must not be so at all, or one that somebody should look at
ERROR, WARNING = "error", "warning"


class Check(NamedTuple):
    """One question asked of the whole database of a centre.

    ``find(company)`` gives SQL that selects the records for which the answer is wrong, with the
    columns ``res_model, res_id, agency_id, facts`` (ids, codes and numbers, never personal data).
    """

    code: str
    label: str
    remedy: str
    severity: str
    find: Callable
    #: asked at the end of the working day, too
    in_the_evening: bool = False
