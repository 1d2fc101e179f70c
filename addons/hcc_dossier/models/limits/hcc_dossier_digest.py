from collections import defaultdict

from odoo import api, models

from ..dossier.hcc_dossier import APPROVER, DIRECTOR

#: kinds that the centre's director is told, too
ESCALATED = ("failed_twice", "suspended_long", "asked_silent")
#: kinds of which the director is told whatever the policy says (Decree 61/2018 art. 19(5))
ALWAYS_TOLD = ("asked_silent",)


class HccDossierWarning(models.Model):
    """The warnings of the day by e-mail: to the step's holder, the agency's approvers and, for
    failures that were promised to be mended and agencies that do not answer, the director."""

    _inherit = "hcc.dossier.warning"

    @api.model
    def _cron_digest(self):
        """One message a day for each person who has open warnings, where the policy says so; for
        the director, of what the law has them told, everywhere."""
        for [company] in self.sudo()._read_group([], ["company_id"]):
            self._send_digests(company, self.env["hcc.policy"]._todays(company).warning_digest)

    def _send_digests(self, company, to_all):
        mine = [("company_id", "=", company.id), ("is_open", "=", True)]
        if not to_all:
            mine.append(("kind", "in", ALWAYS_TOLD))
        by_user = defaultdict(self.browse)
        for warning in self.sudo().search(mine):
            for user in warning._recipients():
                if to_all or user.has_group(DIRECTOR):
                    by_user[user] |= warning
        for user, warnings in by_user.items():
            payload = {"user": user.id, "warnings": warnings.ids}
            self.env["hcc.outbox"]._enqueue("dossier_digest", warnings[:1], payload)

    def _recipients(self):
        """Those who can do something about it, as far as they work here and have an address."""
        agencies = self.agency_id | self.consultation_id.sudo().asking_agency_id
        agency_people = agencies.sudo().member_ids
        people = agency_people.filtered(lambda user: user.has_group(APPROVER))
        people |= self.holder_user_id
        if self.kind in ESCALATED:
            people |= self.env.ref(DIRECTOR).sudo().all_user_ids
        return people.filtered(
            lambda user: user.active and user.email and self.company_id in user.company_ids
        )

    def _digest_text(self):
        """Codes and times, nothing of the applicants. Vietnamese, as the papers are."""
        kinds = dict(self.with_context(lang="vi_VN")._fields["kind"]._description_selection(
            self.with_context(lang="vi_VN").env
        ))  # fmt: skip
        lines = [
            f"- {warning.dossier_id.name}: {kinds[warning.kind]}{warning._whom_in_brackets()}; "
            f"{warning.dossier_id._local_words(warning.due_at)}"
            for warning in self.sorted("due_at")
        ]
        return "\n".join(["Các hồ sơ cần chú ý trong ngày:", "", *lines])

    def _whom_in_brackets(self):
        """The agency that was asked: its name is what has to be known."""
        return f" ({self.agency_id.name})" if self.consultation_id else ""


class HccOutbox(models.Model):
    _inherit = "hcc.outbox"

    @api.model
    def _deliver_dossier_digest(self, message):
        """Send what still holds; who left meanwhile gets nothing."""
        user = self.env["res.users"].browse(message.payload["user"]).exists()
        warnings = self.env["hcc.dossier.warning"].browse(message.payload["warnings"]).exists()
        warnings = warnings.filtered("is_open").filtered(lambda w: user in w._recipients())
        if not warnings:
            return
        servers = self.env["ir.mail_server"]
        mail = servers._build_email__(
            message.company_id.email or None,  # None: the server's own address
            [user.email],
            f"Hồ sơ sắp đến hạn, quá hạn: {len(warnings)} cảnh báo",
            warnings._digest_text(),
        )
        servers.send_email(mail)
