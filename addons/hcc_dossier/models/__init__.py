# The order matters: a model is extended after it is defined.
# ruff: noqa: I001
from . import (
    hcc_agency,
    hcc_status_set,
    hcc_policy,
    hcc_applicant,
    hcc_procedure_component,
    hcc_dossier_part,
    hcc_dossier,
    hcc_dossier_authority,
    hcc_dossier_reception,
    hcc_dossier_slip,
    hcc_dossier_processing,
    hcc_dossier_deadline,
    hcc_dossier_delegate,
    hcc_dossier_area,
    hcc_dossier_calendar,
    hcc_dossier_ending,
    hcc_dossier_status,
    hcc_dossier_paper,
    hcc_dossier_component,
    hcc_dossier_step,
    hcc_dossier_ledger,
    hcc_dossier_notice,
    hcc_procedure_version,
    ir_module_module,
)
from . import hcc_readiness
