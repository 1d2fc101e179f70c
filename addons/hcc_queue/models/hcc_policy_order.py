from odoo import fields, models


class HccPolicy(models.Model):
    """In which order a hall calls, and what is done with who does not come.

    No nationwide rule was found for any of these: each centre's house rules (quy chế) decide.
    """

    _inherit = "hcc.policy"

    priority_interval = fields.Integer(
        "Queue: ordinary numbers between two priority ones",
        default=2,
        help="At least so many ordinary numbers of a lane are called between two numbers of a "
        "priority class. 0: everybody of a class goes first.",
    )
    queue_aging_minutes = fields.Integer(
        "Queue: not passed after (minutes)",
        default=20,
        help="Nobody is let in before a number that has waited so long, and no lane comes before "
        "its lane. 0: no such limit.",
    )

    no_show_calls = fields.Integer(
        "Queue: calls before “not present”",
        default=1,
        help="How often a number is called before the official may mark it as not present.",
    )
    no_show_seconds = fields.Integer(
        "Queue: seconds before “not present”",
        default=0,
        help="How long after the first of these calls. 0: at once.",
    )
    recall_after_minutes = fields.Integer(
        "Queue: called again after (minutes)",
        default=0,
        help="How soon a number that was not present may be called again or put back into its "
        "lane. 0: at once.",
    )
    recall_limit = fields.Integer(
        "Queue: times called again",
        default=3,
        help="How often a number that was not present may be called again; then a new one is "
        "needed. 0: no limit.",
    )

    _queue_order_check = models.Constraint(
        "CHECK (COALESCE(priority_interval, 0) >= 0 AND COALESCE(queue_aging_minutes, 0) >= 0"
        " AND COALESCE(no_show_calls, 0) >= 0 AND COALESCE(no_show_seconds, 0) >= 0"
        " AND COALESCE(recall_after_minutes, 0) >= 0 AND COALESCE(recall_limit, 0) >= 0)",
        "Numbers and minutes of the queue's rules cannot be negative.",
    )
