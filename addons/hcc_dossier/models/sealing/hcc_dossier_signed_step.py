import base64
from typing import NamedTuple

from odoo import models
from odoo.exceptions import UserError

from odoo.addons.hcc_base.transaction import draws_number

#: what a step of each kind signs, the first there is
SIGNED_KINDS = {"approve": ("result", "submission"), "number_seal": ("result",)}

#: Context entry of the electronic seal at hand; an object of this process, no client sends it.
SEAL_CONTEXT_KEY = "hcc_electronic_seal"


class _ElectronicSeal(NamedTuple):
    certificate: object
    secret: str


class HccDossier(models.Model):
    """What a step's signature asks for before the step is complete, and the electronic seal."""

    _inherit = "hcc.dossier"

    # -------------------------------------------------------------------------
    # THE STEP'S SIGNATURE
    # -------------------------------------------------------------------------

    def _check_signed(self, step, outcome, signed):
        asked = self._asks_for_signed(step, outcome)
        if not asked or self._may_be_signed_by_hand(step):
            return super()._check_signed(step, outcome, signed)
        if step.kind == "number_seal":
            raise UserError(
                self.env._(
                    "%(dossier)s: “%(step)s” ends with the electronic seal. Number and seal with "
                    "“Prepare and sign”.",
                    dossier=self.display_name,
                    step=step.name,
                )
            )
        raise UserError(
            self.env._(
                "%(dossier)s: “%(step)s” ends with a digital signature that holds on “%(paper)s”. "
                "Sign it first.",
                dossier=self.display_name,
                step=step.name,
                paper=self._paper_to_sign(step).display_name or self._missing_paper_words(step),
            )
        )

    def _asks_for_signed(self, step, outcome):
        """A digital signature speaks for itself."""
        is_asked = super()._asks_for_signed(step, outcome)
        if not is_asked or step.signature_kind != "digital":
            return is_asked
        return not self._is_signed_digitally(step)

    def _may_be_signed_by_hand(self, step):
        if not super()._may_be_signed_by_hand(step) or step.signature_kind != "digital":
            return super()._may_be_signed_by_hand(step)
        return self._policy().sudo().paper_for_digital or self._seals_what_is_on_paper(step)

    def _seals_what_is_on_paper(self, step):
        """What was not decided with a certificate has no file for the electronic seal: whatever
        the step asks for, its seal is put on by hand."""
        if step.kind != "number_seal" or self._approval().signed_by == "certificate":
            return False
        return not self._is_approved(self._paper_to_sign(self._approval()))

    def _is_signed_digitally(self, step):
        """The result is sealed by the agency: no personal signature stands for its seal."""
        if step.kind == "number_seal":
            return bool(self._electronic_seal())
        return self._has_signature(step)

    def _has_signature(self, step):
        """A valid one of the current user, made in this step, on the paper that the step signs."""
        paper = self._paper_to_sign(step)
        return any(
            one.step_id == step and one.user_id == self.env.user and one.verdict == "valid"
            for one in paper.signature_ids
        )

    def _paper_to_sign(self, step):
        """Past the reader's rights: what is compared is the paper, not what one may see of it."""
        drafts = self.sudo().draft_ids
        current = drafts.filtered(lambda one: one.is_current and not one._is_sealed())
        for kind in self._kinds_to_sign(step):
            paper = current.filtered(lambda one, kind=kind: one.kind == kind)
            if paper:
                return paper
        return current.browse()

    def _kinds_to_sign(self, step):
        kinds = SIGNED_KINDS.get(step.kind, ("submission",))
        return kinds[:1] if self._decides_on_the_result(step) else kinds

    def _decides_on_the_result(self, step):
        """Whether the result itself is signed in ``step``: in the last approval, unless the step
        that seals has it signed by hand on paper."""
        later = self.step_ids.filtered(
            lambda one: not one.finished_at and one._place_in_line() > step._place_in_line()
        )
        return step.kind == "approve" and not any(
            one.kind == "approve" or (one.kind == "number_seal" and one.signature_kind == "wet")
            for one in later
        )

    def _missing_paper_words(self, step):
        kinds = dict(self.env["hcc.dossier.draft"]._fields["kind"]._description_selection(self.env))
        return kinds[self._kinds_to_sign(step)[0]]

    def _step_closed(self, step, outcome, note, verb):
        values = super()._step_closed(step, outcome, note, verb)
        if not values["signed_at"]:
            return values
        is_digital = self._is_signed_digitally(step)
        return {**values, "signed_by": "certificate" if is_digital else "hand"}

    # -------------------------------------------------------------------------
    # WHAT WAS APPROVED IS WHAT IS SEALED
    # -------------------------------------------------------------------------

    def _get_step_blockers(self, step):
        blockers = super()._get_step_blockers(step)
        approval = self._approval()
        if step.kind != "number_seal" or approval.signed_by != "certificate":
            return blockers
        codes = self._approving_verdicts(self._paper_to_sign(approval))
        if "valid" not in codes:
            blockers.append(self._not_approved_words(approval, codes))
        return blockers

    def _not_approved_words(self, approval, codes):
        """Another paper is one thing; a signature that has lost its worth accuses nobody."""
        lost = [code for code in codes if code in ("untrusted", "expired")]
        approver = approval.holder_user_id.sudo().name
        if lost:
            verdicts = self.env["hcc.signature"]._fields["verdict"]._description_selection(self.env)
            return self.env._(
                "The signature of %(approver)s in the step “%(step)s” does not hold now: "
                "%(verdict)s. Seal nothing: an approver sends it back and signs anew.",
                approver=approver,
                step=approval.name,
                verdict=dict(verdicts)[lost[0]],
            )
        return self.env._(
            "The paper laid in is not the paper that %(approver)s signed in the step “%(step)s”. "
            "Seal nothing: an approver sends it back and decides anew.",
            approver=approver,
            step=approval.name,
        )

    def _is_approved(self, paper):
        """Whether ``paper``, as the file is now, carries the signature of whoever decided, made in
        that step."""
        return "valid" in self._approving_verdicts(paper)

    def _approving_verdicts(self, paper):
        """What the decider's signatures in the deciding step are worth on the file as it is now."""
        approval = self._approval()
        own = paper.signature_ids.filtered(
            lambda one: one.step_id == approval and one.user_id == approval.holder_user_id
        )
        verdicts = own and self.env["hcc.signature"]._verdicts(paper._content())
        return [one.code for one in verdicts if one.field_name in own.mapped("field_name")]

    # -------------------------------------------------------------------------
    # THE ELECTRONIC SEAL
    # -------------------------------------------------------------------------

    @draws_number
    def number_and_seal(self, certificate_id=None, secret=None, request_key=None, note=None):
        """Number the result and put the agency's electronic seal on its signed draft, in one act:
        without a seal the number stays unused.

        :param certificate_id: of an electronic seal that the user keeps
        :return: as ``complete_step``
        """
        self.ensure_one()
        certificate = self.env["hcc.signing.certificate"].browse(certificate_id or 0).exists()
        seal = _ElectronicSeal(certificate, secret or "")
        dossier = self.with_context(**{SEAL_CONTEXT_KEY: seal})
        answer = dossier.complete_step(note=note, request_key=request_key)
        self.invalidate_recordset()
        archived = self._archived_results()
        if self.result_number not in archived.mapped("number"):
            self._archive_sealed_paper()
        return answer

    def _archive_sealed_paper(self):
        """The sealed file is the result: it goes into the archive as it is."""
        paper = self.sudo().draft_ids.filtered(lambda one: one.is_current and one.kind == "result")
        content = base64.b64encode(paper._content()).decode()
        self.sudo().store_result(content, paper.name)  # whoever seals has the right to it

    def _electronic_seal(self):
        """The seal at hand, only in the step that seals."""
        seal = self.env.context.get(SEAL_CONTEXT_KEY)
        sealing = self.current_step_kind == "number_seal"
        return seal if isinstance(seal, _ElectronicSeal) and sealing else None

    def _choose_seal(self, kept, seal_id):
        electronic = self._electronic_seal()
        if not electronic:
            return super()._choose_seal(kept, seal_id)
        chosen = kept.filtered(
            lambda one: one.certificate_id and one.certificate_id == electronic.certificate
        )
        if not chosen:
            raise UserError(
                self.env._(
                    "%s: this certificate is no electronic seal that you keep. Choose another one.",
                    self.display_name,
                )
            )
        return chosen[:1]

    def _record_seal(self, seal, values):
        electronic = self._electronic_seal()
        if electronic:
            self._seal_paper(electronic, values)
        return super()._record_seal(seal, values)

    def _seal_paper(self, electronic, values):
        """The paper gets its number with the seal: after the signature nothing else may change."""
        paper = self._paper_to_sign(self.current_step_id)
        if not paper or not self._is_approved(paper):
            raise UserError(
                self.env._(
                    "%s has no draft of the result signed by whoever approved it. An electronic "
                    "seal stands beside that signature only; what was approved by hand is sealed "
                    "by hand.",
                    self.display_name,
                )
            )
        day = self.env["hcc.clock"]._local(self.company_id, values["sealed_at"])
        extra = (f"Số: {values['result_number']}", f"Ngày {day:%d/%m/%Y}")
        self._signed_on_server(paper, electronic.certificate, electronic.secret, extra)
