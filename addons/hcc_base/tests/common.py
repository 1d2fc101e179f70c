from contextlib import contextmanager
from datetime import datetime, timezone
from unittest.mock import patch
from zoneinfo import ZoneInfo

from odoo.fields import Command
from odoo.modules.registry import DummyRLock, Registry
from odoo.tests import TransactionCase, new_test_user

from ..models.hcc_clock import HccClock

CENTRE_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
#: A working Monday under regime C; the day after is a public holiday (24 November).
MONDAY = "2026-11-23 08:00"

#: What a version needs before it is published: the decision that announces it.
DECISION = {
    "decision_number": "99/QĐ-UBND",
    "decision_date": "2025-12-20",
    "decision_signer": "Chủ tịch Ủy ban nhân dân tỉnh",
}
#: And the one that ends it.
ABOLITION = {
    "abolition_number": "7/QĐ-UBND",
    "abolition_date": "2026-11-20",
    "abolition_signer": "Chủ tịch Ủy ban nhân dân tỉnh",
}


def centre_time(text):
    """``YYYY-MM-DD HH:MM[:SS]`` on the centre's wall clock as naive UTC."""
    local = datetime.fromisoformat(text).replace(tzinfo=CENTRE_ZONE)
    return local.astimezone(timezone.utc).replace(tzinfo=None)


@contextmanager
def real_connections():
    """Let threads of a test open cursors and environments of their own.

    The main thread holds the registry's lock while tests run; without this every thread that
    makes an environment would wait for it for ever. What they commit, the test removes again.
    """
    with patch.object(Registry, "_lock", DummyRLock()):
        yield


class HccCommon(TransactionCase):
    """Two centres, two agencies, a calendar of 07:00–11:30 and 13:30–17:00, one user a role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True))
        cls.calendar = cls._create_calendar()
        cls.centre = cls._create_centre("Trung tâm thử nghiệm", "H99.01")
        cls.other_centre = cls._create_centre("Trung tâm khác", "H99.02")
        cls.agency = cls._create_agency("Sở Thử nghiệm", "TN", "H99.11")
        cls.other_agency = cls._create_agency("Sở Khác", "KH", "H99.12")
        cls._create_holidays()
        cls.env = cls.env(context=dict(cls.env.context, allowed_company_ids=cls.centre.ids))
        cls.enterClassContext(cls.at(MONDAY))

    @classmethod
    @contextmanager
    def at(cls, text):
        """Let the suite's clock stand at ``text`` (centre time); usable as context manager."""
        with patch.object(HccClock, "_now", lambda self: centre_time(text)):
            yield

    @classmethod
    def _create_calendar(cls):
        slots = ((7, 11.5, "morning"), (13.5, 17, "afternoon"))
        return cls.env["resource.calendar"].create(
            {
                "name": "Giờ hành chính",
                "tz": CENTRE_ZONE.key,
                "company_id": False,
                "attendance_ids": [
                    Command.clear(),
                    *(
                        Command.create(
                            {
                                "name": f"{day} {period}",
                                "dayofweek": str(day),
                                "day_period": period,
                                "hour_from": start,
                                "hour_to": end,
                            }
                        )
                        for day in range(5)
                        for start, end, period in slots
                    ),
                ],
            }
        )

    @classmethod
    def _create_centre(cls, name, code):
        return cls.env["res.company"].create(
            {
                "name": name,
                "is_centre": True,
                "identifier_code": code,
                "currency_id": cls.env.ref("base.VND").id,
                "resource_calendar_id": cls.calendar.id,
            }
        )

    @classmethod
    def _create_agency(cls, name, code, identifier):
        return cls.env["hcc.agency"].create(
            {
                "name": name,
                "short_name": name,
                "code": code,
                "identifier_code": identifier,
                "kind": "department",
                "company_ids": [Command.set((cls.centre | cls.other_centre).ids)],
            }
        )

    @classmethod
    def _create_holidays(cls):
        day = "2026-11-24"
        if not cls.env["hcc.calendar.day"].search([("date", "=", day), ("company_id", "=", False)]):
            cls.env["hcc.calendar.day"].create({"date": day, "name": "Ngày Văn hóa Việt Nam"})

    @classmethod
    def _create_user(cls, login, *roles, agency=None, centre=None):
        """A user with the given roles (``"official"`` or a full external id) and agency."""
        centre = centre or cls.centre
        groups = [role if "." in role else f"hcc_base.group_{role}" for role in roles]
        user = new_test_user(
            cls.env,
            login,
            groups=",".join(groups or ["base.group_user"]),
            company_id=centre.id,
            company_ids=[Command.set(centre.ids)],
            tz=CENTRE_ZONE.key,
        )
        if agency:
            agency.member_ids = [Command.link(user.id)]
        return user
