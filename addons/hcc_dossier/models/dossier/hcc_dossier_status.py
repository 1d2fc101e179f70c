from odoo import api, fields, models


class HccDossier(models.Model):
    """The status that applicants and the national portal see: one of the policy's set."""

    _inherit = "hcc.dossier"

    status_code = fields.Integer("Code of the status", compute="_compute_status")
    status_words = fields.Char("Status", compute="_compute_status")

    @api.depends("state", "policy_id.status_set_id")
    def _compute_status(self):
        todays = {}  # what is not accepted yet follows the centre's policy of today
        for dossier in self:
            book = dossier._status_book(todays)
            dossier.status_code = dossier._project_status(book)
            dossier.status_words = book.words.get(dossier.status_code, "")

    def _status_book(self, todays):
        policy, company = self.policy_id, self.company_id
        if not policy and company not in todays:
            todays[company] = self._todays_policy()
        return (policy or todays[company]).sudo().status_set_id._book()

    def _todays_policy(self):
        """May be empty: a status is shown even where the policy is missing."""
        return self.env["hcc.policy"]._todays(self.company_id or self.env.company)

    def _project_status(self, book):
        """The code of the status in the set. Extension point: dues may make it another."""
        self.ensure_one()
        return book.numbers[self.state]

    def _local_words(self, instant):
        """ "10 giờ 05 phút, ngày 23/11/2026", as forms write a time; empty without one."""
        if not instant:
            return ""
        local = self.env["hcc.clock"]._local(self.company_id, instant)
        return f"{local:%H} giờ {local:%M} phút, ngày {local:%d/%m/%Y}"
