from contextlib import contextmanager

from odoo import api, fields, models
from odoo.exceptions import AccessDenied

#: The platform's own brake is per process and per address: behind one address sits a whole hall.
#: It stays for who tries many accounts.
FAILURES_PER_ADDRESS = 50


class ResUsers(models.Model):
    """The agencies whose dossiers a user works on (changes are journalled on the agency), and how
    often a password may be guessed."""

    _inherit = "res.users"

    agency_ids = fields.Many2many(
        "hcc.agency",
        "hcc_agency_member_rel",
        "user_id",
        "agency_id",
        "Agencies",
        help="Agencies whose dossiers this user may see and work on.",
    )

    @property
    def SELF_READABLE_FIELDS(self):
        return super().SELF_READABLE_FIELDS + ["agency_ids"]

    @api.model_create_multi
    def create(self, vals_list):
        users = super().create(vals_list)
        agencies = users.sudo().agency_ids.with_env(self.env)
        joined = frozenset(users.ids)
        before = {key: old - joined for key, old in agencies._members_by_agency().items()}
        agencies._journal_member_changes(before)
        return users

    def write(self, vals):
        if "agency_ids" not in vals:
            return super().write(vals)
        left = self.sudo().agency_ids
        before = left._members_by_agency()
        result = super().write(vals)
        joined = self.sudo().agency_ids - left
        changing = frozenset(self.ids)
        before |= {key: new - changing for key, new in joined._members_by_agency().items()}
        (left | joined).with_env(self.env)._journal_member_changes(before)
        return result

    def _has_right_outside_suite(self, model, operation):
        """Whether groups that are no role of the suite give the user the right: what the platform
        gives to its own managers stays theirs."""
        category = self.env.ref("hcc_base.module_category_hcc")
        groups = self.sudo().group_ids.filtered(lambda g: g.privilege_id.category_id != category)
        return bool(
            self.env["ir.model.access"]
            .sudo()
            .search_count(
                [
                    ("model_id.model", "=", model),
                    (f"perm_{operation}", "=", True),
                    ("group_id", "in", groups.all_implied_ids.ids),
                ],
                limit=1,
            )
        )

    # -------------------------------------------------------------------------
    # LOGIN
    # -------------------------------------------------------------------------

    @contextmanager
    def _assert_can_auth(self, user=None):
        """Slow down guessing an account's password, whichever process and address it comes from."""
        login = self.browse(user).sudo().login if isinstance(user, int) else user
        failures = self.env["hcc.login.failure"]
        if login and failures._wait_until(login):
            raise AccessDenied(
                self.env._("Too many wrong passwords. Wait a few minutes before trying again.")
            )
        with super()._assert_can_auth(user=user):
            try:
                yield
            except AccessDenied:
                if login:
                    failures._count(login)
                raise
        if login:
            failures._forget(login)

    def _on_login_cooldown(self, failures, previous):
        return failures >= FAILURES_PER_ADDRESS and super()._on_login_cooldown(failures, previous)
