from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.hcc_base.models.hcc_applicant import PERSONAL
from odoo.addons.hcc_base.models.hcc_state_mixin import Verb

from ..dossier.hcc_dossier import APPROVER, CLERK, ENDED_STATES, OFFICIAL

LETTER_TYPE = "hcc_base.document_type_kq_vanban"


class HccDossier(models.Model):
    """The result as a file (lưu trữ kết quả): from its number and seal until its return, by the
    clerk or by the centre's official. Its number, date and signer are those of the decision."""

    _inherit = "hcc.dossier"

    result_document_ids = fields.One2many(
        "hcc.document",
        "dossier_id",
        "Files of the result",
        domain=[("provenance", "=", "result")],
        readonly=True,
        groups=PERSONAL,
    )
    can_store_result = fields.Boolean(compute="_compute_can")

    _verbs = {"store_result": Verb(("processing", "done"), None, (CLERK, OFFICIAL))}
    _guarded_fields = frozenset({"result_document_ids"})

    @api.model
    def _verb_labels(self):
        return super()._verb_labels() | {"store_result": self.env._("Store the result")}

    # -------------------------------------------------------------------------
    # ARCHIVE
    # -------------------------------------------------------------------------

    def store_result(self, content, file_name=None, result_id=None, signer=None, valid_until=None):
        """Keep the file of the result; another one of the same result supersedes the former.

        :param content: the file, base64
        :param file_name: for messages only, not kept
        :param result_id: which of the version's results; empty: the first
        :param signer: only where no step of the procedure approves; else it is whoever approved
        :param valid_until: empty: by the result's or its type's months
        :return: ``{"dossier_id", "document_id", "sha256"}``; the same file again changes nothing
        """
        self.ensure_one()
        self._check_verb_access("store_result")
        documents = self.env["hcc.document"]
        result = self._result_of_catalogue(result_id)
        document_type = self._result_type(result)
        label = f"“{file_name or document_type.name}”"
        data = documents._decoded(label, content)
        found = documents._inspect(label, document_type, data)
        facts = {"type": result.result_code or document_type.code, "sha256": found.sha256}

        def prepare():
            values = self._prepare_result_document(result, document_type, signer, valid_until)
            document = documents._take_in(
                self.applicant_id, document_type, data, found, self._policy(), **values
            )
            facts["document"] = document.id
            self._put_into_archive(document)
            return {}

        self._transition("store_result", values=prepare, facts=facts)
        return {
            "dossier_id": self.id,
            "document_id": facts["document"],
            "sha256": found.sha256,
        }

    def _check_store_result(self):
        if not self.result_number:
            raise UserError(
                self.env._(
                    "%s has no numbered result yet; it is archived once it is numbered and sealed.",
                    self.display_name,
                )
            )

    def _result_of_catalogue(self, result_id):
        """A refusal is a letter, whatever the procedure would have given."""
        results = self.version_id.sudo().result_ids
        if self.result_kind != "granted":
            return results.browse()
        if not result_id:
            return results[:1]
        chosen = results.filtered(lambda result: result.id == result_id)
        if not chosen:
            raise UserError(self.env._("%s: the procedure has no such result.", self.display_name))
        return chosen

    def _result_type(self, result):
        return result.document_type_id or self.env.ref(LETTER_TYPE).sudo()

    def _prepare_result_document(self, result, document_type, signer, valid_until):
        dossier = self.sudo()
        issued_on = self.env["hcc.clock"]._local(self.company_id, dossier.sealed_at).date()
        return {
            **self._provenance("result"),
            "type_code": result.result_code or document_type.code,
            "number": dossier.result_number,
            "issued_on": issued_on,
            "issuer": dossier.agency_id.name,
            "signer": self._result_signer(signer),
            "valid_from": issued_on,
            "valid_until": valid_until or document_type._expiry(issued_on, result.validity_months),
        }

    def _result_approver(self):
        """Whoever approved here, the last one; nobody where no step approves."""
        approval = self.sudo()._approval()
        return approval.holder_user_id if approval.kind == "approve" else self.env["res.users"]

    def _result_signer(self, signer):
        """What was approved here carries the approver's name, whatever is told."""
        told, approver = (signer or "").strip(), self._result_approver().name
        if told and approver and told != approver:
            raise UserError(
                self.env._(
                    "%(dossier)s was approved by %(approver)s: the result is archived under that "
                    "name. Leave the signer empty.",
                    dossier=self.display_name,
                    approver=approver,
                )
            )
        return approver or told

    def _put_into_archive(self, document):
        former = self.sudo().result_document_ids.filtered(
            lambda d: d.type_code == document.sudo().type_code
        )
        for document_before in former - document.sudo():
            self._check_not_sealed(document_before)
            if document_before.state == "accepted":
                document_before._supersede(document)
        if document.sudo().state == "draft":
            document._accept()

    def _check_not_sealed(self, document):
        """The file with the agency's electronic seal is the result; no scan takes its place."""
        if self._is_sealed_result(document):
            raise UserError(
                self.env._(
                    "%s: the archived file carries the agency's electronic seal and is the result. "
                    "If it is wrong, an approver revokes the result.",
                    self.display_name,
                )
            )

    def _is_sealed_result(self, document):
        sealed = self.sudo().signature_ids.filtered(lambda one: one.purpose == "agency").draft_id
        is_current = self.result_number and document.number == self.result_number
        return bool(is_current) and document.sha256 in sealed.mapped("sha256")

    def _check_file_revocable(self, document):
        """The sealed file goes with its result; by itself, by an approver, only where nobody
        decides anew: the dossier has ended, or the one that it is part of."""
        ended = self.sudo().state in ENDED_STATES or self.sudo().parent_id.state in ENDED_STATES
        if not ended:
            self._check_not_sealed(document)
        elif self._is_sealed_result(document) and not self.env.user.has_group(APPROVER):
            raise AccessError(
                self.env._(
                    "%s: the archived file carries the agency's electronic seal; only an approver "
                    "of the agency revokes it.",
                    self.display_name,
                )
            )

    # -------------------------------------------------------------------------
    # WHO ASKS FOR IT
    # -------------------------------------------------------------------------

    def _archived_results(self):
        """The results in force, past the rights of the caller."""
        return self.sudo().result_document_ids.filtered(lambda d: d.state == "accepted")

    def _public_result_documents(self):
        """What the applicant may download from the public page: the results of a returned dossier
        that are in force. Serve them with ``_content()``, ``file_name`` and ``file_kind``."""
        self.ensure_one()
        if self.sudo().state != "returned":
            return self.env["hcc.document"].sudo()
        return self._archived_results()

    def _get_return_blockers(self):
        blockers = super()._get_return_blockers()
        is_required = self._policy().sudo().result_file_rule == "required"
        if is_required and not self._archived_results():
            blockers.append(self.env._("The file of the result is not archived yet."))
        return blockers
