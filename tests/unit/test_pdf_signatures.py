"""PAdES signatures: made with a software token or over PKCS#11, judged for what they are worth."""

import datetime as dt
import io
import subprocess
from pathlib import Path

import pkcs11
import pytest
from cryptography.hazmat.primitives import serialization
from hcc_dossier_tools import certificates, pdf_signing, pdf_verification
from hcc_dossier_tools.trial_issuer import TrialIssuer
from pkcs11.util.x509 import decode_x509_certificate
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from reportlab.pdfgen import canvas

HOLDER = "Nguyễn Văn Thử"
PASSPHRASE = "mat-khau-thu"
NOW = dt.datetime(2026, 11, 23, 3, 0, tzinfo=dt.timezone.utc)
MODULE = next(iter(sorted(Path("/usr/lib").glob("*/softhsm/libsofthsm2.so"))), None)


def paper(pages=1, password=None):
    """A PDF with a line on each page."""
    stream = io.BytesIO()
    drawing = canvas.Canvas(stream, pagesize=(595, 842), encrypt=password)
    for page in range(pages):
        drawing.drawString(100, 700, f"Trang {page + 1}")
        drawing.showPage()
    drawing.save()
    return stream.getvalue()


@pytest.fixture(scope="module")
def issuer():
    return TrialIssuer("Tổ chức chứng thực thử nghiệm", PASSPHRASE)


@pytest.fixture(scope="module")
def token(issuer):
    return issuer.token(HOLDER)


def particulars(field="HCC1"):
    return pdf_signing.Particulars(field, "Thẩm định", "Lai Châu", NOW)


def signed(token, pdf=None, field="HCC1", appearance=None):
    signer = pdf_signing.software_signer(token[0], PASSPHRASE)
    return pdf_signing.sign(pdf or paper(), signer, particulars(field), appearance)


def codes(pdf, issuer):
    return [one.code for one in pdf_verification.verify(pdf, [issuer.pem])]


