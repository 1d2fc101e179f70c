from . import (
    test_agency_end,
    test_applicant_merge,
    test_deadline,
    test_delegation,
    test_dialogs,
    test_ending,
    test_guard,
    test_paper,
    test_processing,
    test_reception,
    test_status,
    test_status_page,
)
