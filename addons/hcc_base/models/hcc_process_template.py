from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools import process_hours
from .hcc_procedure_step import SIGNATURE_KINDS, STEP_KINDS, STEP_ROLES


class HccProcessTemplate(models.Model):
    """A pattern of an internal process (mẫu quy trình nội bộ) to start a version's steps from.

    Its lines say how the time limit is divided, so that the hours follow from each version's own
    limit. What was made from a template does not change with it.

    All staff read templates; administrators maintain them.
    """

    _name = "hcc.process.template"
    _inherit = ["hcc.common.mixin"]
    _description = "Process Template"
    _order = "sequence, id"

    name = fields.Char(required=True)
    description = fields.Text()
    sequence = fields.Integer(default=10)
    line_ids = fields.One2many("hcc.process.template.line", "template_id", "Steps", copy=True)
    line_words = fields.Char("Division of the limit", compute="_compute_line_words")
    active = fields.Boolean(default=True)

    @api.depends("line_ids.name", "line_ids.share", "line_ids.hours")
    def _compute_line_words(self):
        for template in self:
            template.line_words = " · ".join(line._words() for line in template.line_ids)

    @api.constrains("line_ids")
    def _check_shares(self):
        for template in self:
            shares = template.line_ids.filtered(lambda line: not line.hours).mapped("share")
            if not template.line_ids or (shares and sum(shares) != 100):
                raise ValidationError(
                    self.env._(
                        "“%(template)s”: the shares of its steps make %(sum)s %%. They must make "
                        "100 %%, or every step has fixed hours.",
                        template=template.name,
                        sum=sum(shares),
                    )
                )

    def _prepare_steps(self, version):
        """Values of the steps for ``version``, their hours divided out of its limit.

        :raise UserError: the fixed hours do not fit into the limit
        """
        self.ensure_one()
        limit = version._limit_hours()
        try:
            hours = process_hours.divide(limit, [line._share() for line in self.line_ids])
        except process_hours.LimitExceeded as error:
            raise UserError(
                self.env._(
                    "“%(template)s” takes %(hours)g working hours, the limit of %(version)s allows "
                    "%(limit)g. Choose another template.",
                    template=self.name,
                    hours=sum(self.line_ids.mapped("hours")),
                    version=version.display_name,
                    limit=limit,
                )
            ) from error
        return [
            {**line._prepare_step(), "sequence": n * 10, "hours": part}
            for n, (line, part) in enumerate(zip(self.line_ids, hours, strict=True), start=1)
        ]


class HccProcessTemplateLine(models.Model):
    """One step of a process template: who, and which share of the limit or how many hours.

    Rights: those of the template.
    """

    _name = "hcc.process.template.line"
    _inherit = ["hcc.common.mixin"]
    _description = "Step of a Process Template"
    _order = "template_id, sequence, id"

    template_id = fields.Many2one(
        "hcc.process.template", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    name = fields.Char("Step", required=True)
    kind = fields.Selection(STEP_KINDS, required=True, default="appraise")
    role = fields.Selection(STEP_ROLES, help="Empty: whoever completes this kind of step.")
    agency_id = fields.Many2one(
        "hcc.agency",
        "Done by",
        index="btree_not_null",
        ondelete="restrict",
        help="Empty: the procedure's competent agency.",
    )
    share = fields.Integer("Share (%)", help="Of the time limit, after the fixed hours.")
    hours = fields.Float(
        "Fixed hours", digits=(8, 2), help="Instead of a share; in quarters of an hour."
    )
    on_the_spot = fields.Boolean("Done at the centre")
    signature_kind = fields.Selection(SIGNATURE_KINDS, "Signature", required=True, default="none")

    _share_check = models.Constraint(
        "CHECK (share BETWEEN 0 AND 100 AND hours >= 0 AND (share > 0) <> (hours > 0))",
        "A step of a template has either a share of the limit (1 to 100 %) or fixed hours.",
    )
    _quarter_check = models.Constraint(
        "CHECK (hours * 4 = trunc(hours * 4))", "Fixed hours are given in quarters of an hour."
    )

    def _share(self):
        self.ensure_one()
        fixed = process_hours.quarters(self.hours)
        return process_hours.Share(percent=self.share, fixed=fixed)

    def _words(self):
        return f"{self.name} {self.hours:g} h" if self.hours else f"{self.name} {self.share} %"

    def _prepare_step(self):
        self.ensure_one()
        vals = {
            name: self[name] for name in ("name", "kind", "role", "on_the_spot", "signature_kind")
        }
        return vals | ({"agency_id": self.agency_id.id} if self.agency_id else {})
