from . import hcc_process_apply, hcc_process_copy
