from odoo import api, models

#: login → external id of the role shown beside it: one a role, and a second agency's official
ROLE_LOGINS = {
    "giamdoc": "hcc_base.group_director",
    "quantri": "hcc_base.group_administrator",
    "dieuphoi": "hcc_base.group_hall_manager",
    "canbo": "hcc_base.group_official",
    "thamdinh": "hcc_base.group_appraiser",
    "pheduyet": "hcc_base.group_approver",
    "vanthu": "hcc_base.group_clerk",
    "thungan": "hcc_base.group_cashier",
    "ketoan": "hcc_base.group_accountant",
    "nhansu": "hcc_base.group_hr",
    "giamsat": "hcc_base.group_oversight",
    "canbo2": "hcc_base.group_official",
}


class HccDemo(models.AbstractModel):
    """What the demonstration needs beside its data files: the language, passwords, addresses.

    Nothing here can be called from outside; the command that serves the demonstration does it
    from the server's own shell.
    """

    _name = "hcc.demo"
    _description = "Demonstration Centre"

    @api.model
    def _logins(self):
        """``[(login, label)]``: role and, where one works in an agency, its name; in Vietnamese."""
        users = self._users_by_login(ROLE_LOGINS)
        return [
            (login, self._label(users[login], group))
            for login, group in ROLE_LOGINS.items()
            if login in users
        ]

    @api.model
    def _set_passwords(self, passwords):
        """Set ``{login: password}`` for the demonstration's users; the others stay without."""
        users = self._users_by_login(passwords)
        for login, user in users.items():
            user.password = passwords[login]
        return sorted(users)

    @api.model
    def _page_addresses(self):
        """``[(device name, path)]`` of the kiosk, boards and screens; former addresses end."""
        devices = self.env["hcc.device"].sudo().search([("kind", "in", self._page_kinds())])
        return [(device.name, device._page_address()) for device in devices]

    def _page_kinds(self):
        return ("kiosk", "board", "counter_board", "rating")

    def _users_by_login(self, logins):
        users = self.env["res.users"].sudo().search([("login", "in", list(logins))])
        return {user.login: user for user in users if self._is_ours(user)}

    def _is_ours(self, user):
        """Only users of this addon's data files: never an account somebody made."""
        return (user.get_external_id().get(user.id) or "").startswith("hcc_demo.")

    def _label(self, user, group):
        role = self.env.ref(group).sudo().with_context(lang="vi_VN").name
        agencies = ", ".join(user.agency_ids.mapped("name"))
        return f"{role} – {agencies}" if agencies else role

    @api.model
    def _activate_vietnamese(self):
        """Make sure that vi_VN is there with the terms of everything installed before us."""
        if self.env["res.lang"]._lang_get("vi_VN"):
            return
        self.env["res.lang"]._activate_lang("vi_VN")
        installed = self.env["ir.module.module"].search([("state", "=", "installed")])
        installed._update_translations("vi_VN")

    @api.model
    def _prepare_accounts(self):
        """Have the centre's accounts made once every module is loaded.

        The platform loads a default chart for the main company at that moment, too, and would
        replace ours; this takes its place.
        """
        self.env.registry._auto_install_template = _load_accounts


def _load_accounts(env):
    centre = env.ref("base.main_company")
    if centre.chart_template != "vn":
        centre._hcc_load_chart()
    centre._hcc_fees_setup()
