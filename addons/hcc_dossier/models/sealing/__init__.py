"""Signatures, certificates and the register of seals."""

# The order matters: a model is extended after it is defined.
# ruff: noqa: I001
from . import (
    hcc_certificate_mixin,
    hcc_trust_anchor,
    hcc_signing_certificate,
    hcc_seal,
    hcc_seal_use,
    hcc_dossier_seal,
    hcc_dossier_draft,
    hcc_signature,
    hcc_dossier_signing,
    hcc_dossier_signed_step,
)
