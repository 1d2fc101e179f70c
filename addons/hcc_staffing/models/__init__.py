from . import (
    hcc_policy,
    hcc_readiness,
    hcc_secondment,
    hcc_secondment_decision,
    hr_employee,
    ir_module_module,
)
