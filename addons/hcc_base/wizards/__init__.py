from . import hcc_process_apply, hcc_process_copy
from . import hcc_centre_setup
from . import hcc_applicant_entry
