from . import hcc_applicant_entry, hcc_process_apply, hcc_process_copy
