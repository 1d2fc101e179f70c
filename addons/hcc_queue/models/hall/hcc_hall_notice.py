from odoo import api, fields, models
from odoo.exceptions import ValidationError

#: More than this cannot be read on a board before the next notice comes.
MAX_LETTERS = 200


class HccHallNotice(models.Model):
    """A notice on the hall's boards (thông báo tại sảnh), from one day to another.

    Hall managers and administrators write them; the public reads them, so they hold nobody's
    personal data.
    """

    _name = "hcc.hall.notice"
    _description = "Hall Notice"
    _order = "company_id, sequence, id"
    _check_company_auto = True
    _allow_sudo_commands = False

    text = fields.Char(required=True)
    company_id = fields.Many2one(
        "res.company",
        "Centre",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    zone_ids = fields.Many2many(
        "hcc.hall.zone",
        "hcc_hall_notice_zone_rel",
        "notice_id",
        "zone_id",
        "Zones",
        check_company=True,
        help="Only on the boards of these zones; empty: on all boards.",
    )
    date_from = fields.Date("From", required=True, default=lambda self: self._default_date())
    date_to = fields.Date("Until", help="The last day; empty: until it is archived.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _days_check = models.Constraint(
        "CHECK (date_to >= date_from)", "A notice ends on the day it begins or later."
    )

    def _default_date(self):
        return self.env["hcc.clock"]._today(self.env.company)

    @api.depends("text")
    def _compute_display_name(self):
        for notice in self:
            notice.display_name = (notice.text or "")[:60]

    @api.constrains("text")
    def _check_text(self):
        for notice in self:
            if len(notice.text) > MAX_LETTERS:
                raise ValidationError(
                    self.env._(
                        "A notice has at most %(limit)s letters: it is read while passing by.",
                        limit=MAX_LETTERS,
                    )
                )

    @api.model
    def _texts(self, company, zone):
        """Today's notices for the boards of ``zone`` (none: boards of the whole hall)."""
        today = self.env["hcc.clock"]._today(company)
        notices = self.search(
            [
                ("company_id", "=", company.id),
                ("date_from", "<=", today),
                "|", ("date_to", "=", False), ("date_to", ">=", today),
            ]
        )  # fmt: skip
        shown = notices.filtered(lambda notice: not notice.zone_ids or zone in notice.zone_ids)
        return shown.mapped("text")