def altered(pdf):
    """The page turned, as an incremental update after the signatures."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Rotate"] = generic.NumberObject(90)
    writer.update_container(page)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def test_a_signature_names_its_holder_and_holds(issuer, token):
    verdict = pdf_verification.verify(signed(token), [issuer.pem])[0]
    assert verdict.is_valid
    assert (verdict.signer, verdict.issuer) == (HOLDER, issuer.name)
    assert verdict.serial == certificates.read(token[1]).serial


def test_a_second_signature_leaves_the_first_valid(issuer, token):
    once = signed(token)
    twice = signed(issuer.token("Trần Thị Thử"), once, "HCC2")
    assert twice.startswith(once)
    assert codes(twice, issuer) == ["valid", "valid"]


def test_a_mark_is_drawn_on_the_page(issuer, token):
    mark = pdf_signing.Appearance(paper(), -1, (300, 40, 500, 100))
    assert codes(signed(token, paper(pages=3), appearance=mark), issuer) == ["valid"]


def test_a_changed_paper_is_found(issuer, token):
    assert codes(altered(signed(token)), issuer) == ["changed"]
    flipped = bytearray(signed(token))
    flipped[len(paper()) // 2] ^= 1
    assert codes(bytes(flipped), issuer) == ["changed"]


def test_another_issuer_is_not_trusted(issuer, token):
    assert codes(signed(token), TrialIssuer("Tổ chức khác", PASSPHRASE)) == ["untrusted"]
    assert pdf_verification.verify(signed(token), [])[0].code == "untrusted"


def test_an_expired_certificate_is_said(issuer):
    old = issuer.token(HOLDER, last=dt.datetime(2021, 1, 1))
    assert codes(signed(old), issuer) == ["expired"]


def test_a_paper_without_signatures_has_no_verdict(issuer):
    assert codes(paper(), issuer) == []
    with pytest.raises(ValueError, match="no readable PDF"):
        codes(b"nothing", issuer)


@pytest.mark.parametrize(
    ("archive", "passphrase", "code"),
    [("token", "sai", "passphrase"), ("noise", PASSPHRASE, "file")],
)
def test_a_software_token_that_does_not_open(token, archive, passphrase, code):
    data = token[0] if archive == "token" else b"noise"
    with pytest.raises(pdf_signing.SigningError) as caught:
        pdf_signing.software_signer(data, passphrase)
    assert caught.value.code == code


@pytest.mark.parametrize("pdf", [b"nothing", paper(password="x")], ids=["noise", "protected"])
def test_what_is_no_open_pdf_is_not_signed(token, pdf):
    with pytest.raises(pdf_signing.SigningError) as caught:
        signed(token, pdf)
    assert caught.value.code == "pdf"
    with pytest.raises(pdf_signing.SigningError):
        pdf_signing.pages_of(pdf)


def test_certificates_are_read_in_both_encodings(issuer, token):
    known = certificates.read(issuer.pem)
    der = issuer.certificate.public_bytes(serialization.Encoding.DER)
    assert certificates.read(der) == known
    assert known.is_issuer
    assert not certificates.read(token[1]).is_issuer
    for noise in (b"", b"noise", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"):
        with pytest.raises(ValueError, match="no certificate"):
            certificates.read(noise)


# --- a token behind PKCS#11 -----------------------------------------------------------------


@pytest.fixture(scope="module")
def hardware(issuer, tmp_path_factory):
    """SoftHSM: a token in software that speaks PKCS#11 as a real one does."""
    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    config = folder / "softhsm2.conf"
    config.write_text(f"directories.tokendir = {folder}/tokens\nobjectstore.backend = file\n")
    key, certificate = issuer.issue(HOLDER)
    pem = folder / "key.pem"
    pem.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(config))
        _tool("--init-token", "--free", "--label", "Thu", "--so-pin", "12345678")
        _tool("--import", str(pem), "--token", "Thu", "--label", "ky", "--id", "01")
        _store_certificate(certificate)
        yield str(MODULE)


def _tool(*arguments):
    command = ["softhsm2-util", *arguments, "--pin", "123456"]
    subprocess.run(command, check=True, capture_output=True)


def _store_certificate(certificate):
    attributes = decode_x509_certificate(certificate.public_bytes(serialization.Encoding.DER))
    attributes |= {
        pkcs11.Attribute.LABEL: "ky",
        pkcs11.Attribute.ID: b"\x01",
        pkcs11.Attribute.TOKEN: True,
    }
    token = pkcs11.lib(str(MODULE)).get_token(token_label="Thu")
    with token.open(rw=True, user_pin="123456") as session:
        session.create_object(attributes)


def test_a_token_signs_by_itself(issuer, hardware):
    with pdf_signing.token_signer(hardware, "Thu", "ky", "123456") as signer:
        pdf = pdf_signing.sign(paper(), signer, particulars())
    assert codes(pdf, issuer) == ["valid"]


@pytest.mark.parametrize(
    ("token_label", "key_label", "pin", "code"),
    [
        ("Thu", "ky", "999999", "pin"),
        ("Khong co", "ky", "123456", "token"),
        ("Thu", "khac", "123456", "certificate"),
    ],
)
def test_a_token_says_why_it_does_not_sign(hardware, token_label, key_label, pin, code):
    with (
        pytest.raises(pdf_signing.SigningError) as caught,
        pdf_signing.token_signer(hardware, token_label, key_label, pin),
    ):
        raise AssertionError("it opened")
    assert caught.value.code == code


def test_a_library_that_is_not_there():
    with (
        pytest.raises(pdf_signing.SigningError) as caught,
        pdf_signing.token_signer("/nowhere/token.so", "Thu", "ky", "1"),
    ):
        raise AssertionError("it opened")
    assert caught.value.code == "module"
