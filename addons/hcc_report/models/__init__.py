from . import hcc_report_period_mixin  # before the reports that inherit it

# isort: split
from . import (
    hcc_dossier,
    hcc_policy,
    hcc_readiness,
    hcc_report_agency_line,
    hcc_report_agency_table,
    hcc_report_indicator,
    hcc_report_indicators,
)
