import uuid

from odoo import api, fields, models

#: verbs whose paper is shown right after them
NOTICE_VERBS = (
    "guide", "refuse", "request_supplement", "extend", "stop", "give_back", "apologise_loss",
    "reopen_result",
)  # fmt: skip
#: verb → the kind of its reasons, where it has another name
REASON_KINDS = {"report_loss": "loss"}

#: verb → the verb whose view its dialog has, where it is not its own
VIEWS = {"propose_apology": "extend"}


class HccDossierAct(models.TransientModel):
    """The dialog of a dossier's verb that needs a reason or particulars.

    It only collects them: rights, states and rules are the verb's. Its key makes a second press of
    the same dialog harmless.
    """

    _name = "hcc.dossier.act"
    _description = "Dossier Dialog"

    dossier_id = fields.Many2one("hcc.dossier", required=True, readonly=True, ondelete="cascade")
    verb = fields.Selection(
        [
            ("guide", "Guide to complete"),
            ("refuse", "Refuse"),
            ("complete_step", "Complete the step"),
            ("send_back", "Send back"),
            ("request_supplement", "Request a supplement"),
            ("suspend", "Suspend"),
            ("extend", "Apologise and re-appoint"),
            ("return_result", "Return the result"),
            ("withdraw", "Record a withdrawal"),
            ("stop", "Stop"),
            ("cancel", "Cancel the dossier"),
            ("give_back", "Give the papers back"),
        ],
        required=True,
        readonly=True,
    )
    request_key = fields.Char(default=lambda self: uuid.uuid4().hex, readonly=True)
    reason_kind = fields.Char(compute="_compute_reason_kind")
    reason_id = fields.Many2one(
        "hcc.dossier.reason", "Reason of the list", domain="[('kind', '=', reason_kind)]"
    )
    needs_text = fields.Boolean(related="reason_id.needs_text", related_sudo=False)
    reason = fields.Text()
    component_ids = fields.Many2many(
        "hcc.dossier.component",
        string="Papers to supplement",
        domain="[('dossier_id', '=', dossier_id)]",
    )
    new_appointment_at = fields.Datetime("New appointment")
    step_kind = fields.Selection(related="dossier_id.current_step_kind", related_sudo=False)
    outcome = fields.Selection(
        [("agreed", "Agreed"), ("refused", "Refuse the application")], default="agreed"
    )
    is_signed = fields.Boolean("Signed")
    in_place_of = fields.Char(
        "In the place of", compute="_compute_in_place_of", help="By a delegation in effect today."
    )
    result_number = fields.Char(
        help="Number from the agency's own register; empty: the next of its series here."
    )

    @api.depends("verb")
    def _compute_display_name(self):
        labels = dict(self._fields["verb"]._description_selection(self.env))
        for dialog in self:
            dialog.display_name = labels.get(dialog.verb, "")

    @api.depends("verb")
    def _compute_reason_kind(self):
        """The kind of the reasons that the verb chooses from; none: it takes words only."""
        kinds = dict(self.env["hcc.dossier.reason"]._fields["kind"].selection)
        for dialog in self:
            kind = REASON_KINDS.get(dialog.verb, dialog.verb)
            dialog.reason_kind = kind if kind in kinds else False

    @api.depends("dossier_id", "verb")
    def _compute_in_place_of(self):
        for dialog in self:
            delegation = dialog.dossier_id._verb_delegation(dialog.verb)
            principal = delegation.principal_user_id.name
            dialog.in_place_of = principal and f"{principal} ({delegation.decision_number})"

    @api.model
    def _open(self, dossier, verb, **values):
        """The action that opens the dialog of ``verb``, with ``values`` of its fields filled in."""
        own = f"hcc_dossier.hcc_dossier_act_view_form_{VIEWS.get(verb, verb)}"
        view = self.env.ref(own, raise_if_not_found=False)
        defaults = {"dossier_id": dossier.id, "verb": verb, **values}
        return {
            "type": "ir.actions.act_window",
            "name": dict(self._fields["verb"]._description_selection(self.env)).get(verb, ""),
            "res_model": self._name,
            "views": [((view or self.env.ref("hcc_dossier.hcc_dossier_act_view_form")).id, "form")],
            "target": "new",
            "context": {f"default_{name}": value for name, value in defaults.items()},
        }

    def action_confirm(self):
        """Call the verb, then show the paper it made."""
        self.ensure_one()
        answer = getattr(self, f"_call_{self.verb}", self._call_with_reason)()
        if self.verb in NOTICE_VERBS and answer.get("notice_id"):
            notice = self.env["hcc.dossier.notice"].browse(answer["notice_id"])
            report = self.env.ref("hcc_dossier.report_notice").sudo()
            action = report.report_action(notice, config=False)
            return {**action, "close_on_report_download": True}
        if isinstance(answer, dict) and "type" in answer:
            return answer
        return {"type": "ir.actions.act_window_close"}

    def _call_with_reason(self):
        """What takes words only, or words and a reason of the list."""
        chosen = {"reason_id": self.reason_id.id} if self.reason_kind else {}
        getattr(self.dossier_id, self.verb)(self.reason, **chosen)

    def _call_guide(self):
        return self.dossier_id.guide(self.reason, request_key=self.request_key)

    def _call_refuse(self):
        return self.dossier_id.refuse(
            self.reason, request_key=self.request_key, reason_id=self.reason_id.id
        )

    def _call_stop(self):
        return self.dossier_id.stop(
            self.reason, request_key=self.request_key, reason_id=self.reason_id.id
        )

    def _call_give_back(self):
        return self.dossier_id.give_back(
            self.reason, self.reason_id.id, request_key=self.request_key
        )

    def _call_complete_step(self):
        return self.dossier_id.complete_step(
            outcome=self.outcome or "agreed",
            note=self.reason,
            result_number=self.result_number,
            request_key=self.request_key,
            signed=self.is_signed,
            seal_id=self.seal_id.id,
        )

    def _call_request_supplement(self):
        return self.dossier_id.request_supplement(
            self.reason, self.component_ids.ids, request_key=self.request_key
        )

    def _call_extend(self):
        return self.dossier_id.extend(
            self.new_appointment_at, self.reason, request_key=self.request_key
        )
