from . import board, kiosk, kiosk_service, panel, rating, ticket
