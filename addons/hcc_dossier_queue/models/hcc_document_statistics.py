from odoo import fields, models
from odoo.tools import SQL


class HccDocumentStatistics(models.Model):
    """The figures by the counter at which the papers came in, too."""

    _inherit = "hcc.document.statistics"
    _depends = {"hcc.dossier": ["counter_id"]}

    counter_id = fields.Many2one("hcc.counter", "Counter", readonly=True)

    def _more_columns(self):
        return SQL("%s, dossier.counter_id", super()._more_columns())
