"""What a certificate says of itself."""

from dataclasses import dataclass
from datetime import datetime

from asn1crypto import pem, x509


@dataclass(frozen=True)
class Certificate:
    """Holder, issuer, serial number (hexadecimal) and the days it holds for, UTC without zone."""

    holder: str
    issuer: str
    serial: str
    valid_from: datetime
    valid_until: datetime
    is_issuer: bool


def read(data: bytes) -> Certificate:
    """:raise ValueError: ``data`` is no X.509 certificate, PEM or DER"""
    certificate = parse(data)
    validity = certificate["tbs_certificate"]["validity"]
    return Certificate(
        holder=_common_name(certificate.subject),
        issuer=_common_name(certificate.issuer),
        serial=f"{certificate.serial_number:X}",
        valid_from=validity["not_before"].native.replace(tzinfo=None),
        valid_until=validity["not_after"].native.replace(tzinfo=None),
        is_issuer=bool(certificate.ca),
    )


def parse(data: bytes) -> x509.Certificate:
    """:raise ValueError: no certificate"""
    try:
        if pem.detect(data):
            _kind, _headers, data = pem.unarmor(data)
        certificate = x509.Certificate.load(data, strict=True)
        _parsed = certificate.native  # it parses lazily, and a broken one must not pass
    except (ValueError, TypeError) as error:
        raise ValueError("no certificate") from error
    return certificate


def _common_name(name: x509.Name) -> str:
    found = name.native.get("common_name") or name.native.get("organization_name") or ""
    return found if isinstance(found, str) else ", ".join(found)
