from . import (
    hcc_applicant_entry,
    hcc_centre_setup,
    hcc_procedure_abolish,
    hcc_procedure_poster,
    hcc_process_apply,
    hcc_process_copy,
)
