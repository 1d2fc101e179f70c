from . import board, kiosk, panel, rating, ticket
