from . import board, counter_board, kiosk, panel, rating, ticket, voice
