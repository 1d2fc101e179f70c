from . import ticket_paper, voice
