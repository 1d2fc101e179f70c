from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .hcc_status_set import NATIONAL

#: form → its number in each set of forms
FORM_NUMBERS = {
    "six_2018": {
        "slip": "01", "supplement": "02", "refusal": "03", "apology": "04", "control": "05",
        "ledger": "06",
    },
    "seven_2025": {
        "slip": "01", "supplement": "02", "refusal": "03", "apology": "04", "stop": "05",
        "control": "06", "ledger": "07",
    },
}  # fmt: skip
FORM_CIRCULARS = {
    "six_2018": "Thông tư số 01/2018/TT-VPCP",
    "seven_2025": "Thông tư số 03/2025/TT-VPCP",
}
DEFAULT_PATTERN = "{unit}-{yymmdd}-{seq}"


class HccPolicy(models.Model):
    """The parameters of reception, time limits and forms."""

    _inherit = "hcc.policy"

    forms_set = fields.Selection(
        [
            ("six_2018", "Six forms, Circular 01/2018/TT-VPCP"),
            ("seven_2025", "Seven forms, Circular 03/2025/TT-VPCP"),
        ],
        required=True,
        default="seven_2025",
        help="Numbers the printed forms. The layouts of Circular 03/2025 are not yet compared with "
        "the legal text.",
    )
    dossier_code_unit = fields.Selection(
        [("agency", "The competent agency"), ("centre", "The centre")],
        "Identifier in the dossier code",
        required=True,
        default="agency",
        help="Circular 01/2018/TT-VPCP art. 19: identifier of the receiving unit. Which one is "
        "meant at a centre is local practice; codes of one day count per identifier.",
    )
    dossier_code_pattern = fields.Char(
        required=True,
        default=DEFAULT_PATTERN,
        help="With {unit}, {yymmdd} and {seq}. Decree 61/2018 art. 26, Circular 01/2018 art. 19; "
        "whether Circular 03/2025 changed it is not yet compared with the legal text.",
    )
    dossier_code_digits = fields.Integer(
        "Digits of the ordinal in the dossier code", required=True, default=4
    )
    dossier_code_reset = fields.Selection(
        [("day", "Every day"), ("year", "Every year")],
        "Ordinal of the dossier code starts again",
        required=True,
        default="day",
        help="Per identifier. Whichever holds, no ordinal comes twice on one day, also when one "
        "rule follows the other or two centres with different rules share an identifier.",
    )
    clock_start = fields.Selection(
        [
            ("reception", "Acceptance, as printed on the slip"),
            ("arrival", "Acceptance; for postal dossiers the arrival postmark"),
        ],
        "Time limit starts at",
        required=True,
        default="reception",
        help="Decree 118/2025 art. 18: from the complete and valid reception shown on the slip "
        "(read in a procedure's text, not yet compared with the decree). Lai Châu's plan III.4.1: "
        "arrival postmark.",
    )
    handover_rule = fields.Selection(
        [
            ("cutoff", "The same working day; after the cut-off, the next one"),
            ("same_day", "Right after reception, on the same working day"),
        ],
        "Hand-over to the agency",
        required=True,
        default="same_day",
        help="Decree 61/2018 art. 18(2): cut-off 15:00. Decree 118/2025 art. 18: right after "
        "reception, not yet compared with the legal text.",
    )
    immediate_without_slip = fields.Boolean(
        "No slip for a result given at once",
        help="At once: the version gives its result on the day, the dossier is handed in in "
        "person and the result is collected at the counter. The slip is then printed on request "
        "only; the dossier is recorded as any other.",
    )
    guidance_max = fields.Integer(
        "Guidance before acceptance, at most",
        default=1,
        help="How often the same applicant may be sent home with form 02 for one dossier. "
        "Decree 61/2018 art. 17(1a): once, complete and exact. 0: no limit.",
    )
    supplement_max_requests = fields.Integer(
        "Supplement requests, at most",
        default=1,
        help="Decree 61/2018 art. 11(2c): once. For Decree 118/2025 not yet compared with the "
        "legal text. 0: no limit.",
    )
    supplement_notice_days = fields.Integer(
        "Supplement requested within (working days)",
        default=3,
        help="Decree 61/2018 art. 19(4): 3 working days from reception unless sector law says "
        "otherwise. A later request is marked, not refused.",
    )
    supplement_clock_mode = fields.Selection(
        [
            ("recount_full", "Counted from the start after the full supplement"),
            ("pause", "Paused while waiting"),
        ],
        "Time limit after a supplement",
        required=True,
        default="recount_full",
        help="Decree 61/2018 art. 19(4): counted from the start. For Decree 118/2025 not yet "
        "compared with the legal text. A procedure may say otherwise.",
    )
    supplement_abandon_days = fields.Integer(
        "Supplement expected within (days)",
        default=0,
        help="After that many days the dossier may be stopped (form 05). 15 and 30 days seen in "
        "procedures; not yet compared with the legal text. 0: no limit.",
    )
    reappointment_max = fields.Integer(
        "Re-appointments, at most",
        default=1,
        help="Decree 61/2018 art. 19(9): once. For Decree 118/2025 not yet compared with the "
        "legal text.",
    )
    apology_days_before = fields.Integer(
        "Apology at least (working days) before the due date",
        default=1,
        help="Decree 61/2018 art. 12(5), 19(9): one day before. For Decree 118/2025 not yet "
        "compared with the legal text.",
    )
    apology_rule = fields.Selection(
        [("mark", "Mark a later one"), ("refuse", "Refuse a later one")],
        "Apology after that day",
        required=True,
        default="mark",
        help="A late apology is better than none; a province may decide otherwise.",
    )
    status_set_id = fields.Many2one(
        "hcc.status.set",
        "Statuses for applicants",
        default=lambda self: self.env.ref(NATIONAL, raise_if_not_found=False),
        ondelete="set null",  # what is chosen is not deleted; the addon itself may go
        help="Under which statuses the look-up page, the screens and the portal show a dossier. "
        "Empty: the shipped ten.",
    )
    early_rule = fields.Selection(
        [
            ("earlier_day", "Finished on an earlier day than the due day"),
            ("four_hours", "Finished at least 4 working hours before the due time"),
        ],
        "“Before time” means",
        required=True,
        default="earlier_day",
        help="On time: later than that, up to the due time. Late: after the due time, to the "
        "minute. Lai Châu 2020 counts “before time” and “on time” apart without saying where one "
        "ends; "
        "no legal text was found.",
    )

    @api.model
    def _count_uses(self, company, first, last):
        domain = self._use_domain("received_on", company, first, last)
        count = self.env["hcc.dossier"].sudo().search_count(domain)
        uses = {self.env._("dossiers received"): count} if count else {}
        return {**super()._count_uses(company, first, last), **uses}

    @api.constrains("dossier_code_pattern", "dossier_code_digits")
    def _check_dossier_code(self):
        for policy in self:
            parts = ("{unit}", "{yymmdd}", "{seq}")
            if any(policy.dossier_code_pattern.count(part) != 1 for part in parts):
                raise ValidationError(
                    self.env._(
                        "%s: the pattern of the dossier code must hold {unit}, {yymmdd} and {seq}, "
                        "each once; otherwise codes would repeat.",
                        policy.name,
                    )
                )
            if not 3 <= policy.dossier_code_digits <= 8:
                raise ValidationError(self.env._("%s: the ordinal has 3 to 8 digits.", policy.name))

    def _dossier_code(self, unit_code, day, ordinal):
        """The code printed on the slip, e.g. ``H35.12-261121-0001``."""
        self.ensure_one()
        return (
            self.dossier_code_pattern.replace("{unit}", unit_code)
            .replace("{yymmdd}", f"{day:%y%m%d}")
            .replace("{seq}", f"{ordinal:0{self.dossier_code_digits}d}")
        )

    def _form_number(self, form):
        """The number of a form in this policy's set; empty when the set has no such form."""
        self.ensure_one()
        return FORM_NUMBERS[self.forms_set].get(form, "")

    def _form_basis(self, form):
        """ "Mẫu số 01 – Thông tư …", as printed in the corner of the form."""
        number = self._form_number(form)
        if not number:
            return ""
        words = f"Mẫu số {number} – {FORM_CIRCULARS[self.forms_set]}"
        if self.sudo()._is_unchecked("forms_set"):
            words += "; bố cục chưa đối chiếu với văn bản"
        return words
