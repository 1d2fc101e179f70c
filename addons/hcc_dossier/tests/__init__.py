from . import (
    test_deadline,
    test_dialogs,
    test_ending,
    test_guard,
    test_paper,
    test_processing,
    test_reception,
    test_recount,
    test_recount_concurrency,
    test_status,
    test_status_page,
)
