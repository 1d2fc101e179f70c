"""What dossiers add to agencies, procedures and their versions."""

# The order matters: a model is extended after it is defined.
# ruff: noqa: I001
from . import (
    hcc_agency,
    hcc_procedure,
    hcc_procedure_component,
    hcc_procedure_link,
    hcc_procedure_version,
    hcc_dossier_reason,
)
