"""Certificates, software tokens and papers made for a test; nobody in them exists."""

import datetime as dt
import io

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from reportlab.pdfgen import canvas

NOW = dt.datetime(2026, 11, 23, 3, 0, tzinfo=dt.timezone.utc)
PASSPHRASE = "mat-khau-thu"


class Issuer:
    """A root of trust, and what it issues."""

    def __init__(self, name="Tổ chức chứng thực thử nghiệm"):
        self.name = name
        self.key = rsa.generate_private_key(65537, 2048)
        self.certificate = self._certify(name, self.key, is_issuer=True)

    @property
    def pem(self):
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    def issue(self, holder, first=-1, last=365):
        """A holder's key and certificate, valid from ``first`` to ``last`` days from NOW."""
        key = rsa.generate_private_key(65537, 2048)
        return key, self._certify(holder, key, first=first, last=last)

    def token(self, holder, **days):
        """A software token: the PKCS#12 archive under PASSPHRASE, and its public part."""
        key, certificate = self.issue(holder, **days)
        archive = pkcs12.serialize_key_and_certificates(
            b"token", key, certificate, [self.certificate],
            serialization.BestAvailableEncryption(PASSPHRASE.encode()),
        )  # fmt: skip
        return archive, certificate.public_bytes(serialization.Encoding.PEM)

    def _certify(self, holder, key, is_issuer=False, first=-1, last=3650):
        usage = x509.KeyUsage(
            digital_signature=True, content_commitment=not is_issuer, key_encipherment=False,
            data_encipherment=False, key_agreement=False, key_cert_sign=is_issuer,
            crl_sign=is_issuer, encipher_only=False, decipher_only=False,
        )  # fmt: skip
        return (
            x509.CertificateBuilder()
            .subject_name(_name(holder))
            .issuer_name(_name(self.name))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(NOW + dt.timedelta(days=first))
            .not_valid_after(NOW + dt.timedelta(days=last))
            .add_extension(x509.BasicConstraints(is_issuer, None), True)
            .add_extension(usage, True)
            .sign(self.key, hashes.SHA256())
        )


def _name(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def paper(pages=1, password=None):
    """A PDF with a line on each page."""
    stream = io.BytesIO()
    drawing = canvas.Canvas(stream, pagesize=(595, 842), encrypt=password)
    for page in range(pages):
        drawing.drawString(100, 700, f"Trang {page + 1}")
        drawing.showPage()
    drawing.save()
    return stream.getvalue()
