from . import hcc_device, hcc_device_agent, hcc_device_job, ir_websocket
