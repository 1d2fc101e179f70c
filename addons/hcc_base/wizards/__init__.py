from . import hcc_procedure_poster
from . import hcc_applicant_entry
