from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from ..tools import numbers

#: The levels of administration, from the top.
LEVELS = ("province", "district", "commune")


class ResCompany(models.Model):
    """A centre is a root company: it has its own seal and accounts. Its place in the reporting
    line is ``parent_centre_id``, for Odoo's company branches would share one chart of accounts.

    A centre that reports to no other is a leading centre (Trung tâm đứng đầu): its administrators
    keep what is common to all. Administrators keep their own centres; the reporting line is changed
    only from a leading centre above both its old and its new end.
    """

    _inherit = "res.company"

    is_centre = fields.Boolean("Public service centre")
    parent_centre_id = fields.Many2one(
        "res.company", "Reports to", domain="[('is_centre', '=', True)]", index="btree_not_null"
    )
    can_set_superior = fields.Boolean(compute="_compute_can_set_superior")
    child_centre_ids = fields.One2many("res.company", "parent_centre_id", "Centres below")
    centre_level = fields.Selection(
        [("province", "Province"), ("district", "District"), ("commune", "Commune")]
    )
    identifier_code = fields.Char(
        "Identifier code",
        help="Code of the unit under Decision 20/2020/QĐ-TTg, e.g. H35.12; it opens dossier codes.",
    )
    is_difficult_area = fields.Boolean(
        "Area of difficult conditions",
        help="Dossiers received here are proposed as coming from such an area; see the policy's "
        "rule on added days.",
    )
    superior_name = fields.Char(
        "Superior body", help="First line of the printed heading, e.g. the People's Committee."
    )
    delegation_ids = fields.One2many(
        "hcc.delegation", "company_id", "Delegations", groups="base.group_user"
    )
    hotline = fields.Char()
    slogan = fields.Char(translate=False)

    _identifier_code_uniq = models.UniqueIndex(
        "(identifier_code) WHERE identifier_code IS NOT NULL",
        "Another centre already has this identifier code.",
    )

    counter_ids = fields.One2many("hcc.counter", "company_id", "Counters")

    # -------------------------------------------------------------------------
    # THE REPORTING LINE
    # -------------------------------------------------------------------------

    def _leading(self):
        """Those of ``self`` that report to no other."""
        return self.filtered(lambda centre: not centre.sudo().parent_centre_id)

    def _with_superiors(self):
        """``self`` and all centres above."""
        found, level = self.sudo().browse(), self.sudo()
        while level := level - found:
            found |= level
            level = level.parent_centre_id
        return found

    @api.model
    def _leading_names(self):
        centres = self.sudo().search([("is_centre", "=", True), ("parent_centre_id", "=", False)])
        return ", ".join(centres.mapped("name")) or "–"

    def write(self, vals):
        if "parent_centre_id" in vals:
            above = self.browse(vals["parent_centre_id"] or [])
            self.filtered(lambda c: c.sudo().parent_centre_id != above)._check_may_report_to(above)
        return super().write(vals)

    def _check_may_report_to(self, above):
        """Otherwise a centre could make itself a leading one."""
        foreign = (self | above)._led_by_others() if self else self
        if foreign:
            raise AccessError(
                self.env._(
                    "To whom %(centre)s reports is decided by administrators of the leading centre "
                    "above it: %(keepers)s. Ask them.",
                    centre=foreign[:1].sudo().name,
                    keepers=self._leading_names(),
                )
            )

    def _led_by_others(self):
        """Those of ``self`` that no leading centre of the user stands above, nor is."""
        if self.env.su or self.env.user._has_right_outside_suite("res.company", "write"):
            return self.browse()
        leading = self.env.user.sudo().company_ids.filtered("active")._leading()
        return self.filtered(lambda centre: not centre._with_superiors() & leading)

    @api.depends("parent_centre_id")
    @api.depends_context("uid")
    def _compute_can_set_superior(self):
        for centre in self:
            # as saved: a superior just taken away in the form decides nothing yet
            centre.can_set_superior = not centre._origin._led_by_others()

    @api.constrains("parent_centre_id", "centre_level")
    def _check_parent_centre(self):
        if self._has_cycle("parent_centre_id"):
            raise ValidationError(self.env._("A centre cannot report to itself."))
        for centre in self | self.sudo().child_centre_ids:
            centre._check_level_order()

    def _check_level_order(self):
        """Province above district above commune (a level may be left out), never the reverse."""
        above = self.sudo().parent_centre_id
        if not (above.centre_level and self.centre_level):
            return
        if LEVELS.index(above.centre_level) >= LEVELS.index(self.centre_level):
            levels = dict(self._fields["centre_level"]._description_selection(self.env))
            raise ValidationError(
                self.env._(
                    "%(centre)s (%(level)s) cannot report to %(above)s (%(above_level)s): choose "
                    "a centre of a higher level.",
                    centre=self.name,
                    level=levels[self.centre_level],
                    above=above.name,
                    above_level=levels[above.centre_level],
                )
            )

    @api.constrains("is_centre", "parent_id")
    def _check_centre_is_root(self):
        """Branches share one chart of accounts; a centre has its own seal and accounts."""
        for centre in self.filtered(lambda company: company.is_centre and company.parent_id):
            raise ValidationError(
                self.env._(
                    "%s is a centre and cannot be a branch of another company. Use “Reports to” "
                    "for its place under another centre.",
                    centre.name,
                )
            )

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
