import logging

from odoo import api, models
from odoo.exceptions import UserError

from ...tools import clamd

_logger = logging.getLogger(__name__)

#: ``clamd`` asks the daemon at ``ADDRESS``; anything else: no scanner is set up
PROVIDER = "hcc.virus_scanner"
ADDRESS = "hcc.clamd_address"
DEFAULT_ADDRESS = "127.0.0.1:3310"
#: so many papers are checked again in one run
BATCH = 200


class HccDocument(models.Model):
    """Papers are checked for viruses before they are kept, where the centre has a scanner.

    A scanner that does not answer: by policy the file is refused, or kept as not checked yet and
    checked again by the hourly run.
    """

    _inherit = "hcc.document"

    @api.model
    def _scan_content(self, content):
        """The name of the virus in ``content``; ``""``: none; ``None``: no scanner is set up.

        Extension point: other scanners.

        :raise clamd.ClamdError: the scanner did not answer
        """
        parameters = self.env["ir.config_parameter"].sudo()
        if parameters.get_param(PROVIDER, "none") != "clamd":
            return None
        return clamd.scan(parameters.get_param(ADDRESS) or DEFAULT_ADDRESS, content)

    @api.model
    def _virus_values(self, data, policy):
        """What the check says, to be kept with the paper; an infected file is refused."""
        now = self.env["hcc.clock"]._now()
        try:
            virus = self._scan_content(data)
        except clamd.ClamdError as error:
            _logger.info("Virus scanner: no answer (%s)", error)
            self._check_outage(policy)
            return {"virus_check": "waiting"}
        if virus:
            raise UserError(
                self.env._(
                    "The file holds a virus (%s) and was not kept. Do not open it; scan the paper "
                    "anew, or ask the applicant for another file.",
                    virus,
                )
            )
        if virus is None:
            return {"virus_check": "off"}
        return {"virus_check": "clean", "virus_checked_at": now}

    @api.model
    def _check_outage(self, policy):
        if policy.sudo().virus_outage == "refuse":
            raise UserError(
                self.env._(
                    "The virus scanner does not answer, so no file is taken in. Receive on paper "
                    "and attach the scan later, and tell the administrator."
                )
            )

    # -------------------------------------------------------------------------
    # CHECKED AGAIN
    # -------------------------------------------------------------------------

    @api.model
    def _cron_check_viruses(self):
        """Check what was kept while no scanner answered, or none was set up."""
        waiting = self.sudo().search(
            [("virus_check", "in", ("off", "waiting")), ("file_size", ">", 0)],
            order="id",
            limit=BATCH,
        )
        for document in waiting:
            try:
                virus = self._scan_content(document.with_context(bin_size=False)._content())
            except clamd.ClamdError as error:
                _logger.info("Virus scanner: no answer (%s)", error)
                return
            if virus is None:
                return
            document._after_virus_check(virus)

    def _after_virus_check(self, virus):
        now = self.env["hcc.clock"]._now()
        if not virus:
            self._guarded_write({"virus_check": "clean", "virus_checked_at": now})
            return
        values = {
            "virus_check": "infected",
            "virus_checked_at": now,
            "file": False,
            "state": "revoked",
            "revoked_at": now,
            "revoked_user_id": self.env.uid,
            "revocation_reason": self.env._("Virus found by the scanner: %s", virus),
        }
        former = self.state
        self._guarded_write(values)
        facts = {**self._journal_facts(), "virus": virus}
        self.env["hcc.journal.entry"]._append(self, "quarantine", former, "revoked", facts)

    def _content(self):
        """The file's bytes."""
        self.ensure_one()
        files = self.env["ir.attachment"].sudo()
        domain = [
            ("res_model", "=", self._name), ("res_id", "=", self.id), ("res_field", "=", "file"),
        ]  # fmt: skip
        return files.search(domain, limit=1).raw or b""
