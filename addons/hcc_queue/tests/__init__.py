from . import (
    test_concurrency,
    test_doorbells,
    test_issue,
    test_lanes,
    test_pages,
    test_print,
    test_queries,
    test_readiness,
    test_rights,
    test_satisfaction,
    test_sessions,
    test_ticket_verbs,
)
