from . import hcc_procedure_poster
