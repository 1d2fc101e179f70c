from odoo import api, models

from ..ticket.hcc_ticket_paper import TICKET_TOKEN

#: Longer texts are no code of the suite.
LONGEST_CODE = 600


class HccHall(models.AbstractModel):
    """What the kiosk tells whoever scans a paper at it: a ticket here, a dossier with the glue."""

    _inherit = "hcc.hall"

    @api.model
    def _scanned(self, company, code, language):
        """Extension point: what a scanned paper says, for all around to see.

        :param language: ``vi`` or ``en``
        :return: ``{"kind", "title", "rows": [[name, value] …], "note"}``, or ``None`` for an
            unknown code; names are keys of the kiosk's own words, nothing in it names a person
        """
        token = self.env["hcc.code"]._last_part(code[:LONGEST_CODE], "/hcc/t/")
        ticket = self.env["hcc.token"]._resolve(token, TICKET_TOKEN) if token else None
        if not ticket or ticket.sudo().company_id != company:
            return None
        state = self._phone_state(ticket)
        return {
            "kind": "ticket",
            "title": state["number"],
            "rows": [
                ["lane", state["lane"]],
                ["issued_at", state["issued_at"]],
                ["ahead", str(state["ahead"])],
                ["counter", str(state["counter"] or "")],
            ],
            "state": state["state"],
            "note": "",
        }
