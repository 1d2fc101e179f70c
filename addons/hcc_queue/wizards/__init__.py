from . import hcc_ticket_prefer, hcc_ticket_transfer
