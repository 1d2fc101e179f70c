from . import hcc_ticket_transfer
