"""Records of booking ahead: offers, their rows, appointments, dialogs."""

from datetime import timedelta

from odoo.addons.hcc_appointment.tools.person import Person

from .world import own_record_of, record_of


@record_of("hcc.appointment.offer")
def appointment_offer(world):
    rows = [
        {"weekday": str(day), "hour_from": 8, "hour_to": 11, "slot_minutes": 30, "places": 4}
        for day in range(5)
    ]
    return world.env["hcc.appointment.offer"].create(
        {
            "lane_id": world.record("hcc.lane").id,
            "date_from": "2026-01-01",
            "period_ids": [(0, 0, row) for row in rows],
        }
    )


@record_of("hcc.appointment.period")
def appointment_period(world):
    return world.record("hcc.appointment.offer").period_ids[:1]


@record_of("hcc.appointment.closure")
def appointment_closure(world):
    return world.env["hcc.appointment.closure"].create(
        {
            "offer_id": world.record("hcc.appointment.offer").id,
            "date_from": "2030-01-02",
            "date_to": "2030-01-02",
            "reason": "Tập huấn",
        }
    )


@record_of("hcc.appointment")
def appointment(world):
    offer = world.record("hcc.appointment.offer")
    today = world.env["hcc.clock"]._today(world.centre)
    days = (today + timedelta(days=ahead) for ahead in range(1, 14))
    slot = next(slot for day in days for slot in offer._slots(day))
    number = world.env["hcc.appointment"].search_count([]) + 1
    person = Person("Người Thử", f"001090{number:06d}", f"0912{number:06d}")
    world.env["hcc.appointment"]._book(offer.lane_id.id, {}, slot.start, person, None)
    return world.env["hcc.appointment"].search([("lane_id", "=", offer.lane_id.id)], limit=1)


@own_record_of("hcc.appointment.cancel")
def appointment_cancel(world, user):
    dialogs = world.env["hcc.appointment.cancel"].with_user(user)
    return dialogs.create({"appointment_id": world.record("hcc.appointment").id, "reason": "Nghỉ"})


@own_record_of("hcc.appointment.entry")
def appointment_entry(world, user):
    return (
        world.env["hcc.appointment.entry"]
        .with_user(user)
        .create(
            {
                "lane_id": world.record("hcc.lane").id,
                "day": "2030-01-02",
                "hour": 8,
                "person_name": "Người Thử",
                "identity_number": "001090000001",
                "phone": "0912000001",
            }
        )
    )


@own_record_of("hcc.appointment.plan")
def appointment_plan(world, user):
    return world.env["hcc.appointment.plan"].with_user(user).create({})


@own_record_of("hcc.appointment.plan.line")
def appointment_plan_line(world, user):
    world.record("hcc.appointment.offer")
    plan = appointment_plan(world, user)
    plan.action_count()
    return plan.line_ids[:1]
