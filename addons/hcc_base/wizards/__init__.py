from . import hcc_centre_setup
from . import hcc_applicant_entry
