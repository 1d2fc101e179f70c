from . import hcc_dossier_act, hcc_dossier_act_once, hcc_dossier_applicant
