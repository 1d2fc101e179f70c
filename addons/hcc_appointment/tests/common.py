from odoo.fields import Command

from odoo.addons.hcc_base.tests.common import centre_time
from odoo.addons.hcc_queue.tests.common import QueueCommon

from ..tools.person import Person

#: A Wednesday of the week whose Tuesday is a public holiday.
DAY = "2026-11-25"


class AppointmentCommon(QueueCommon):
    """Lane A offers Wednesday 08:00–10:00 in slots of 30 minutes with 4 places, half for walk-ins;
    the clock stands at Monday 08:00."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.offer = cls._create_offer(cls.lane)
        cls.appointments = cls.env["hcc.appointment"]
        cls.env.flush_all()

    @classmethod
    def _create_offer(cls, lane, weekdays="02", places=4, **values):
        return cls.env["hcc.appointment.offer"].create(
            {
                "lane_id": lane.id,
                "date_from": "2026-11-01",
                "walk_in_percent": 50,
                "period_ids": [
                    Command.create(
                        {
                            "weekday": weekday,
                            "hour_from": 8,
                            "hour_to": 10,
                            "slot_minutes": 30,
                            "places": places,
                        }
                    )
                    for weekday in weekdays
                ],
                **values,
            }
        )

    def person(self, number=1, phone=None):
        return Person(f"Người Thử {number}", f"001090{number:06d}", phone or f"0912{number:06d}")

    def book(self, number=1, time="08:00", day=DAY, lane=None, key=None, **person):
        """Hold a place as the public page does and return the appointment (superuser)."""
        before = self.appointments.search([], order="id desc", limit=1)
        self.appointments._book(
            (lane or self.lane).id,
            {},
            centre_time(f"{day} {time}"),
            self.person(number, **person),
            key,
        )
        return self.appointments.search([("id", ">", before.id or 0)])

    def booked(self, *args, **kwargs):
        appointment = self.book(*args, **kwargs)
        self.assertEqual(appointment._confirm(appointment._code()), "confirmed")
        return appointment
