from . import board, counter_board, hall_manager, kiosk, kiosk_service, panel, rating, ticket, voice
