from . import (
    test_chain,
    test_concurrency,
    test_deposit,
    test_due,
    test_fee_modifier,
    test_paper,
    test_policy,
    test_portal_links,
    test_readiness,
    test_receipt,
    test_remittance,
    test_shift,
)
