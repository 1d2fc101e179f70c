from odoo import fields, models


class HccPolicy(models.Model):
    """How the forms come to the applicant: size, copies, what goes with them, e-mail."""

    _inherit = "hcc.policy"

    form_size = fields.Selection(
        [("a5", "A5 (148 × 210 mm)"), ("a4", "A4 (210 × 297 mm)")],
        "Size of the applicant's forms",
        required=True,
        default="a5",
        help="Of the acceptance slip, the notices and the control slip. The ledger is always A4.",
    )
    slip_copies = fields.Selection(
        [("one", "One, for the applicant"), ("two", "Two, the second one is kept")],
        "Copies of the acceptance slip",
        required=True,
        default="one",
        help="The second copy is signed and stays with the dossier.",
    )
    evaluation_slip = fields.Selection(
        [
            ("separate", "Printed on its own, when asked for"),
            ("attached", "Follows forms 01, 02 and 03"),
        ],
        "Evaluation slip on paper",
        required=True,
        default="separate",
        help="For centres that ask for an evaluation at a device or online, paper is an exception.",
    )
    form_mail = fields.Selection(
        [
            ("on_request", "When an official sends it"),
            ("at_once", "As soon as the form is made"),
        ],
        "Forms by e-mail",
        required=True,
        default="on_request",
        help="Only to applicants with an e-mail address who agreed to the processing of their "
        "data. The paper form is handed out all the same.",
    )
