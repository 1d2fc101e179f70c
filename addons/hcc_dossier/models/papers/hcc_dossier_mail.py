import smtplib
from email.utils import formataddr

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.base.models.ir_mail_server import MailDeliveryException
from odoo.addons.hcc_base.models.hcc_outbox_mixin import DeliveryRefused

from ..dossier.hcc_dossier import APPRAISER, APPROVER, CLERK, OFFICIAL

KIND = "dossier_form"
#: kind of notice → the event that the applicant is told of
NOTICE_EVENTS = {
    "guidance": "guided", "refusal": "refused", "supplement": "supplement", "apology": "moved",
    "stop": "stopped", "give_back": "given_back", "loss": "lost", "revocation": "revoked",
}  # fmt: skip
#: who hands out forms, on paper or by e-mail
SENDERS = (OFFICIAL, APPRAISER, APPROVER, CLERK)


class HccDossierMailed(models.AbstractModel):
    """A form that may go to the applicant by e-mail, too, as a PDF.

    One form is one message: it is put into the outbox once and drawn when it is delivered. Only
    applicants who gave an address and agreed to the processing of their data get e-mail.
    """

    _name = "hcc.dossier.mailed"
    _description = "Form Sent by E-mail"

    mail_state = fields.Selection(
        [
            ("pending", "Waiting"),
            ("done", "Sent"),
            ("failed", "Failed"),
        ],
        "E-mail",
        compute="_compute_mail_state",
    )
    can_mail = fields.Boolean(compute="_compute_mail_state")

    @api.depends_context("uid")
    def _compute_mail_state(self):
        states = self._mail_states()
        may_send = any(map(self.env.user.has_group, SENDERS))
        for form in self:
            form.mail_state = states.get(form.id, False)
            form.can_mail = (
                may_send and form.mail_state in (False, "failed") and form._is_mailable()
            )

    def _mail_states(self):
        """By form: what became of its message; trying again counts as waiting."""
        known = dict(self._fields["mail_state"].selection)
        return {
            message.res_id: message.state if message.state in known else "failed"
            for message in self._mail_messages()
        }

    def _mail_messages(self):
        """The forms' messages in the outbox, the latest last."""
        domain = [("kind", "=", KIND), ("res_model", "=", self._name), ("res_id", "in", self.ids)]
        return self.env["hcc.outbox"].sudo().search(domain, order="id")

    def action_mail(self):
        """Send the form by e-mail; what failed for good is tried again."""
        self.ensure_one()
        self.check_access("read")
        if not any(map(self.env.user.has_group, SENDERS)) and not self.env.su:
            raise AccessError(self.env._("Forms are sent by those who hand them out on paper."))
        dossier = self._mailed_dossier()
        dossier._lock_rows()
        refusal = self._mail_refusal()
        if refusal:
            raise UserError(refusal)
        self._mail()
        facts = {"form": self._name, "record": self.id}
        self.env["hcc.journal.entry"]._append(dossier, "mail_form", facts=facts)
        return True

    def _mail_refusal(self):
        dossier = self._mailed_dossier()
        if not self._is_mailable():
            return self.env._(
                "%s: the applicant has given no e-mail address or has not agreed to the "
                "processing of their data, or there is no form yet. Hand out the paper.",
                dossier.display_name,
            )
        if self._mail_states().get(self.id) in ("pending", "done"):
            return self.env._(
                "%s: this form was already sent by e-mail, or waits to be.", self.display_name
            )
        return ""

    def _mail(self):
        """Put the form into the outbox; the caller has checked who asks and whether it went."""
        failed = self._mail_messages().filtered(lambda one: one.state not in ("pending", "done"))
        if failed:
            failed[:1]._again()
        else:
            self.env["hcc.outbox"]._enqueue(KIND, self)

    def _mail_if_wanted(self):
        """At the moment the form is made, where the policy says so; a form whose event the
        applicant is told of by e-mail goes with that notice instead."""
        dossier = self._mailed_dossier().sudo()
        if dossier.applicant_email and dossier._policy().form_mail == "at_once":
            for form in self.filtered(lambda each: each._is_mailable()):
                if not form._goes_with_notice():
                    form._mail()

    def _goes_with_notice(self):
        dossier, event = self._mailed_dossier().sudo(), self._told_event()
        templates = self.env["hcc.message.template"]
        return bool(event) and "email" in templates._channels(dossier.company_id.id, event)

    def _as_attachment(self):
        """``(file name, PDF, type)``, as it is printed; by the code that the applicant knows."""
        known = self._mailed_dossier()._known_dossier()
        report, _title = self._mailed_report()
        pdf = self.env["ir.actions.report"]._render_qweb_pdf(report, self.ids)[0]
        return f"{known.name or known.reception_number}.pdf", pdf, "application/pdf"

    def _is_mailable(self):
        """Whether the form exists and its applicant may be written to."""
        return "email" in self._mailed_dossier().sudo()._notice_contacts()

    def _prepare_mail(self, message):
        """The e-mail with the form as it is printed; sent twice, it carries the same id."""
        dossier = self._mailed_dossier()
        _report, title = self._mailed_report()
        known = dossier._known_dossier()
        brand = dossier.company_id._hcc_brand()
        code = known.name or known.reception_number
        servers = self.env["ir.mail_server"]
        sender = dossier.company_id.email or servers._get_default_from_address() or ""
        host = sender.rpartition("@")[2] or "localhost"
        return servers._build_email__(
            email_from=formataddr((brand["short_name"], sender)) if sender else False,
            email_to=[dossier.applicant_email],
            subject=f"{title} – {code}",
            body=self._mail_text(title, code, brand, known._status_url()),
            attachments=[self._as_attachment()],
            message_id=f"<hcc-form-{message.id}@{host}>",
        )

    @api.model
    def _mail_text(self, title, code, brand, status_url):
        lines = [
            "Kính gửi Ông/Bà,",
            "",
            f"{brand['name']} gửi Ông/Bà {title} của hồ sơ {code} trong tệp đính kèm.",
            f"Tra cứu tình trạng hồ sơ: {status_url}",
            "",
            "Thư này được gửi tự động, Ông/Bà không cần trả lời.",
        ]
        if brand["hotline"]:
            lines.append(f"Cần hỗ trợ, Ông/Bà gọi số {brand['hotline']}.")
        return "\n".join([*lines, "", "Trân trọng,", brand["name"]])

    # -------------------------------------------------------------------------
    # OF EACH FORM
    # -------------------------------------------------------------------------

    def _mailed_dossier(self):
        raise NotImplementedError

    def _mailed_report(self):
        """External id of the form, and its title."""
        raise NotImplementedError

    def _told_event(self):
        """The event of ``hcc.message.template`` that the form belongs to; empty: none."""
        raise NotImplementedError


