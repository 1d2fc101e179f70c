from . import hcc_dossier, hcc_ticket
