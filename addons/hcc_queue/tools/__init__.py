from . import ticket_paper, voice
from . import line, ticket_paper
