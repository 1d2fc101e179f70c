from odoo import fields, models


class HccPolicy(models.Model):
    """The parameters of scans, of the store and of originals."""

    _inherit = "hcc.policy"

    document_reuse_from = fields.Selection(
        [
            ("granted", "Once the dossier it was given in was granted"),
            ("accepted", "As soon as the dossier it was given in is accepted"),
        ],
        "A paper may be reused",
        required=True,
        default="granted",
        help="Decision 468/QĐ-TTg: papers accepted in a procedure that ended with "
        "success are not asked for again.",
    )
    virus_outage = fields.Selection(
        [("mark", "Keep the file, marked as not checked yet"), ("refuse", "Refuse the file")],
        "When the virus scanner does not answer",
        required=True,
        default="mark",
        help="What is marked is checked by the hourly run as soon as the scanner answers again.",
    )
    result_file_rule = fields.Selection(
        [
            ("optional", "May be archived"),
            ("required", "Must be archived before the result is returned"),
        ],
        "File of the result",
        required=True,
        default="optional",
        help="Decree 45/2020: results of procedures are digitised and stored.",
    )
    originals_rule = fields.Selection(
        [
            ("block", "Give them back before the result is returned"),
            ("warn", "Say so when the result is returned"),
        ],
        "Originals not given back",
        required=True,
        default="block",
        help="Decree 61/2018 art. 20(2): originals kept with the dossier go back with the result.",
    )
