import socket
import tempfile
from pathlib import Path

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..models.documents.hcc_document_virus import ADDRESS, PROVIDER
from ..tools import clamd
from . import files
from .fake_clamd import FakeClamd
from .test_document import DocumentCommon


@tagged("post_install", "-at_install")
class TestVirus(DocumentCommon):
    def _tcp(self, **options):
        server = socket.create_server(("127.0.0.1", 0))
        return self._daemon(server, f"127.0.0.1:{server.getsockname()[1]}", **options)

    def _daemon(self, server, address, **options):
        daemon = FakeClamd(server, files.EICAR, **options)
        self.addCleanup(daemon.close)
        self._use(address)
        return daemon

    def _use(self, address):
        parameters = self.env["ir.config_parameter"]
        parameters.set_param(PROVIDER, "clamd")
        parameters.set_param(ADDRESS, address)

    def _closed_port(self):
        with socket.create_server(("127.0.0.1", 0)) as server:
            return f"127.0.0.1:{server.getsockname()[1]}"

    def _infected(self):
        return files.pdf(inside=files.EICAR)

    def test_without_a_scanner_it_says_so(self):
        document = self._attach(self._line(self._draft()))
        self.assertEqual(document.virus_check, "off")

    def test_clean_over_tcp(self):
        daemon = self._tcp()
        data = files.pdf(inside=b"x" * 200_000)
        document = self._attach(self._line(self._draft()), data)
        self.assertEqual(document.virus_check, "clean")
        self.assertEqual(daemon.seen, [data], "every byte, in chunks")

    def test_a_virus_is_refused_over_a_local_socket(self):
        with tempfile.TemporaryDirectory() as folder:
            path = str(Path(folder, "clamd.ctl"))
            server = socket.socket(socket.AF_UNIX)
            server.bind(path)
            server.listen()
            self._daemon(server, path)
            line = self._line(self._draft())
            kept = self._attach(line)
            with self.assertRaisesRegex(UserError, "Eicar-Test-Signature"):
                self._attach(line, self._infected())
            self.assertEqual(line.document_id, kept)

    def test_a_silent_scanner_marks_or_refuses_by_policy(self):
        self._use(self._closed_port())
        line = self._line(self._draft())
        document = self._attach(line)
        self.assertEqual(document.virus_check, "waiting")
        self.env.ref("hcc_base.policy_c").virus_outage = "refuse"
        with self.assertRaises(UserError):
            self._attach(line, files.pdf(text="second"))
        self.assertEqual(line.document_id, document)

    def test_an_answer_that_says_neither_is_none(self):
        self._tcp(answer=b"INSTREAM size limit exceeded. ERROR\0")
        document = self._attach(self._line(self._draft()))
        self.assertEqual(document.virus_check, "waiting")

    def test_checked_again_once_it_answers(self):
        documents = self.env["hcc.document"]
        self._use(self._closed_port())
        clean = self._attach(self._line(self._draft()))
        dossier = self._draft()
        infected = self._attach(self._line(dossier), self._infected())
        dossier.receive()
        documents._cron_check_viruses()
        self.assertEqual(clean.virus_check, "waiting")
        self._tcp()
        documents._cron_check_viruses()
        self.assertEqual(clean.virus_check, "clean")
        self.assertEqual((infected.virus_check, infected.state), ("infected", "revoked"))
        self.assertFalse(infected.sudo()._content(), "the file is gone, its SHA-256 stays")
        self.assertTrue(infected.sha256)
        self.assertTrue(self._entries(infected, "quarantine"))

    def test_the_address(self):
        for address in ("nowhere", "127.0.0.1:x", "/no/such/socket"):
            with self.subTest(address=address), self.assertRaises(clamd.ClamdError):
                clamd.scan(address, b"x", timeout=1)

    def test_the_readiness_list_says_it(self):
        readiness = self.env["hcc.readiness"]
        lines = {line["key"]: line for line in readiness._checks(self.centre)}
        self.assertFalse(lines["virus_scanner"]["ok"] or lines["virus_scanner"]["needed"])
        self._tcp()
        lines = {line["key"]: line for line in readiness._checks(self.centre)}
        self.assertTrue(lines["virus_scanner"]["ok"])
