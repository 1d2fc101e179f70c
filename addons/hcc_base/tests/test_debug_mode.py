from odoo.fields import Command
from odoo.http import root
from odoo.tests import HttpCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestDebugMode(HttpCase):
    """Developer mode reveals names in refusals: only system administrators get it."""

    def _debug_after(self, login):
        self.authenticate(login, login)
        self.url_open("/web?debug=1")
        return root.session_store.get(self.session.sid).debug

    def test_officials_do_not_get_developer_mode(self):
        official = new_test_user(self.env, "debug_official", groups="hcc_base.group_official")
        self.assertFalse(self._debug_after("debug_official"))
        official.group_ids = [Command.link(self.env.ref("base.group_system").id)]
        self.assertEqual(self._debug_after("debug_official"), "1")
