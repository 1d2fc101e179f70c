from . import hcc_dossier_act, hcc_dossier_applicant, hcc_seal_act
