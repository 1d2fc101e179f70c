import base64
from typing import NamedTuple

from odoo import models
from odoo.exceptions import UserError

from odoo.addons.hcc_base.transaction import draws_number

from .hcc_dossier_signing import SIGNED_KINDS

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
        if outcome != "agreed" or step.signature_kind != "digital":
            return super()._check_signed(step, outcome, signed)
        if self._electronic_seal() or self._has_signature(step):
            return None
        if self._policy().sudo().paper_for_digital:
            return super()._check_signed(step, outcome, signed)
        raise UserError(
            self.env._(
                "%(dossier)s: “%(step)s” ends with a digital signature that holds on “%(paper)s”. "
                "Sign it first.",
                dossier=self.display_name,
                step=step.name,
                paper=self._paper_to_sign(step).display_name or self._missing_paper_words(step),
            )
        )

    def _has_signature(self, step):
        """A valid one of the current user, made in this step, on the paper that the step signs."""
        paper = self._paper_to_sign(step).sudo()
        return any(
            one.step_id == step and one.user_id == self.env.user and one.verdict == "valid"
            for one in paper.signature_ids
        )

    def _paper_to_sign(self, step):
        current = self.draft_ids.filtered("is_current")
        for kind in SIGNED_KINDS.get(step.kind, ("submission",)):
            paper = current.filtered(lambda one, kind=kind: one.kind == kind)
            if paper:
                return paper
        return current.browse()

    def _missing_paper_words(self, step):
        kinds = dict(self.env["hcc.dossier.draft"]._fields["kind"]._description_selection(self.env))
        return kinds[SIGNED_KINDS.get(step.kind, ("submission",))[0]]

    def _step_closed(self, step, outcome, note, verb):
        values = super()._step_closed(step, outcome, note, verb)
        if not values["signed_at"]:
            return values
        is_digital = self._electronic_seal() or self._has_signature(step)
        return {**values, "signed_by": "certificate" if is_digital else "hand"}

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
        if not self._archived_results():
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

    def _choose_seal(self, seals):
        electronic = self._electronic_seal()
        if not electronic:
            return super()._choose_seal(seals.filtered(lambda one: one.kind != "electronic"))
        chosen = seals.filtered(
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
        if not paper or not any(one.verdict == "valid" for one in paper.sudo().signature_ids):
            raise UserError(
                self.env._(
                    "%s has no signed draft of the result. The approver signs it first.",
                    self.display_name,
                )
            )
        day = self.env["hcc.clock"]._local(self.company_id, values["sealed_at"])
        extra = (f"Số: {values['result_number']}", f"Ngày {day:%d/%m/%Y}")
        self._signed_on_server(paper, electronic.certificate, electronic.secret, extra)
