from . import (
    hcc_code,
    hcc_counter,
    hcc_counter_session,
    hcc_hall,
    hcc_lane,
    hcc_readiness,
    hcc_satisfaction,
    hcc_satisfaction_level,
    hcc_ticket,
    hcc_ticket_call,
    ir_module_module,
)
