from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL

#: Who holds a delegation that opens a dossier today: one that covers its procedure at its centre,
#: with an act that the dossier's state still calls for.
OPENED = SQL("""
    SELECT dossier.id AS dossier_id, delegation.delegate_user_id AS user_id
    FROM hcc_delegation delegation
    JOIN hcc_delegation_procedure_rel covered ON covered.delegation_id = delegation.id
    JOIN hcc_dossier dossier ON dossier.procedure_id = covered.procedure_id
                            AND dossier.company_id = delegation.company_id
    WHERE delegation.is_current
      AND dossier.state IN ('handed_over', 'processing', 'supplement', 'suspended', 'done') AND (
        (delegation.act_appraise OR delegation.act_approve OR delegation.act_number_seal)
            AND dossier.state IN ('handed_over', 'processing', 'supplement', 'suspended')
        OR delegation.act_return AND (
            dossier.state = 'done'
            OR dossier.state = 'processing' AND dossier.custody = 'to_centre'))
""")


class HccDossier(models.Model):
    """Who reads a dossier in somebody's place: record rules ask ``delegate_ids``."""

    _inherit = "hcc.dossier"

    # What a delegation can open, without the years that have ended.
    _delegable_idx = models.Index(
        "(procedure_id) WHERE state IN"
        " ('handed_over', 'processing', 'supplement', 'suspended', 'done')"
    )

    delegate_ids = fields.Many2many(
        "res.users",
        string="Opened by a delegation for",
        compute="_compute_delegate_ids",
        search="_search_delegate_ids",
        compute_sudo=True,
    )

    @api.depends("state", "custody", "procedure_id")
    @api.depends("company_id.delegation_ids.is_current", "procedure_id.delegation_ids.is_current")
    def _compute_delegate_ids(self):
        self._flush_delegations()
        rows = self.env.execute_query(
            SQL("SELECT * FROM (%s) opened WHERE dossier_id = ANY(%s)", OPENED, self.ids)
        )
        delegates = defaultdict(list)
        for dossier_id, user_id in rows:
            delegates[dossier_id].append(user_id)
        for dossier in self:
            dossier.delegate_ids = delegates[dossier.id]

    def _search_delegate_ids(self, operator, value):
        if operator != "in":
            return NotImplemented
        self._flush_delegations()
        users = list(value)
        opened = SQL("(SELECT dossier_id FROM (%s) opened WHERE user_id = ANY(%s))", OPENED, users)
        return [("id", "in", opened)]

    def _flush_delegations(self):
        self.flush_model(["state", "custody", "procedure_id", "company_id"])
        self.env["hcc.delegation"].flush_model()
