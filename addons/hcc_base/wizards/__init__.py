from . import hcc_procedure_abolish
