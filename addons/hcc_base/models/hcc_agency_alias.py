from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import numbers


class HccAgencyAlias(models.Model):
    """Another identifier code of an agency (mã định danh khác) and the days on which it held.

    Codes changed with Decision 20/2020/QĐ-TTg (``H35.12`` for ``000.00.12.H35``) and again with the
    mergers of 2025, and old dossiers and other systems still carry the former ones. A code names
    one agency at a time.

    Everybody reads them, public pages too; whoever keeps the agency keeps them.
    """

    _name = "hcc.agency.alias"
    _inherit = ["hcc.common.mixin"]
    _description = "Other Identifier Code of an Agency"
    _order = "agency_id, valid_from desc, id desc"
    _rec_name = "code"
    _allow_sudo_commands = False
    _has_own_records = True

    agency_id = fields.Many2one(
        "hcc.agency", "Agency", required=True, index=True, ondelete="cascade"
    )
    code = fields.Char(required=True, index=True)
    scheme = fields.Selection(
        [
            ("qcvn_102", "QCVN 102:2016/BTTTT (000.00.14.H20)"),
            ("qd_20", "Decision 20/2020/QĐ-TTg (H35.12)"),
        ],
        compute="_compute_scheme",
        store=True,
    )
    valid_from = fields.Date(help="Empty: from the beginning.")
    valid_to = fields.Date(help="Last day; empty: still valid.")
    legal_basis = fields.Char()

    _validity_order = models.Constraint(
        "CHECK (valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from)",
        "A code cannot end before it begins.",
    )

    @api.depends("code")
    def _compute_scheme(self):
        for alias in self:
            alias.scheme = numbers.unit_code_scheme(alias.code or "")

    @api.constrains("code", "agency_id", "valid_from", "valid_to")
    def _check_code(self):
        for alias in self:
            try:
                numbers.check_unit_code(alias.code)
            except numbers.NumberError as error:
                raise ValidationError(str(error)) from error
            other = alias._same_code().filtered(alias._overlaps)[:1]
            if other:
                raise ValidationError(
                    self.env._(
                        "The code %(code)s already names %(agency)s on some of these days: end "
                        "it there first.",
                        code=alias.code,
                        agency=other.agency_id.name,
                    )
                )

    def _is_kept_by(self, centres):
        return self.agency_id._is_kept_by(centres)

    def _same_code(self):
        return self.sudo().search([("code", "=", self.code), ("id", "!=", self.id)])

    def _overlaps(self, other):
        return not (
            (self.valid_to and other.valid_from and self.valid_to < other.valid_from)
            or (other.valid_to and self.valid_from and other.valid_to < self.valid_from)
        )

    def _holds_on(self, day):
        self.ensure_one()
        begun = not self.valid_from or self.valid_from <= day
        return begun and (not self.valid_to or self.valid_to >= day)

    @api.model
    def _agency_for(self, code, day):
        """The agency that ``code`` named on ``day``, by its main code or another; else empty."""
        agencies = self.env["hcc.agency"].with_context(active_test=False)
        main = agencies.search([("identifier_code", "=", code)], limit=1)
        aliases = self.search([("code", "=", code)])
        return main or aliases.filtered(lambda alias: alias._holds_on(day))[:1].agency_id
