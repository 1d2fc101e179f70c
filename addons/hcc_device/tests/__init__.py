from . import (
    test_agent_api,
    test_device,
    test_doorbell,
    test_faults,
    test_hardware,
    test_job,
    test_raster,
    test_readiness,
    test_replacement,
    test_sync,
    test_token,
)
