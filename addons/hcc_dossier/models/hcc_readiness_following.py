from odoo import api, models

LOCAL = ("http://localhost", "http://127.0.0.1")


class HccReadiness(models.AbstractModel):
    """Following a dossier: whether notices can leave the house and lead to the page."""

    _inherit = "hcc.readiness"

    @api.model
    def _checks(self, company):
        return [*super()._checks(company), *self._check_following(company)]

    def _check_following(self, company):
        _, section = self.env._, self.env._("Notices to applicants")
        base_url = self.env["ir.config_parameter"].sudo().get_param("web.base.url", "")
        provider = company.sudo()._sms_provider()
        return [
            self._line(
                "notice_address", section, _("Links in notices lead to the centre’s site"),
                base_url.startswith(LOCAL)
                and _("The address of the site (web.base.url) is this machine’s own."),
                None, needed=False,
            ),
            self._line(
                "notice_email", section, _("E-mails have a sender"),
                not company.email and _("The centre has no e-mail address."),
                self._centre_action(company), needed=False,
            ),
            self._line(
                "notice_sms", section, _("SMS leave the house"),
                (provider.kind == "log" and _("SMS are only written to a list."))
                or (provider.kind == "http" and not provider.has_key
                    and _("The key file has no key for “%s”.", provider.code)),
                self._centre_action(company), needed=False,
            ),
        ]  # fmt: skip
