from . import (
    hcc_applicant_entry,
    hcc_centre_setup,
    hcc_procedure_abolish,
    hcc_procedure_poster,
)
