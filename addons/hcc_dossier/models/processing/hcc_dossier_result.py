from odoo import fields, models
from odoo.exceptions import UserError


class HccDossier(models.Model):
    """The result (kết quả giải quyết): granted or refused by the approver's step, numbered and
    sealed by the clerk's; a number comes once per agency and year."""

    _inherit = "hcc.dossier"

    result_kind = fields.Selection(
        [("granted", "Granted"), ("refused", "Refused after examination")],
        "Result",
        readonly=True,
        copy=False,
    )
    result_number = fields.Char(readonly=True, copy=False, index="btree_not_null")
    result_year = fields.Integer(readonly=True, copy=False)
    sealed_at = fields.Datetime("Sealed", readonly=True, copy=False)
    sealed_user_id = fields.Many2one(
        "res.users", "Sealed by", readonly=True, index="btree_not_null", copy=False
    )

    _result_number_uniq = models.UniqueIndex(
        "(agency_id, result_year, result_number) WHERE result_number IS NOT NULL",
        "The agency has already given this result number this year.",
    )

    def _step_result(self, step, outcome, note, result_number, seal_id):
        """What completing this kind of step adds to the dossier."""
        if step.kind == "approve":
            return self._decide(outcome, note)
        if step.kind == "number_seal":
            return self._number_and_seal(result_number, seal_id)
        if outcome == "refused":
            self._checked_note(note)
        return {}

    def _decide(self, outcome, note):
        """Grant or refuse; a refusal after examination is form 03 (Decree 61/2018 art. 19(8))."""
        if outcome == "agreed":
            return {"result_kind": "granted"}
        reason = self._checked_reason(note)
        self._issue_notice("refusal", reason)
        return {"result_kind": "refused", "request_reason": reason}

    def _approval(self):
        """The finished step that decided: the last approval; the last step where none approves."""
        done = self.step_ids.filtered(
            lambda step: step.finished_at and step.kind != "number_seal"
        )._in_order()
        return (done.filtered(lambda step: step.kind == "approve") or done)[-1:]

    def _is_decision_ahead(self):
        """Whether somebody still approves; where nobody does, whether the seal is not yet due."""
        if self.current_step_kind == "number_seal" or self.result_number:
            return False
        approvals = self.step_ids.filtered(lambda step: step.kind == "approve")
        return not approvals or any(not step.finished_at for step in approvals)

    def _number_and_seal(self, result_number, seal_id):
        """The number; with which seal is for the register of seals to say."""
        clock = self.env["hcc.clock"]
        now = clock._now()
        year = clock._local(self.company_id, now).year
        number = (result_number or "").strip()
        if number:
            self._check_result_number(number, year)
        return {
            **self._decided_before_the_seal(),
            "result_number": number or self._draw_result_number(year),
            "result_year": year,
            "sealed_at": now,
            "sealed_user_id": self.env.uid,
        }

    def _decided_before_the_seal(self):
        """Where no step approves, the last one decided; no result leaves undecided."""
        if self.result_kind:
            return {}
        is_refused = self._approval().outcome == "refused"
        return {"result_kind": "refused" if is_refused else "granted"}

    def _check_result_number(self, number, year):
        domain = [
            ("agency_id", "=", self.agency_id.id),
            ("result_year", "=", year),
            ("result_number", "=", number),
        ]
        if self.sudo().search_count(domain, limit=1):
            raise UserError(
                self.env._(
                    "%(agency)s has already given the result number %(number)s this year.",
                    agency=self.agency_id.sudo().name,
                    number=number,
                )
            )

    def _draw_result_number(self, year):
        agency = self.agency_id.sudo()
        ordinal = self.env["hcc.number.series"]._draw(f"result/{agency.id}/{year}")
        return f"{ordinal:03d}/KQ-{(agency.code or agency.short_name or agency.name).upper()}"
