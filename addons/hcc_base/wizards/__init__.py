from . import hcc_procedure_poster
from . import hcc_applicant_entry
from . import hcc_centre_setup
