from . import ticket_paper
