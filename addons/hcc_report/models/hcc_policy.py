from odoo import fields, models

FORMS = [
    ("circular_02_2017", "Circular 02/2017/TT-VPCP"),
    ("circular_01_2020", "Circular 01/2020/TT-VPCP"),
    ("none", "None"),
]


class HccPolicy(models.Model):
    """By which indicators a centre is measured, and for which reports its tables are made.

    The policy of a period's last day counts.
    """

    _inherit = "hcc.policy"

    eval_scheme = fields.Selection(
        [
            ("circular_01_2018", "Nine indicators of Circular 01/2018/TT-VPCP"),
            ("none", "None"),
        ],
        "Evaluation",
        required=True,
        default="circular_01_2018",
        help="Circular 01/2018/TT-VPCP art. 13–15. Whether Circular 03/2025/TT-VPCP keeps it was "
        "not found.",
    )
    report_forms = fields.Selection(
        FORMS,
        "Periodic reports",
        required=True,
        default="circular_01_2020",
        help="Named at the head of the printed table of agencies.",
    )
    index766_online_services = fields.Integer(
        "Threshold: procedures online (%)",
        default=80,
        help="Decision 766/QĐ-TTg, indicator 3.1. 0: no threshold.",
    )
    index766_online_dossiers = fields.Integer(
        "Threshold: dossiers online (%)",
        default=50,
        help="Decision 766/QĐ-TTg, indicator 3.3. 0: no threshold.",
    )
    index766_online_payment = fields.Integer(
        "Threshold: paid online (%)",
        default=80,
        help="Decision 766/QĐ-TTg, indicator 3.6. 0: no threshold.",
    )
    index766_digitised = fields.Integer(
        "Threshold: digitised dossiers (%)",
        default=80,
        help="Decision 766/QĐ-TTg, indicator 4.2. 0: no threshold.",
    )
    index766_reuse = fields.Integer(
        "Threshold: reused data (%)",
        default=80,
        help="Decision 766/QĐ-TTg, indicator 4.3. 0: no threshold.",
    )
    index766_satisfaction = fields.Integer(
        "Threshold: satisfaction (%)",
        default=90,
        help="Decision 766/QĐ-TTg, indicator 5.4. 0: no threshold.",
    )

    _index766_check = models.Constraint(
        "CHECK (COALESCE(index766_online_services, 0) BETWEEN 0 AND 100"
        " AND COALESCE(index766_online_dossiers, 0) BETWEEN 0 AND 100"
        " AND COALESCE(index766_online_payment, 0) BETWEEN 0 AND 100"
        " AND COALESCE(index766_digitised, 0) BETWEEN 0 AND 100"
        " AND COALESCE(index766_reuse, 0) BETWEEN 0 AND 100"
        " AND COALESCE(index766_satisfaction, 0) BETWEEN 0 AND 100)",
        "A threshold lies between 0 and 100 per cent.",
    )
