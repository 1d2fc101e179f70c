from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.hcc_base.models.hcc_state_mixin import Verb

from ..dossier.hcc_dossier import ACCEPTED_STATES, APPRAISER, OFFICIAL, RECEPTION_STATES

#: states in which a scan may still be added
SCAN_STATES = (*RECEPTION_STATES, *ACCEPTED_STATES)


class HccDossier(models.Model):
    """Files of the dossier's papers: scanned line by line, accepted with the dossier."""

    _inherit = "hcc.dossier"

    can_attach_scan = fields.Boolean(compute="_compute_can")
    can_detach_document = fields.Boolean(compute="_compute_can")

    _verbs = {
        "attach_scan": Verb(SCAN_STATES, None, (OFFICIAL, APPRAISER)),
        "detach_document": Verb(RECEPTION_STATES, None, (OFFICIAL,)),
    }

    @api.model
    def _verb_labels(self):
        _ = self.env._
        return super()._verb_labels() | {
            "attach_scan": _("Attach a scan"),
            "detach_document": _("Take the file off"),
        }

    def write(self, vals):
        """The papers belong to the applicant; with another one, the scans do, and what the former
        one gave before is no longer offered."""
        former = {dossier: dossier.applicant_id for dossier in self if vals.get("applicant_id")}
        result = super().write(vals)
        for dossier, applicant in former.items():
            if applicant and applicant != dossier.applicant_id:
                dossier._move_documents(dossier.applicant_id)
        return result

    # -------------------------------------------------------------------------
    # SCAN
    # -------------------------------------------------------------------------

    def _attach_scan(self, line, file_name, content):
        """The file is looked at first: a refused one leaves everything as it was."""
        self.ensure_one()
        self._check_verb_access("attach_scan")
        self._check_identified()
        documents = self.env["hcc.document"]
        document_type = line._document_type()
        label = f"“{file_name or line.name}”"
        data = documents._decoded(label, content)
        found = documents._inspect(label, document_type, data)
        facts = {"component": line.id, "type": document_type.code, "sha256": found.sha256}

        def prepare():
            document = documents._take_in(
                self.applicant_id,
                document_type,
                data,
                found,
                self._policy(),
                **self._provenance("online" if self.channel == "online" else "scan"),
            )
            facts["document"] = document.id
            self._put_on_line(line, document)
            return {}

        self._transition("attach_scan", values=prepare, facts=facts)
        return {
            "component_id": line.id, "document_id": facts["document"], "pages": found.pages,
        }  # fmt: skip

    def _provenance(self, kind):
        """Where a paper comes from: this dossier, at the counter of whoever takes it in."""
        return {
            "provenance": kind,
            "dossier_id": self.id,
            "company_id": self.company_id.id,
            "counter_id": self._counter_at_work().id,
        }

    def _counter_at_work(self):
        """Extension point: the counter at which the current user sits; none is known here."""
        return self.env["hcc.counter"]

    def _put_on_line(self, line, document):
        former = line.sudo().document_id
        values = {"document_id": document.id, "is_reused": False, "consent_at": False}
        is_open = self.state in RECEPTION_STATES
        if is_open:
            values.update(is_received=True, is_missing=False)
        self._parts("hcc.dossier.component").browse(line.id).write(values)
        if former and former != document:
            former._replaced_by(document, self)
        if not is_open and document.sudo().state == "draft":
            document._accept()

    def _detach_document(self, line):
        document = line.sudo().document_id
        if not document:
            return
        facts = {"component": line.id, "document": document.id}

        def prepare():
            values = {"document_id": False, "is_reused": False, "consent_at": False}
            self._parts("hcc.dossier.component").browse(line.id).write(values)
            document._discard_unused()
            return {}

        self._transition("detach_document", values=prepare, facts=facts)

    def _move_documents(self, applicant):
        """In reception the applicant was corrected."""
        lines = self._parts("hcc.dossier.component").browse(self.sudo().component_ids.ids)
        lines.filtered("is_reused").write(
            {"document_id": False, "is_reused": False, "consent_at": False, "is_received": False}
        )
        own = lines.document_id.filtered(lambda d: d.state == "draft" and d.dossier_id == self)
        own._guarded_write({"owner_id": applicant.id})
        strange = lines.filtered(lambda line: line.document_id.owner_id - applicant)
        strange.write({"document_id": False, "consent_at": False})

    # -------------------------------------------------------------------------
    # ACCEPTED WITH THE DOSSIER
    # -------------------------------------------------------------------------

    def _after_receive(self):
        super()._after_receive()
        documents = self.sudo().component_ids.document_id
        if documents:
            self._check_in_force(documents)
            documents.filtered(lambda document: document.state == "draft")._accept()

    def _check_in_force(self, documents):
        gone = documents.filtered(lambda document: document.state not in ("draft", "accepted"))
        if gone:
            raise UserError(
                self.env._(
                    "%(dossier)s: %(papers)s is no longer in force. Take it off the line and scan "
                    "the paper that the applicant has.",
                    dossier=self.display_name,
                    papers=", ".join(gone.mapped("display_name")),
                )
            )
