"""What the signatures of a PDF are worth: untouched, of a trusted issuer, valid when made.

Nothing is fetched: revocation counts only where the paper itself carries the answer. Who opens
this to lists of revoked certificates must bound where the server may connect to.
"""

import io
import logging
from dataclasses import dataclass
from datetime import datetime

from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.general import SigningError, UnacceptableSignerError
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

# The libraries log whose certificate is at fault; names do not belong in the server's log.
for _library in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_library).addHandler(logging.NullHandler())
    logging.getLogger(_library).propagate = False

#: a person's certificate promises non-repudiation, an agency's may only say digital signature
USAGES = KeyUsageConstraints(
    key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False
)


@dataclass(frozen=True)
class Verdict:
    """One signature of a paper.

    ``code``: ``valid``; ``changed`` (the paper was altered after it), ``broken`` (the signature
    itself does not fit), ``expired`` (the certificate was not valid when it signed), ``untrusted``
    (no issuer that the centre trusts), ``unreadable``. ``signed_at`` is the signer's own word.
    """

    code: str
    field_name: str
    signer: str = ""
    serial: str = ""
    issuer: str = ""
    signed_at: datetime | None = None

    @property
    def is_valid(self) -> bool:
        return self.code == "valid"


def verify(pdf: bytes, roots: list[bytes]) -> list[Verdict]:
    """A verdict per signature, in the order they were made; empty for a paper without any.

    :param roots: certificates of the trusted issuers, PEM or DER
    :raise ValueError: the file is no readable PDF
    """
    try:
        signatures = PdfFileReader(io.BytesIO(pdf), strict=False).embedded_signatures
    except (PdfError, ValueError, KeyError, AttributeError) as error:
        raise ValueError("no readable PDF") from error
    trusted = [root for data in roots for root in load_certs_from_pemder_data(data)]
    return [_judge(signature, trusted) for signature in signatures]


def _judge(signature, trusted) -> Verdict:
    """The certificate is judged at the time of signing: it may have expired since."""
    known = _particulars(signature)
    if "serial" not in known:
        return Verdict("unreadable", **known)
    try:
        status = validate_pdf_signature(
            signature, _context(trusted, known["signed_at"]), key_usage_settings=USAGES
        )
    except (SignatureValidationError, UnacceptableSignerError, SigningError, ValueError):
        return Verdict("unreadable", **known)
    return Verdict(_code(signature, status), **known)


def _context(trusted, moment) -> ValidationContext:
    return ValidationContext(
        trust_roots=trusted, moment=moment, allow_fetching=False, revocation_mode="soft-fail"
    )


def _particulars(signature) -> dict:
    known = {"field_name": signature.field_name}
    try:
        certificate = signature.signer_cert
        known |= {
            "signer": certificate.subject.native.get("common_name", ""),
            "serial": f"{certificate.serial_number:X}",
            "issuer": certificate.issuer.native.get("common_name", ""),
            "signed_at": signature.self_reported_timestamp,
        }
    except (ValueError, KeyError, TypeError, AttributeError):
        return {"field_name": signature.field_name}
    return known


def _code(signature, status) -> str:
    if not status.intact:
        return "changed"
    if not status.valid:
        return "broken"
    if _is_changed_since(status):
        return "changed"
    if status.trusted:
        return "valid"
    validity = signature.signer_cert["tbs_certificate"]["validity"]
    at = signature.self_reported_timestamp
    first, last = validity["not_before"].native, validity["not_after"].native
    return "expired" if at and not first <= at <= last else "untrusted"


def _is_changed_since(status) -> bool:
    """Further signatures and their fields are no change; anything else is."""
    if status.coverage in (
        SignatureCoverageLevel.ENTIRE_FILE, SignatureCoverageLevel.ENTIRE_REVISION
    ):  # fmt: skip
        level = status.modification_level
        return level is not None and level > ModificationLevel.FORM_FILLING
    return True
