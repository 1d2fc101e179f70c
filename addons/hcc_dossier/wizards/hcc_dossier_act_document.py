from odoo import api, fields, models


class HccDossierAct(models.TransientModel):
    """Dialogs about files and originals."""

    _inherit = "hcc.dossier.act"

    verb = fields.Selection(
        selection_add=[
            ("store_result", "Store the result"),
            ("hold_originals", "Hold originals"),
            ("give_back_originals", "Give originals back"),
        ],
        ondelete={
            "store_result": "cascade",
            "hold_originals": "cascade",
            "give_back_originals": "cascade",
        },
    )
    version_id = fields.Many2one(related="dossier_id.version_id", related_sudo=False)
    # Kept in the dialog's own row: the file of the result is the paper's, not this one.
    result_file = fields.Binary("File", attachment=False)
    result_file_name = fields.Char()
    result_choice_id = fields.Many2one(
        "hcc.procedure.result",
        "Which result",
        domain="[('version_id', '=', version_id)]",
        help="Empty: the first of the procedure's results.",
    )
    result_approver = fields.Char("Approved by", compute="_compute_result_approver")
    result_signer = fields.Char("Signed by")
    result_valid_until = fields.Date(
        "Valid until", help="Empty: by the months that the catalogue says."
    )
    original_kind = fields.Selection(
        [("lent", "Lent for comparison"), ("kept", "Kept with the dossier")], default="kept"
    )
    taken_by = fields.Char("Taken by", help="Empty: the applicant.")
    held_words = fields.Char("Originals held", compute="_compute_held_words")

    @api.depends("dossier_id")
    def _compute_result_approver(self):
        for dialog in self:
            dialog.result_approver = dialog.dossier_id._result_approver().name

    @api.depends("dossier_id")
    def _compute_held_words(self):
        for dialog in self:
            dialog.held_words = dialog.dossier_id._held_words()

    def _call_store_result(self):
        content = self.with_context(bin_size=False).result_file
        self.dossier_id.store_result(
            content.decode() if isinstance(content, bytes) else content,
            file_name=self.result_file_name,
            result_id=self.result_choice_id.id,
            signer=self.result_signer,
            valid_until=self.result_valid_until,
        )

    def _call_hold_originals(self):
        self.dossier_id.hold_originals(self.component_ids.ids, self.original_kind)

    def _call_give_back_originals(self):
        self.dossier_id.give_back_originals(self.taken_by)
