from . import lane_hours, ticket_paper
