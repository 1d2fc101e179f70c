from . import ticket_paper, voice
from . import line, ticket_paper
from . import hall_simulation, ticket_paper, waiting
from . import lane_hours, ticket_paper
