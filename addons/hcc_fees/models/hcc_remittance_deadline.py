from odoo import api, fields, models

UNSENT = ("prepared", "checked", "approved")


class HccRemittance(models.Model):
    """Until when a remittance must have left (hạn chuyển nộp), and whether it did.

    The deadline is that of the first day's period: who gathers two periods at once is late with the
    first of them. A draft holds no money yet, so that it is neither in time nor overdue.
    """

    _inherit = "hcc.remittance"

    remit_by = fields.Date(
        "Remit by",
        compute="_compute_remit_by",
        help="By the policy of the first day, at the latest on the next working day. "
        "Empty: the policy names no common day.",
    )
    timeliness = fields.Selection(
        [
            ("pending", "In time so far"),
            ("overdue", "Overdue"),
            ("in_time", "Sent in time"),
            ("late", "Sent late"),
        ],
        compute="_compute_timeliness",
        search="_search_timeliness",
    )

    @api.depends("company_id", "date_from")
    def _compute_remit_by(self):
        policies = self.env["hcc.policy"]
        for remittance in self:
            known = remittance.company_id and remittance.date_from
            remittance.remit_by = known and policies._remit_by(
                remittance.company_id, remittance.date_from
            )

    @api.depends("remit_by", "state", "sent_at")
    def _compute_timeliness(self):
        for remittance in self:
            remittance.timeliness = remittance._timeliness()

    def _timeliness(self):
        if not self.remit_by or self.state in ("draft", "cancelled"):
            return False
        clock = self.env["hcc.clock"]
        if self.state in UNSENT:
            return "overdue" if clock._today(self.company_id) > self.remit_by else "pending"
        sent_on = clock._local(self.company_id, self.sent_at).date()
        return "late" if sent_on > self.remit_by else "in_time"

    def _search_timeliness(self, operator, value):
        """A centre has a few remittances a month: judged one by one, as the column shows them."""
        if operator != "in":
            return NotImplemented
        found = self.search([("state", "not in", ("draft", "cancelled"))])
        return [("id", "in", found.filtered(lambda r: r.timeliness in value).ids)]
