# The order matters: a model is extended after it is defined.
# ruff: noqa: I001
from . import (
    hcc_dossier_act,
    hcc_document_revoke,
    hcc_dossier_act_correction,
    hcc_dossier_act_document,
    hcc_dossier_act_following,
    hcc_dossier_act_incident,
    hcc_dossier_act_once,
    hcc_dossier_act_processing,
    hcc_dossier_act_return,
    hcc_dossier_applicant,
    hcc_dossier_book,
    hcc_dossier_reassign,
    hcc_dossier_reuse,
    hcc_handover_act,
    hcc_offline_print,
    hcc_seal_act,
)
