from odoo import api, models

from odoo.addons.mail.tools import link_preview


class MailLinkPreview(models.Model):
    """No previews of links: to make one the server itself fetches the address, follows where it
    is sent and keeps what it finds, so that whoever writes a message reaches the inner network."""

    _inherit = "mail.link.preview"

    @api.model
    def _is_link_preview_enabled(self):
        return False

    @api.model
    def _create_from_message_and_notify(self, message, request_url=None):
        return None

    @api.model
    def _search_or_create_from_url(self, url):
        return self.browse()


def no_link_preview(url, request_session=None):
    """The editor's way to the same."""
    return False


link_preview.get_link_preview_from_url = no_link_preview
