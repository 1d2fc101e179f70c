import base64
import binascii

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.hcc_base.models.hcc_state_mixin import Verb
from odoo.addons.hcc_base.paper import render_pdf

from ...tools import pdf_signing
from ..dossier.hcc_dossier import APPRAISER, APPROVER, CLERK

#: where on the last page, in points, the marks of a paper's signatures stand: two rows of two
MARK_BOXES = ((310, 110, 520, 170), (75, 110, 285, 170), (310, 45, 520, 105), (75, 45, 285, 105))


class HccDossier(models.Model):
    """Signing on the way to the result: the appraiser's submission slip, the approver's result,
    and the agency's electronic seal.

    Whoever has the step signs, with the own certificate, on the server or on the own computer. A
    step that asks for a digital signature ends with one that holds; where the policy says so, a
    signature by hand on paper may stand for it and is recorded as such.
    """

    _inherit = "hcc.dossier"

    draft_ids = fields.One2many("hcc.dossier.draft", "dossier_id", "Papers to sign", readonly=True)
    signature_ids = fields.One2many("hcc.signature", "dossier_id", "Signatures", readonly=True)
    can_prepare_submission = fields.Boolean(compute="_compute_can")
    can_put_draft = fields.Boolean(compute="_compute_can")
    can_sign = fields.Boolean(compute="_compute_can")

    _verbs = {
        "prepare_submission": Verb(("processing",), None, (APPRAISER,)),
        "put_draft": Verb(("processing",), None, (APPRAISER, APPROVER)),
        "sign": Verb(("processing",), None, (APPRAISER, APPROVER, CLERK)),
    }
    _guarded_fields = frozenset({"draft_ids", "signature_ids"})

    def _verb_labels(self):
        _ = self.env._
        return super()._verb_labels() | {
            "prepare_submission": _("Make the submission slip"),
            "put_draft": _("Put the draft of the result"),
            "sign": _("Sign"),
        }

    # -------------------------------------------------------------------------
    # THE SCREEN
    # -------------------------------------------------------------------------

    def action_signing(self):
        """Open the dialog in which the papers are made and signed."""
        self.ensure_one()
        return {
            "type": "ir.actions.client",
            "tag": "hcc_dossier.signing",
            "name": self.env._("Signing %s", self.display_name),
            "target": "new",
            "context": {"dossier_id": self.id},
        }

    def signing_desk(self):
        """What the signing dialog shows the current user: the step, the papers, the own
        certificates and the electronic seals they keep."""
        self.ensure_one()
        self.check_access("read")
        step = self.current_step_id
        drafts = self.draft_ids.filtered("is_current")
        sealing = step.kind == "number_seal"
        return {
            "code": self.display_name,
            "step": step.name or "",
            "can": {
                "prepare": self.can_prepare_submission,
                "put": self.can_put_draft,
                "sign": self.can_sign and not sealing,
                "seal": self.can_complete_step and sealing,
            },
            "drafts": [draft._for_desk() for draft in drafts],
            "certificates": [one._for_desk() for one in self._signing_certificates(sealing)],
        }

    def _signing_certificates(self, sealing):
        certificates = self.env["hcc.signing.certificate"].sudo()
        if not sealing:
            return certificates.search([("user_id", "=", self.env.uid)])
        return self._kept_seals().certificate_id

    # -------------------------------------------------------------------------
    # THE PAPERS
    # -------------------------------------------------------------------------

    def prepare_submission(self, opinion=None, proposal="agreed"):
        """Write the submission slip: what the appraiser found and proposes.

        :param proposal: ``agreed`` or ``refused``
        :return: the id of the paper
        """
        self.ensure_one()
        words = (opinion or "").strip()
        if not words or proposal not in ("agreed", "refused"):
            raise UserError(
                self.env._(
                    "%s: write what was found, and propose to agree or to refuse.",
                    self.display_name,
                )
            )
        content = self._draw_submission(words, proposal)
        name = f"Phieu trinh {self.name}.pdf"
        return self._add_draft("prepare_submission", "submission", name, content)

    def _check_prepare_submission(self):
        if self.current_step_kind not in ("appraise", "other"):
            raise UserError(self.env._("%s is not being appraised.", self.display_name))
        self._check_undecided()

    def _draw_submission(self, opinion, proposal):
        html = self.env["ir.qweb"]._render(
            "hcc_dossier.submission",
            {
                "docs": self.sudo(),
                "opinion": opinion,
                "proposal": proposal,
                "appraiser": self.env.user.sudo().name,
                "today": self.env["hcc.clock"]._today(self.company_id),
            },
        )
        return render_pdf(str(html))

    def put_draft(self, name=None, content=None):
        """Lay the draft of the result into the dossier, as a PDF.

        :param content: the file, Base64
        :return: the id of the paper
        """
        self.ensure_one()
        return self._add_draft("put_draft", "result", name or "", self._decoded(name, content))

    def _check_put_draft(self):
        self._check_step_open()
        self._check_undecided()

    def _check_undecided(self):
        """Papers are made while a decision lies ahead; what was approved, nobody replaces."""
        if not self._is_decision_ahead():
            raise UserError(
                self.env._(
                    "%s is decided: its papers are what was approved and are not replaced. An "
                    "approver who sends it back, or revokes the numbered result, opens them.",
                    self.display_name,
                )
            )

    def _add_draft(self, verb, kind, name, content):
        facts, made = {}, []

        def prepare():
            drafts = self._parts("hcc.dossier.draft")
            values = drafts.with_user(self.env.user).sudo()._prepare(self, kind, name, content)
            earlier = drafts.browse(self.draft_ids.ids).filtered(lambda d: d.kind == kind)
            earlier.write({"is_current": False})
            earlier.flush_recordset()  # the index allows one current paper
            made.append(drafts.create(values))
            facts.update(draft=made[0].id, kind=kind, sha256=values["sha256"])
            return {}

        self._transition(verb, values=prepare, facts=facts)
        return made[0].id

    def _decoded(self, name, content):
        try:
            return base64.b64decode(content or b"", validate=True)
        except (binascii.Error, ValueError) as error:
            raise UserError(
                self.env._("%s did not arrive whole. Try again.", name or "–")
            ) from error

    # -------------------------------------------------------------------------
    # SIGN
    # -------------------------------------------------------------------------

    def sign(self, draft_id=None, certificate_id=None, secret=None, request_key=None):
        """Sign a paper of the dossier in the step at hand, with the own certificate.

        :param secret: PIN or passphrase; used for this signature, kept nowhere
        :return: the id of the signature
        """
        self.ensure_one()
        draft = self._checked_draft(draft_id)
        certificate = self._own_certificate(certificate_id)
        return self.env["hcc.request.key"]._once(
            f"dossier.sign/{self.env.uid}",
            request_key,
            {"dossier": self.id, "draft": draft.id, "certificate": certificate.id},
            lambda: self._sign(draft, certificate, secret),
        )

    def _sign(self, draft, certificate, secret):
        facts, made = {}, []

        def prepare():
            made.append(self._signed_on_server(draft, certificate, secret))
            facts.update(self._signature_facts(made[0]))
            return {}

        self._transition("sign", values=prepare, facts=facts)
        return made[0].id

    def put_signed(self, draft_id=None, content=None):
        """Take back a paper that its signer signed on their own computer.

        :param content: the signed file, Base64; it must be the paper with one signature more
        :return: the id of the signature
        """
        self.ensure_one()
        draft = self._checked_draft(draft_id)
        signed = self._decoded(draft.name, content)
        facts, made = {}, []

        def prepare():
            made.append(self._signed_elsewhere(draft, signed))
            facts.update(self._signature_facts(made[0]))
            return {}

        self._transition("sign", values=prepare, facts=facts)
        return made[0].id

    def _check_sign(self):
        self._check_step_open()

    def _checked_draft(self, draft_id):
        draft = self.draft_ids.filtered(lambda one: one.id == draft_id and one.is_current)
        if not draft:
            raise UserError(
                self.env._(
                    "%s: the paper is not there or a newer one has taken its place. Reload the "
                    "page.",
                    self.display_name,
                )
            )
        if draft._is_sealed():
            raise UserError(self.env._("%s is sealed: nothing is added to it.", draft.display_name))
        return draft

    def _own_certificate(self, certificate_id):
        certificate = self.env["hcc.signing.certificate"].browse(certificate_id or 0).exists()
        if not certificate or certificate.sudo().user_id != self.env.user:
            raise AccessError(self.env._("Everybody signs with the own certificate. Choose yours."))
        return certificate

    def _signed_on_server(self, draft, certificate, secret, extra=()):
        field_name = f"HCC{len(draft.signature_ids) + 1}"
        clock = self.env["hcc.clock"]
        signed_at = clock._local(self.company_id, clock._now())
        particulars = self._particulars(field_name, signed_at)
        mark = self._mark(draft, certificate, signed_at, extra)
        with certificate._signer(secret) as signer:
            signed = pdf_signing.sign(draft._content(), signer, particulars, mark)
        return self._keep_signed(draft, certificate, signed, field_name)

    def _signed_elsewhere(self, draft, signed):
        before = draft._content()
        verdicts = self.env["hcc.signature"]._verdicts(signed)
        own = self.env["hcc.signing.certificate"].sudo().search([("user_id", "=", self.env.uid)])
        last = verdicts[-1:] if len(verdicts) == len(draft.signature_ids) + 1 else []
        certificate = own.filtered(lambda one: last and one.serial == last[0].serial)
        is_changed = any(verdict.code == "changed" for verdict in verdicts)
        if not certificate or not signed.startswith(before) or is_changed:
            raise UserError(
                self.env._(
                    "%s: the file is not this paper with your signature added. Download the paper "
                    "again, sign it with the certificate that is entered for you, change nothing "
                    "else, and upload it.",
                    draft.display_name,
                )
            )
        return self._keep_signed(draft, certificate[0], signed, last[0].field_name)

    def _keep_signed(self, draft, certificate, signed, field_name):
        """Store the signed file, and the signature as the file itself tells it."""
        verdict = self.env["hcc.signature"]._verdicts(signed)[-1]
        self._parts("hcc.dossier.draft").browse(draft.id).write(draft._as_stored(signed))
        now = self.env["hcc.clock"]._now()
        delegation = self._verb_delegation("sign")
        return self._parts("hcc.signature").create(
            {
                "dossier_id": self.id,
                "draft_id": draft.id,
                "step_id": self.current_step_id.id,
                "purpose": certificate.sudo().purpose,
                "user_id": self.env.uid,
                "on_behalf_user_id": delegation.principal_user_id.id,
                "certificate_id": certificate.id,
                "field_name": field_name,
                "signer": verdict.signer,
                "serial": verdict.serial,
                "issuer": verdict.issuer,
                "signed_at": now,
                "verdict": verdict.code,
                "checked_at": now,
            }
        )

    def _signature_facts(self, signature):
        return {
            "draft": signature.draft_id.id,
            "signature": signature.id,
            "certificate": signature.serial,
            "step": signature.step_id.id,
            "verdict": signature.verdict,
        }

    # -------------------------------------------------------------------------
    # THE MARK ON THE PAPER
    # -------------------------------------------------------------------------

    def _particulars(self, field_name, signed_at):
        return pdf_signing.Particulars(
            field_name=field_name,
            reason=self.current_step_id.name or "",
            place=self._paper_place(),
            signed_at=signed_at,
        )

    def _mark(self, draft, certificate, signed_at, extra):
        """Name, agency and time of the signature, as Decree 30/2020 annex I wants them shown."""
        box = MARK_BOXES[len(draft.signature_ids) % len(MARK_BOXES)]
        html = self.env["ir.qweb"]._render(
            "hcc_dossier.signature_mark",
            {
                "holder": certificate.sudo().holder,
                "is_seal": certificate.sudo().purpose == "agency",
                "agency": self._agency_in_charge().sudo().name,
                "signed_at": f"{signed_at:%d/%m/%Y %H:%M:%S %z}",
                "extra": extra,
                "width": box[2] - box[0],
                "height": box[3] - box[1],
            },
        )
        return pdf_signing.Appearance(render_pdf(str(html)), -1, box)
