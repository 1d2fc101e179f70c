"""What the applicant sees and is told."""

# The order matters: a model is extended after it is defined.
# ruff: noqa: I001
from . import (
    res_company_following,
    hcc_lookup_brake,
    hcc_message_template,
    hcc_sms_provider,
    hcc_sms_log,
    hcc_dossier_page,
    hcc_dossier_following,
    hcc_dossier_lookup,
    hcc_dossier_message,
    hcc_dossier_telling,
    hcc_dossier_child_told,
    hcc_dossier_contact,
)
