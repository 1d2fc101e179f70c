from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import numbers


class ResCompany(models.Model):
    """A centre is a root company: it has its own seal and accounts. Its place in the reporting
    line is ``parent_centre_id``, for Odoo's company branches would share one chart of accounts.
    """

    _inherit = "res.company"

    is_centre = fields.Boolean("Public service centre")
    parent_centre_id = fields.Many2one(
        "res.company", "Reports to", domain="[('is_centre', '=', True)]", index="btree_not_null"
    )
    child_centre_ids = fields.One2many("res.company", "parent_centre_id", "Centres below")
    centre_level = fields.Selection(
        [("province", "Province"), ("district", "District"), ("commune", "Commune")]
    )
    identifier_code = fields.Char(
        "Identifier code",
        help="Code of the unit under Decision 20/2020/QĐ-TTg, e.g. H35.12; it opens dossier codes.",
    )
    superior_name = fields.Char(
        "Superior body", help="First line of the printed heading, e.g. the People's Committee."
    )
    hotline = fields.Char()
    slogan = fields.Char(translate=False)

    _identifier_code_uniq = models.UniqueIndex(
        "(identifier_code) WHERE identifier_code IS NOT NULL",
        "Another centre already has this identifier code.",
    )

    @api.constrains("parent_centre_id")
    def _check_parent_centre(self):
        if self._has_cycle("parent_centre_id"):
            raise ValidationError(self.env._("A centre cannot report to itself."))

    @api.constrains("identifier_code")
    def _check_identifier_code(self):
        for company in self.filtered("identifier_code"):
            try:
                numbers.check_unit_code(company.identifier_code)
            except ValueError as error:
                raise ValidationError(
                    self.env._("%(centre)s: %(problem)s", centre=company.name, problem=str(error))
                ) from error

    def _journal_company(self):
        return self
