from . import (
    test_agency_table,
    test_agency_table_access,
    test_agency_table_history,
    test_agency_table_money,
    test_agency_table_paper,
    test_indicators,
    test_linked,
    test_policy,
)
