"""PAdES signatures on PDF papers (chữ ký số): with a software token, or over PKCS#11.

The key never passes through the database: a software token is a PKCS#12 file outside it, a real
token or a hardware module signs by itself. PIN and passphrase are asked for each time and kept
nowhere.
"""

import io
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import pkcs11
from cryptography.hazmat.primitives.serialization import pkcs12
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import SimpleSigner, fields, signers
from pyhanko.sign.general import SigningError as LibrarySigningError
from pyhanko.sign.pkcs11 import PKCS11Signer
from pyhanko.stamp import StaticStampStyle


class SigningError(Exception):
    """Why nothing was signed. ``code`` names the reason, for the message in the user's language:
    ``passphrase``, ``file``, ``module``, ``token``, ``pin``, ``locked``, ``certificate``, ``pdf``.
    """

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Appearance:
    """The visible mark of a signature: a one-page PDF, drawn into a box of the paper.

    ``page`` counts from 0, -1 is the last one; ``box`` is left, bottom, right, top in points.
    """

    drawing: bytes
    page: int
    box: tuple[int, int, int, int]


@dataclass(frozen=True)
class Particulars:
    """What the signature says of itself, beside the certificate."""

    field_name: str
    reason: str
    place: str
    signed_at: datetime  # with its time zone


def sign(pdf: bytes, signer, particulars: Particulars, appearance: Appearance | None = None):
    """The PDF with one signature more, as an incremental update: those before it stay valid.

    :raise SigningError: ``pdf`` where the file is none, is encrypted, or allows no more signatures
    """
    meta = signers.PdfSignatureMetadata(
        field_name=particulars.field_name,
        reason=particulars.reason,
        location=particulars.place,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
    )
    try:
        paper = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
        if paper.prev.encrypted:
            raise SigningError("pdf")
        with _style(appearance) as style:
            field = _field(particulars, appearance)
            writer = _Writer(meta, signer, stamp_style=style, new_field_spec=field)
            writer.signed_at = particulars.signed_at
            return writer.sign_pdf(paper).getvalue()
    except (PdfError, LibrarySigningError, ValueError, OSError) as error:
        raise SigningError("pdf") from error


class _Writer(signers.PdfSigner):
    """Signs at the time it is given: the library would ask the machine's clock."""

    signed_at: datetime

    def init_signing_session(self, *args, **kwargs):
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self.signed_at
        return session


def _field(particulars: Particulars, appearance: Appearance | None) -> fields.SigFieldSpec:
    if not appearance:
        return fields.SigFieldSpec(particulars.field_name)
    return fields.SigFieldSpec(particulars.field_name, on_page=appearance.page, box=appearance.box)


@contextmanager
def _style(appearance: Appearance | None):
    """The library reads the drawing from a file, as late as when it writes the signature."""
    if not appearance:
        yield None
        return
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(appearance.drawing)
        file.flush()
        yield StaticStampStyle.from_pdf_file(file.name, border_width=0)


def software_signer(archive: bytes, passphrase: str) -> SimpleSigner:
    """A software token: a PKCS#12 archive with its passphrase.

    :raise SigningError: ``passphrase``, or ``file`` where the archive holds no key
    """
    secret = passphrase.encode()
    try:
        key, certificate, _others = pkcs12.load_key_and_certificates(archive, secret)
    except ValueError as error:
        raise SigningError("passphrase" if archive[:1] == b"\x30" else "file") from error
    if not key or not certificate:
        raise SigningError("file")
    return SimpleSigner.load_pkcs12_data(archive, other_certs=[], passphrase=secret)


@contextmanager
def token_signer(module: str, token_label: str, certificate_label: str, pin: str):
    """A token or hardware module behind a PKCS#11 library, open for the length of the block.

    :raise SigningError: ``module``, ``token``, ``pin``, ``locked`` or ``certificate``
    """
    session = _session(module, token_label, pin)
    try:
        signer = PKCS11Signer(session, cert_label=certificate_label)
        _own_certificate(signer)
        yield signer
    finally:
        session.close()


def _session(module: str, token_label: str, pin: str):
    try:
        return pkcs11.lib(module).get_token(token_label=token_label).open(user_pin=pin)
    except (pkcs11.PinIncorrect, pkcs11.PinInvalid, pkcs11.PinLenRange) as error:
        raise SigningError("pin") from error
    except pkcs11.PinLocked as error:
        raise SigningError("locked") from error
    except (pkcs11.NoSuchToken, pkcs11.MultipleTokensReturned, pkcs11.TokenNotPresent) as error:
        raise SigningError("token") from error
    except (pkcs11.PKCS11Error, RuntimeError, OSError) as error:
        raise SigningError("module") from error


def _own_certificate(signer: PKCS11Signer):
    try:
        return signer.signing_cert
    except (pkcs11.PKCS11Error, ValueError) as error:
        raise SigningError("certificate") from error


def pages_of(pdf: bytes) -> int:
    """:raise SigningError: ``pdf``"""
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=False)
        if reader.encrypted:
            raise SigningError("pdf")
        return int(reader.root["/Pages"]["/Count"])
    except (PdfError, ValueError, KeyError) as error:
        raise SigningError("pdf") from error
