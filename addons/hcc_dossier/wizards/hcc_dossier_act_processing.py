from odoo import api, fields, models

from ..models.processing.hcc_dossier_consultation import OPINIONS


class HccDossierAct(models.TransientModel):
    """What the dialogs of processing ask for: which seal is used, to which step the dossier goes
    back, which agencies are asked and what they answer."""

    _inherit = "hcc.dossier.act"

    verb = fields.Selection(
        selection_add=[
            ("consult", "Ask an agency"),
            ("answer_consultation", "Answer"),
            ("withdraw_consultation", "Take the question back"),
        ],
        ondelete={
            "consult": "cascade",
            "answer_consultation": "cascade",
            "withdraw_consultation": "cascade",
        },
    )
    is_signed_asked = fields.Boolean(compute="_compute_is_signed_asked")
    # Past the rights of those who may not read seals: for them there is none to choose.
    seal_ids = fields.Many2many("hcc.seal", compute="_compute_seal_ids", compute_sudo=True)
    seal_id = fields.Many2one(
        "hcc.seal",
        "Seal used",
        compute="_compute_seal_id",
        store=True,
        readonly=False,
        domain="[('id', 'in', seal_ids)]",
        help="The one put on the result; the register of seals keeps it.",
    )
    seal_words = fields.Char("Seal that is used", compute="_compute_seal_ids", compute_sudo=True)
    returnable_step_ids = fields.Many2many(
        related="dossier_id.returnable_step_ids", related_sudo=False
    )
    step_id = fields.Many2one(
        "hcc.dossier.step",
        "Back to the step",
        domain="[('id', 'in', returnable_step_ids)]",
        help="Empty: the last appraisal; after the approval, the last approval.",
    )

    agency_ids = fields.Many2many("hcc.agency", string="Agencies to ask")
    answer_days = fields.Integer(
        "Working days to answer",
        compute="_compute_answer_days",
        store=True,
        readonly=False,
        precompute=True,
    )
    is_answer_required = fields.Boolean("The step waits for the answer")
    consultation_id = fields.Many2one("hcc.dossier.consultation", "Question asked", readonly=True)
    question = fields.Text(related="consultation_id.content", related_sudo=False)
    opinion = fields.Selection(OPINIONS, default="agreed")

    @api.depends("dossier_id", "outcome")
    def _compute_is_signed_asked(self):
        for dialog in self:
            dossier = dialog.dossier_id
            step = dossier.current_step_id
            dialog.is_signed_asked = dossier._may_be_signed_by_hand(
                step
            ) and dossier._asks_for_signed(step, dialog.outcome)

    @api.depends("dossier_id", "verb")
    def _compute_seal_ids(self):
        """The seals to choose from, as a rule the first. Whoever acts in a keeper's place and may
        see none is told which one is used."""
        for dialog in self:
            dossier = dialog.dossier_id.sudo(False)
            sealing = dialog.verb == "complete_step" and dossier.current_step_kind == "number_seal"
            seals = dossier._seals_for_paper() if sealing else self.env["hcc.seal"]
            seen = seals.sudo(False)._filtered_access("read")
            dialog.seal_ids = seen.ids
            dialog.seal_words = not seen and seals[:1].sudo().display_name

    @api.depends("seal_ids")
    def _compute_seal_id(self):
        for dialog in self:
            dialog.seal_id = dialog.seal_ids[:1]

    @api.depends("dossier_id")
    def _compute_answer_days(self):
        for dialog in self:
            dialog.answer_days = dialog.dossier_id._policy().sudo().consultation_days

    def action_confirm(self):
        """On the spot the next act follows at once, for whoever may do it too."""
        action = super().action_confirm()
        if self.verb == "complete_step" and self.dossier_id.is_on_the_spot:
            return self.dossier_id._next_act() or action
        return action

    def _call_send_back(self):
        self.dossier_id.send_back(self.reason, self.step_id.id)

    def _call_consult(self):
        self.dossier_id.consult(
            self.agency_ids.ids, self.reason, self.answer_days, self.is_answer_required
        )

    def _call_answer_consultation(self):
        self.dossier_id.answer_consultation(self.consultation_id.id, self.opinion, self.reason)

    def _call_withdraw_consultation(self):
        self.dossier_id.withdraw_consultation(self.consultation_id.id, self.reason)
