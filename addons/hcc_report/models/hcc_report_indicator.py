from odoo import fields, models

SECTIONS = [
    ("own", "Own targets"),
    ("d766", "Decision 766"),
    ("c01", "Circular 01/2018"),
]


class HccReportIndicator(models.TransientModel):
    """One official indicator of a centre and period (chỉ tiêu): counted, rated, scored, explained.

    What the system cannot count has no figures: it is neither zero nor full marks. Who ran the
    list reads the own rows; nobody writes them.
    """

    _name = "hcc.report.indicator"
    _description = "Indicator"
    _order = "report_id, sequence, id"

    report_id = fields.Many2one(
        "hcc.report.indicators", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer()
    section = fields.Selection(SECTIONS, "Set", required=True)
    code = fields.Char("No.")
    name = fields.Text("Indicator", required=True)
    is_total = fields.Boolean("Total")
    status = fields.Selection(
        [
            ("scored", "Scored"),
            ("reached", "Reached"),
            ("below", "Below the target"),
            ("rated", "No threshold"),
            ("no_data", "No data"),
        ],
        "Data",
        required=True,
    )
    numerator = fields.Integer(aggregator=None)
    denominator = fields.Integer(aggregator=None)
    rate = fields.Float("Rate (%)", digits=(5, 2), aggregator=None)
    threshold = fields.Integer("Threshold (%)", aggregator=None)
    score = fields.Float(digits=(5, 2), aggregator=None)
    maximum = fields.Integer("Of", aggregator=None)
    formula = fields.Text("How it is counted")
