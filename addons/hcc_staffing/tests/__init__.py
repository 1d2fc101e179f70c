from . import (
    test_policy,
    test_readiness,
    test_secondment,
    test_secondment_access,
    test_secondment_job,
    test_standard,
)
