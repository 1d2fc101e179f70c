from . import (
    hcc_agency,
    hcc_policy,
    hcc_readiness,
    hcc_secondment,
    hcc_secondment_decision,
    hcc_secondment_standard,
    hr_employee,
    ir_module_module,
)
