from datetime import date
from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.base.models.ir_cron import IrCron
from odoo.addons.hcc_base.tests.common import HccCommon


@tagged("post_install", "-at_install")
class StaffingCommon(HccCommon):
    """HR, a director and officials with employee files; the clock stands on 23 November 2026."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hr = cls._create_user("hr", "hr")
        cls.director = cls._create_user("director", "director")
        cls.official = cls._create_user("official", "official", agency=cls.agency)
        cls.employee = cls._create_employee("Nguyễn Văn Quầy", cls.official)
        cls.decision = (
            cls.env["hcc.secondment.decision"]
            .with_user(cls.director)
            .create(
                {"number": "1234/QĐ-UBND", "date": "2026-11-20", "signer": "Chủ tịch UBND tỉnh"}
            )
        )

    @classmethod
    def _create_employee(cls, name, user=None, **values):
        return cls.env["hr.employee"].create(
            {
                "name": name,
                "user_id": user.id if user else False,
                "company_id": cls.centre.id,
                "agency_id": cls.agency.id,
                "sector_since": "2020-01-01",
                "official_rank": "specialist",
                **values,
            }
        )

    @classmethod
    def _draft(cls, start="2026-11-23", end="2027-11-22", employee=None, **values):
        employee = employee or cls.employee
        return (
            cls.env["hcc.secondment"]
            .with_user(cls.hr)
            .create(
                {
                    "employee_id": employee.id,
                    "agency_id": employee.agency_id.id,
                    "company_id": cls.centre.id,
                    "date_start": start,
                    "date_end": end,
                    **values,
                }
            )
        )

    @classmethod
    def _approved(cls, *args, **kwargs):
        """A stay that has gone its way to approval; active when its first day has come."""
        stay = cls._draft(*args, **kwargs).propose()
        return stay.with_user(cls.director).approve(cls.decision.id)

    @classmethod
    def _next_policy(cls, day, **values):
        """The centre's own policy from ``day`` on; those in use keep their content."""
        policy = cls.env["hcc.policy"].sudo()._get(cls.centre, date.fromisoformat(day))
        own = {"company_id": cls.centre.id, "valid_from": day, "valid_to": False}
        return policy.copy({**own, **values})

    @classmethod
    def _run_job(cls):
        with patch.object(IrCron, "_commit_progress"):
            cls.env["hcc.secondment"]._cron_roll_terms()
