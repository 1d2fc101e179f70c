from . import hcc_secondment_decide
