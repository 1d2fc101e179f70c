"""What is measured and kept of a world's hall: paces, months."""

from .world import record_of


def _measured(world, model):
    lane = world.record("hcc.ticket").lane_id
    world.env["hcc.lane.pace"]._measure(world.centre)
    world.env["hcc.wait.month"]._count(world.centre)
    return world.env[model].search([("lane_id", "=", lane.id)], limit=1)


@record_of("hcc.lane.pace")
def lane_pace(world):
    return _measured(world, "hcc.lane.pace")


@record_of("hcc.wait.month")
def wait_month(world):
    return _measured(world, "hcc.wait.month")


@record_of("hcc.counter.pause")
def counter_pause(world):
    session = world.record("hcc.counter.session")
    return world.env["hcc.counter.pause"].create(
        {
            "session_id": session.id,
            "company_id": world.centre.id,
            "reason_id": world.env.ref("hcc_queue.pause_reason_meeting").id,
            "started_at": session.opened_at,
            "ended_at": session.opened_at,
        }
    )


@record_of("hcc.counter.message")
def counter_message(world):
    messages = world.as_user("hall_manager", "hcc.counter.message")
    session = world.record("hcc.counter.session")
    return messages.browse(messages.send(session.id, "Xin mở thêm làn B")["message_id"])
