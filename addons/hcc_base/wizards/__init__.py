from . import hcc_applicant_entry
