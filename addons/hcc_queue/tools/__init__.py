from . import hall_simulation, ticket_paper, waiting
