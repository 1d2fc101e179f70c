from odoo import api, fields, models


class ResUsers(models.Model):
    """The agencies whose dossiers a user works on; changes are journalled on the agency."""

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
