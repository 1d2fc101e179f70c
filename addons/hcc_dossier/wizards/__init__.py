from . import (
    hcc_document_revoke,
    hcc_dossier_act,
    hcc_dossier_act_document,
    hcc_dossier_applicant,
    hcc_dossier_reuse,
)
