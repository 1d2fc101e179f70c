from . import (
    hcc_applicant_entry,
    hcc_centre_setup,
    hcc_policy_apply,
    hcc_policy_compare,
)
