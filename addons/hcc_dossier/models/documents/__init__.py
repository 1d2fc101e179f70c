"""Scans, the store of accepted papers, reuse, originals, results."""

# The order matters: a model is extended after it is defined.
# ruff: noqa: I001
from . import (
    hcc_document,
    hcc_document_intake,
    hcc_document_virus,
    ir_attachment,
    ir_binary,
    hcc_dossier_component_document,
    hcc_dossier_document,
    hcc_dossier_reuse,
    hcc_dossier_desk_reuse,
    hcc_dossier_original,
    hcc_dossier_result_document,
    hcc_document_statistics,
)
