from odoo import api, models


class IrSequence(models.Model):
    """Numbers are drawn by code, never by a client: every internal user could burn or back-date
    them otherwise. The suite's own numbers come from ``hcc.number.series``."""

    _inherit = "ir.sequence"

    @api.private
    def next_by_id(self, sequence_date=None):
        return super().next_by_id(sequence_date=sequence_date)

    @api.private
    @api.model
    def next_by_code(self, sequence_code, sequence_date=None):
        return super().next_by_code(sequence_code, sequence_date=sequence_date)

    @api.private
    def get_next_char(self, number_next):
        return super().get_next_char(number_next)
