from . import (
    hcc_dossier_act,
    hcc_dossier_act_correction,
    hcc_dossier_act_incident,
    hcc_dossier_applicant,
    hcc_offline_print,
)
