from . import board, hall_manager, kiosk, panel, rating, ticket
