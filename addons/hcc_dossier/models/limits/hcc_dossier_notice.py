from odoo import api, fields, models

from ..dossier.hcc_dossier import APPROVER, OFFICIAL

PAPER_NAMES = {
    "guidance": "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ",
    "supplement": "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ",
    "refusal": "Phiếu từ chối tiếp nhận giải quyết hồ sơ",
    "apology": "Văn bản xin lỗi và đề nghị gia hạn",
    "stop": "Thông báo dừng giải quyết hồ sơ",
    "loss": "Văn bản xin lỗi do mất, thất lạc hồ sơ",
    "revocation": "Thông báo thu hồi, đính chính kết quả",
    "give_back": "Thông báo trả lại hồ sơ",
}
#: kinds that are letters, not answers at the counter
TO_APPLICANT = ("apology", "stop", "loss", "revocation", "give_back")
#: kinds that guide the applicant, whoever writes them
GUIDING = ("guidance", "supplement")
#: kind → the verb that issues it, for the delegations that carry it
_VERBS = {
    "refusal": "complete_step", "apology": "extend", "stop": "stop", "loss": "apologise_loss",
    "revocation": "reopen_result", "give_back": "give_back",
}  # fmt: skip
#: in whose place somebody signs for the agency → what stands before the head's title
#: (Decree 30/2020 on clerical work: by order, by delegation)
FOR_THE_AGENCY = {"head": "", "by_order": "TL. ", "by_delegation": "TUQ. "}


class HccDossierNotice(models.Model):
    """A numbered paper sent to the applicant about the dossier (phiếu, thông báo): guidance or
    supplement (form 02), refusal (03), apology (04), stop (05); and letters that no circular has a
    form for: a loss, a revoked result, papers given back without a result.

    Issued by the dossier's verbs only; its number is drawn from the agency's yearly series.
    """

    _name = "hcc.dossier.notice"
    _description = "Dossier Notice"
    _inherit = ["hcc.dossier.part"]
    _order = "dossier_id, id"
    _rec_name = "number"

    kind = fields.Selection(
        [
            ("guidance", "Guidance before acceptance"),
            ("supplement", "Supplement request"),
            ("refusal", "Refusal"),
            ("apology", "Apology and new appointment"),
            ("stop", "Stop notice"),
            ("loss", "Apology for a loss"),
            ("revocation", "Revocation of a result"),
            ("give_back", "Papers given back without a result"),
        ],
        required=True,
        readonly=True,
    )
    number = fields.Char(required=True, readonly=True, index=True)
    agency_id = fields.Many2one("hcc.agency", required=True, readonly=True, index=True)
    issued_at = fields.Datetime(required=True, readonly=True)
    issued_on = fields.Date(required=True, readonly=True, index=True)
    user_id = fields.Many2one("res.users", "Issued by", required=True, readonly=True, index=True)
    signs_as = fields.Selection(
        [
            ("guide", "Who guides the applicant"),
            ("official", "Official of the centre"),
            ("head", "Approver of the agency"),
            ("by_order", "Approver of a room, by order of the agency's head"),
            ("by_delegation", "By delegation of the agency's head"),
        ],
        "Signs as",
        required=True,
        readonly=True,
        help="As roles, staff lists and delegations were when it was issued.",
    )
    reason = fields.Text(required=True, readonly=True)
    content = fields.Json("Papers listed", readonly=True, help="Name and note of each, as printed.")
    expected_on = fields.Date("Expected until", readonly=True)
    appointment_at = fields.Datetime("New appointment", readonly=True)
    is_past_limit = fields.Boolean(
        "Issued after the limit",
        readonly=True,
        help="Later than the policy's days for supplement requests or apologies.",
    )

    _number_uniq = models.UniqueIndex(
        "(agency_id, kind, number)", "This number was already given to another paper."
    )

    #: kind → suffix of the number
    _suffixes = {
        "guidance": "HDHS", "supplement": "HDHS", "refusal": "PTC", "apology": "PXL", "stop": "TBD",
        "loss": "PXL", "revocation": "TBTH", "give_back": "TBTL",
    }  # fmt: skip
    #: kind → form of the policy's set; a loss, a revocation and papers given back have none
    _forms = {
        "guidance": "supplement", "supplement": "supplement", "refusal": "refusal",
        "apology": "apology", "stop": "stop", "loss": "", "revocation": "", "give_back": "",
    }  # fmt: skip

    @api.depends("number")
    def _compute_display_name(self):
        for notice in self:
            notice.display_name = notice.number

    @api.model
    def _draw_number(self, kind, agency, day):
        """The next number of the agency's year, e.g. ``012/2026/HDHS``."""
        suffix = self._suffixes[kind]
        ordinal = self.env["hcc.number.series"]._draw(f"notice/{suffix}/{agency.id}/{day.year}")
        return f"{ordinal:03d}/{day.year}/{suffix}"

    # -------------------------------------------------------------------------
    # WORDS OF THE FORM (Vietnamese by law)
    # -------------------------------------------------------------------------

    def _form_basis(self):
        self.ensure_one()
        return self.dossier_id._policy()._form_basis(self._forms[self.kind])

    def _corner_qr(self):
        """The statutory code of a paper about an accepted dossier; before that there is none."""
        dossier = self._known_dossier()
        return dossier.name and dossier._statutory_qr(PAPER_NAMES[self.kind])

    def _issuer(self):
        """Whose head it carries where that is not the centre: what an approver signs is the
        competent agency's."""
        return self.agency_id.name if self._is_the_agencys() else ""

    def _is_the_agencys(self):
        return self.signs_as in FOR_THE_AGENCY

    def _speaker(self):
        """Who says it in the text: as the head, so the words."""
        return self._issuer() or self.dossier_id.company_id.name

    def _is_followed_by_evaluation(self):
        """An evaluation slip goes with forms 02 and 03 (Circular 01/2018 art. 12(2))."""
        is_asked = self._forms[self.kind] in ("supplement", "refusal")
        return is_asked and self.dossier_id._has_evaluation_slip()

    def _addressee_label(self):
        return "Kính gửi:" if self.kind in TO_APPLICANT else "Tiếp nhận hồ sơ của:"

    def _apology_title(self):
        """The forms of 2018 and of 2025 name the same paper differently."""
        if self.dossier_id._policy().sudo().forms_set == "six_2018":
            return "Phiếu xin lỗi và hẹn lại ngày trả kết quả"
        return "Văn bản xin lỗi và đề nghị gia hạn"

    def _title(self):
        return self._apology_title() if self.kind == "apology" else PAPER_NAMES[self.kind]

    def _signer_role(self):
        """The head's title stands over nobody who does not sign in the head's place."""
        if self.kind in GUIDING:
            return "Người hướng dẫn"
        if self._is_the_agencys():
            return f"{FOR_THE_AGENCY[self.signs_as]}Thủ trưởng cơ quan, đơn vị"
        return "Người tiếp nhận hồ sơ" if self.kind == "refusal" else "Người thông báo"

    def _recount_sentence(self):
        """What happens to the time limit once the supplement is complete."""
        dossier = self.dossier_id
        mode = dossier._supplement_clock_mode(dossier._policy().sudo())
        if mode == "pause":
            return "Thời gian chờ bổ sung không tính vào thời hạn giải quyết hồ sơ."
        return "Thời hạn giải quyết được tính lại từ đầu sau khi nhận đủ hồ sơ."


