"""An issuer of certificates made on the spot, for trials: its key is never stored."""

import datetime as dt

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

FIRST, LAST = dt.datetime(2020, 1, 1), dt.datetime(2040, 1, 1)
PEM = serialization.Encoding.PEM


class TrialIssuer:
    """Issues certificates that hold from 2020 to 2040, unless said otherwise."""

    def __init__(self, name, passphrase):
        self.name, self.passphrase = name, passphrase
        self.key = rsa.generate_private_key(65537, 2048)
        self.certificate = self._certify(name, self.key, True, LAST)

    @property
    def pem(self):
        return self.certificate.public_bytes(PEM)

    def issue(self, holder, last=LAST):
        """A holder's key and certificate."""
        key = rsa.generate_private_key(65537, 2048)
        return key, self._certify(holder, key, False, last)

    def token(self, holder, last=LAST):
        """``(PKCS#12 archive under the passphrase, certificate as PEM)``"""
        key, certificate = self.issue(holder, last)
        locked = serialization.BestAvailableEncryption(self.passphrase.encode())
        archive = pkcs12.serialize_key_and_certificates(b"token", key, certificate, None, locked)
        return archive, certificate.public_bytes(PEM)

    def _certify(self, holder, key, is_issuer, last):
        usage = dict.fromkeys(
            (
                "digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
                "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
            ),
            False,
        )  # fmt: skip
        usage |= {
            "digital_signature": True,
            "content_commitment": not is_issuer,
            "key_cert_sign": is_issuer,
        }
        return (
            x509.CertificateBuilder()
            .subject_name(_name(holder))
            .issuer_name(_name(self.name))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(FIRST)
            .not_valid_after(last)
            .add_extension(x509.BasicConstraints(is_issuer, None), True)
            .add_extension(x509.KeyUsage(**usage), True)
            .sign(self.key, hashes.SHA256())
        )


def _name(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])
