# ruff: noqa: I001 - the mixin comes before the dialogs that inherit it
from . import hcc_applicant_entry
from . import hcc_centre_setup
from . import hcc_policy_apply
from . import hcc_policy_compare
from . import hcc_procedure_abolish
from . import hcc_procedure_poster
from . import hcc_process_apply
from . import hcc_process_copy
from . import hcc_calendar_dialog
from . import hcc_calendar_closure
from . import hcc_calendar_hours
from . import hcc_calendar_removal
from . import hcc_calendar_swap
from . import hcc_calendar_year
from . import hcc_clock_trial
from . import hcc_truth_acknowledge