class HccDossier(models.Model):
    """In whose place a paper to the applicant is signed, and which one says what to bring."""

    _inherit = "hcc.dossier"

    def _last_guiding_notice(self):
        """The paper that says what the applicant is to bring; letters about other things do not."""
        return self.notice_ids.filtered(lambda notice: notice.kind in GUIDING)[-1:]

    def _signs_as(self, kind, agency):
        """What the current user is when they issue a paper of ``kind`` for ``agency`` now."""
        if kind in GUIDING:
            return "guide"
        if self._verb_delegation(_VERBS[kind]):
            return "by_delegation"
        if not self._decides_by_paper(kind):
            return "official"
        if self.env.user in agency.sudo().member_ids:
            return "head"
        return "by_order" if agency._has_staff(self.env.user) else "official"

    def _decides_by_paper(self, kind):
        """Whether the current user speaks as an approver, not as who receives at the counter."""
        is_at_the_counter = kind == "refusal" and not self.received_at
        receives = is_at_the_counter and self.env.user.has_group(OFFICIAL)
        return self.env.user.has_group(APPROVER) and not receives

    def _signing_agency(self, kind):
        """In whose name the current user issues a paper of ``kind``: the competent agency's; of
        another one where an approver of it decides, because it has a step of the dossier."""
        signer = self._approving_person(kind)
        concerned = self.agency_id | self._agency_in_charge() | self.sudo().step_ids.agency_id
        own = signer and concerned.filtered(lambda one: one._has_staff(signer))[:1]
        if not own or own == self.agency_id:
            return self.agency_id
        return own.sudo().parent_id if own.kind == "unit" else own

    def _approving_person(self, kind):
        """Whose office the paper comes from; nobody's where no approver decides by it."""
        if kind in GUIDING:
            return self.env["res.users"]
        delegation = self._verb_delegation(_VERBS[kind])
        if delegation:
            return delegation.principal_user_id
        return self.env.user if self._decides_by_paper(kind) else self.env["res.users"]
