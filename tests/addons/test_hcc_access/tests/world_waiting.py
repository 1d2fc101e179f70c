"""What is measured and kept of a world's hall: paces, months."""

from .world import record_of


def _measured(world, model):
    called = world.record("hcc.ticket.call").ticket_id
    called.with_user(world.users["official"]).finish()
    world.env["hcc.lane.pace"]._measure(world.centre)
    world.env["hcc.wait.month"]._count(world.centre)
    return world.env[model].search([("lane_id", "=", called.lane_id.id)], limit=1)


@record_of("hcc.lane.pace")
def lane_pace(world):
    return _measured(world, "hcc.lane.pace")


@record_of("hcc.wait.month")
def wait_month(world):
    return _measured(world, "hcc.wait.month")
