from odoo import models
from odoo.exceptions import UserError

from odoo.addons.hcc_base.tools import money_words

from ..words import KIND_WORDS

#: treasury_form → what the corner of the paper says
FORMS = {
    "c1_02": "Mẫu số C1-02/NS, theo Nghị định số 11/2020/NĐ-CP",
    "annex1_02": "Mẫu số 02, Phụ lục I, Nghị định số 347/2025/NĐ-CP",
}


class HccRemittance(models.Model):
    """The payment slip for the Treasury's part (giấy nộp tiền vào ngân sách nhà nước).

    The policy names its form. What the suite does not know – budget chapter, sub-item, Treasury
    office – stays blank for the accountant to fill in.
    """

    _inherit = "hcc.remittance"

    def _treasury_slip_values(self):
        """What the slip shows.

        :raise UserError: nothing goes to the Treasury
        """
        self.ensure_one()
        amount = round(self.treasury_amount)
        if not amount:
            raise UserError(
                self.env._("%s: nothing goes to the Treasury, so no slip.", self.display_name)
            )
        policy = self._treasury_policy()
        lines = self.line_ids.filtered(lambda line: round(line.treasury_amount))
        return {
            "day": self._treasury_day(),
            "basis": FORMS[policy.treasury_form],
            "is_unchecked": policy._is_unchecked("treasury_form"),
            "rows": [self._treasury_row(line) for line in lines],
            "amount": money_words.format_vnd(amount),
            "words": money_words.vnd_in_words(amount),
            "period": f"{self.date_from:%d/%m/%Y} – {self.date_to:%d/%m/%Y}",
        }

    def _treasury_policy(self):
        """The rules of the day on which the slip leaves: the form in force then."""
        return self.env["hcc.policy"]._get(self.company_id, self._treasury_day()).sudo()

    def _treasury_day(self):
        """The day on which the slip left; before it did: today."""
        clock = self.env["hcc.clock"]
        sent = self.sent_at and clock._local(self.company_id, self.sent_at).date()
        return sent or clock._today(self.company_id)

    def _treasury_row(self, line):
        return {
            "content": f"{KIND_WORDS[line.kind]} – {line.agency_id.name}",
            "amount": money_words.format_vnd(round(line.treasury_amount)),
        }
