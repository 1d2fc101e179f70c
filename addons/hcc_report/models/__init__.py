from . import hcc_dossier, hcc_report_agency_line, hcc_report_agency_table
