from . import hcc_applicant_entry, hcc_centre_setup, hcc_process_apply, hcc_process_copy
