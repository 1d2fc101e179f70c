from . import (
    hcc_device,
    hcc_device_agent,
    hcc_device_event,
    hcc_device_fault,
    hcc_device_hardware,
    hcc_device_job,
    hcc_device_job_state,
    hcc_device_replacement,
    hcc_device_token,
    hcc_device_watch,
    hcc_readiness,
    ir_websocket,
)
