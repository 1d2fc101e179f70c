from . import hall_simulation, lane_hours, line, ticket_paper, voice, waiting
