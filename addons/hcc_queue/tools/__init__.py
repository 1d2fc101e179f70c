from . import line, ticket_paper
