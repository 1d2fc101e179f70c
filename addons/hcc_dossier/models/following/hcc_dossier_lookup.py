import re
from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL, consteq

from odoo.addons.hcc_base.tools import text

from .hcc_dossier_following import LOOKUP_TOKEN

#: the page's address; it stands on papers
LOOKUP_PAGE = "/hcc/tra-cuu"
#: how long the page lives that a look-up opens
LIFE_MINUTES = 30
#: a page that would end earlier than this is replaced by a new one
LEAST_MINUTES = 10
LONGEST_CODE = 40
FACT = re.compile(r"[0-9A-Z]{4}")
#: compared with when there is no dossier, so that both answers take the same way
NO_FACTS = ("\0\0\0\0",) * 4


class HccDossier(models.Model):
    """Look-up by dossier code and a second fact (tra cứu): the last four digits of the identity
    number or of a telephone. One answer for a wrong code and for a wrong fact."""

    _inherit = "hcc.dossier"

    @api.model
    def _look_up(self, code, fact, address):
        """Check an entry from the public page.

        :param address: the visitor's network address
        :return: ``("found", token)``, ``("wrong", None)`` or ``("wait", None)``
        """
        code, fact = self._read_lookup_code(code), text.clean(fact or "").upper()
        brakes = self.env["hcc.lookup.brake"]
        # Both are asked: an answer in half the time would tell which one refused.
        may_look = [brakes._take("address", address), brakes._take("code", code)]
        if not all(may_look):
            return "wait", None
        dossier = self._match_fact(code, fact)
        if not dossier:
            return "wrong", None
        brakes._give_back("address", address)
        brakes._forget("code", code)
        return "found", dossier._issue_lookup_token()

    def _read_lookup_code(self, code):
        return re.sub(r"\s", "", text.clean(code or "")).upper()[:LONGEST_CODE]

    def _match_fact(self, code, fact):
        """The dossier of that code, or of that number before acceptance, whose fact it is.

        Reception numbers count per centre, so several dossiers may have one.
        """
        found = self.browse()
        for dossier_id, *facts in self._facts_of(code) or [(False, *NO_FACTS)]:
            same = [consteq(_ending(known), fact) for known in facts]
            if any(same) and dossier_id and FACT.fullmatch(fact):
                found = found or self.browse(dossier_id)
        return found

    def _facts_of(self, code):
        self.flush_model()
        self.env["hcc.applicant"].flush_model()
        return self.env.execute_query(
            SQL(
                """SELECT dossier.id, applicant.identity_number, applicant.phone,
                          dossier.applicant_phone, dossier.submitter_phone
                   FROM (SELECT * FROM hcc_dossier WHERE name = %(code)s
                         UNION ALL
                         SELECT * FROM hcc_dossier
                         WHERE reception_number = %(code)s AND name IS NULL
                           AND company_id IN (SELECT id FROM res_company)) AS dossier
                   JOIN hcc_applicant AS applicant ON applicant.id = dossier.applicant_id""",
                code=code,
            )
        )

    def _issue_lookup_token(self):
        """A token for a while; one that is about to end makes room for the next."""
        tokens, now = self.env["hcc.token"], self.env["hcc.clock"]._now()
        live = tokens.sudo()._live(self, LOOKUP_TOKEN)
        if live and live.expires_at < now + timedelta(minutes=LEAST_MINUTES):
            tokens._revoke(self, LOOKUP_TOKEN)
        return tokens._issue(self, LOOKUP_TOKEN, now + timedelta(minutes=LIFE_MINUTES))


def _ending(known):
    return re.sub(r"[^0-9A-Z]", "", (known or "").upper())[-4:].rjust(4, "\0")
