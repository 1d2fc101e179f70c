from . import hcc_device, hcc_device_agent, hcc_device_job, hcc_readiness, ir_websocket
