import json
from unittest.mock import patch

from odoo.tests import HttpCase, TransactionCase, new_test_user, tagged

from odoo.addons.mail.models import mail_link_preview as platform
from odoo.addons.mail.tools import link_preview

from ..models.mail_link_preview import MailLinkPreview, no_link_preview

INNER = "http://127.0.0.1:8299/"


@tagged("post_install", "-at_install")
class TestLinkPreview(TransactionCase):
    """The server fetches nothing on behalf of who writes a message."""

    def setUp(self):
        super().setUp()
        self.fetched = []
        fetch = patch.object(platform, "get_link_preview_from_url", self._fetch)
        self.startPatcher(fetch)
        user = new_test_user(self.env, "preview_official", groups="hcc_base.group_official")
        self.previews = self.env["mail.link.preview"].with_user(user)
        self.message = self.env["mail.message"].create(
            {"body": f'<p><a href="{INNER}">x</a></p>', "model": "res.partner", "res_id": 1}
        )

    def _fetch(self, url, session=None):
        self.fetched.append(url)
        return False

    def _ask(self):
        self.previews.sudo()._search_or_create_from_url(INNER)
        self.previews.sudo()._create_from_message_and_notify(self.message)
        return self.fetched

    def test_no_address_is_fetched(self):
        self.assertFalse(self._ask())
        self.assertFalse(self.previews._is_link_preview_enabled())

    def test_the_platform_fetches(self):
        with (
            patch.object(
                MailLinkPreview,
                "_search_or_create_from_url",
                platform.MailLinkPreview._search_or_create_from_url,
            ),
            patch.object(
                MailLinkPreview,
                "_create_from_message_and_notify",
                platform.MailLinkPreview._create_from_message_and_notify,
            ),
        ):
            self.assertEqual(len(self._ask()), 2)


@tagged("post_install", "-at_install")
class TestEditorPreview(HttpCase):
    """The editor's preview is open to anonymous callers."""

    URL = "/html_editor/link_preview_external"

    def _ask(self):
        answer = self.url_open(
            self.URL,
            data=json.dumps({"jsonrpc": "2.0", "params": {"preview_url": INNER}}),
            headers={"Content-Type": "application/json"},
        )
        return answer.json().get("result")

    def test_nothing_is_fetched(self):
        self.assertFalse(self._ask())
        self.assertIs(link_preview.get_link_preview_from_url, no_link_preview)

    def test_the_platform_fetches_for_anybody(self):
        found = {"og_title": "inner page"}
        with patch.object(link_preview, "get_link_preview_from_url", lambda url: found):
            self.assertEqual(self._ask(), found)
