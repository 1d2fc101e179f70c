from . import hcc_dossier_act, hcc_dossier_act_following, hcc_dossier_applicant