class HccDossier(models.Model):
    """The acceptance slip by e-mail."""

    _name = "hcc.dossier"
    _inherit = ["hcc.dossier", "hcc.dossier.mailed"]

    def _mailed_dossier(self):
        return self

    def _mailed_report(self):
        return "hcc_dossier.report_slip", "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"

    def _told_event(self):
        return "accepted"

    def _is_mailable(self):
        return bool(self.received_at) and super()._is_mailable()

    def _receive(self):
        answer = super()._receive()
        self._mail_if_wanted()
        return answer

    def _issue_notice(self, kind, reason, **values):
        notice = super()._issue_notice(kind, reason, **values)
        if self.received_at:
            notice._mail_if_wanted()
        return notice

    def _guide_or_refuse(self, verb, kind, reason, chosen=None):
        """Before acceptance the address is kept by the verb itself, after its form is made."""
        answer = super()._guide_or_refuse(verb, kind, reason, chosen)
        self.env["hcc.dossier.notice"].browse(answer["notice_id"])._mail_if_wanted()
        return answer


class HccDossierNotice(models.Model):
    """A notice by e-mail."""

    _name = "hcc.dossier.notice"
    _inherit = ["hcc.dossier.notice", "hcc.dossier.mailed"]

    def _mailed_dossier(self):
        return self.dossier_id

    def _mailed_report(self):
        return "hcc_dossier.report_notice", self._title()

    def _told_event(self):
        """A refusal after examination is no event of its own: the result's return tells of it."""
        if self.kind == "refusal" and self.dossier_id.received_at:
            return ""
        return NOTICE_EVENTS.get(self.kind, "")


class HccDossierMessage(models.Model):
    """The notice of an event carries the form that was made with it, where the policy sends forms
    at once: one event is one e-mail."""

    _inherit = "hcc.dossier.message"

    def _attachments(self):
        form = self._form()
        is_wanted = form and self.dossier_id._policy().form_mail == "at_once"
        return [*super()._attachments(), *([form._as_attachment()] if is_wanted else [])]

    def _form(self):
        """The slip or the notice that the event made, if it still may be written of."""
        dossier = self.dossier_id
        if self.event == "accepted":
            form = dossier
        else:
            form = dossier._told_notices().filtered(lambda notice: str(notice.id) == self.cause)
        is_its_own = form and form._told_event() == self.event and form._is_mailable()
        return form.with_context(lang="vi_VN") if is_its_own else None


class HccOutbox(models.Model):
    """Delivers forms: drawn when the message goes, never kept in the outbox."""

    _inherit = "hcc.outbox"

    @api.model
    def _deliver_dossier_form(self, message):
        form = message._source_record().with_context(lang="vi_VN")
        if not form or not form._is_mailable():
            raise DeliveryRefused("no address or no consent")
        servers = self.env["ir.mail_server"]
        try:
            servers.send_email(form._prepare_mail(message))
        except MailDeliveryException as error:
            if _is_final(error.__context__):
                raise DeliveryRefused("address refused") from error
            raise


def _is_final(error):
    """Whether the mail server said that it will never take a message to this address."""
    if not isinstance(error, smtplib.SMTPRecipientsRefused):
        return False
    return all(code >= 500 for code, _words in error.recipients.values())
