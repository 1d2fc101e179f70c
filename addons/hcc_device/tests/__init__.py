from . import (
    test_agent_api,
    test_device,
    test_doorbell,
    test_job,
    test_raster,
    test_readiness,
    test_sync,
)
