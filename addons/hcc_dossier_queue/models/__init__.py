from . import hcc_document_statistics, hcc_dossier, hcc_hall, hcc_hall_scan, hcc_ticket
