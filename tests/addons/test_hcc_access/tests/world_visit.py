"""What the visitors of a world came for."""

from .world import _procedure, record_of


@record_of("hcc.ticket.line")
def ticket_line(world):
    ticket = world.record("hcc.ticket").sudo()
    procedure = _procedure(world)
    ticket._write_lines([{"procedure": procedure.id, "count": 2}])
    return ticket.line_ids
