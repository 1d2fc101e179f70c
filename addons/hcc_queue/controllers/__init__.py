from . import board, counter_board, kiosk, panel, rating, ticket, voice
from . import board, hall_manager, kiosk, panel, rating, ticket
from . import board, kiosk, kiosk_service, panel, rating, ticket
