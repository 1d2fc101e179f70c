from . import (
    hcc_applicant_entry,
    hcc_centre_setup,
    hcc_policy_apply,
    hcc_policy_compare,
    hcc_process_apply,
    hcc_process_copy,
)

# ruff: noqa: I001 - the mixin comes before the dialogs that inherit it
from . import hcc_calendar_dialog
from . import hcc_calendar_closure
from . import hcc_calendar_swap
from . import hcc_calendar_year
from . import hcc_clock_trial
