from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command

from ..models.res_company import LEVELS
from ..tools import centre_rows, numbers

ADMINISTRATOR = "hcc_base.group_administrator"


class HccCentreSetup(models.TransientModel):
    """Sets up new centres (thành lập trung tâm), one or a pasted list, after showing a preview.

    Each becomes a root company with its code, level, place in the reporting line, working hours,
    currency and first counters, and receives the agencies chosen. Administrators of a leading
    centre set up centres under one of their own; nothing is created while a row is faulty.
    """

    _name = "hcc.centre.setup"
    _description = "Set Up Centres"

    parent_id = fields.Many2one(
        "res.company",
        "Reports to",
        domain="[('is_centre', '=', True)]",
        default=lambda self: self.env.company.is_centre and self.env.company,
        help="The centre above, for rows that name no other.",
    )
    centre_level = fields.Selection(
        [("province", "Province"), ("district", "District"), ("commune", "Commune")],
        "Level",
        required=True,
        default="commune",
    )
    calendar_id = fields.Many2one(
        "resource.calendar",
        "Working hours",
        required=True,
        default=lambda self: self.env.company.resource_calendar_id,
        help="Copied for each new centre, which may change its own later.",
    )
    counter_count = fields.Integer("Counters each", required=True, default=3)
    agency_ids = fields.Many2many(
        "hcc.agency",
        string="Agencies received",
        domain="[('parent_id', '=', False), ('reception_mode', '!=', 'none')]",
        help="Agencies without a list of centres are received everywhere and need not be named.",
    )
    policy_name = fields.Char("Policy in force", compute="_compute_policy_name")
    pasted = fields.Text(
        "List",
        help="One centre a line: name; code; code of the centre above; address; hotline; superior "
        "body. Copied from a spreadsheet or a CSV file; the first two columns are needed.",
    )
    line_ids = fields.One2many("hcc.centre.setup.line", "setup_id", "Centres")
    problem_count = fields.Integer(compute="_compute_problem_count")

    _counter_count_check = models.Constraint(
        "CHECK (counter_count BETWEEN 0 AND 99)", "A centre opens with 0 to 99 counters."
    )

    @api.depends("calendar_id")
    def _compute_policy_name(self):
        today = self.env["hcc.clock"]._today()
        for setup in self:
            policy = setup.env["hcc.policy"]._common(today)
            setup.policy_name = policy.name

    @api.depends("line_ids.problem")
    def _compute_problem_count(self):
        for setup in self:
            setup.problem_count = len(setup.line_ids.filtered("problem"))

    # -------------------------------------------------------------------------
    # BUTTONS
    # -------------------------------------------------------------------------

    def action_preview(self):
        """Read the pasted list into rows that can be checked and mended."""
        self.ensure_one()
        rows = centre_rows.parse(self.pasted or "")
        if not rows:
            raise UserError(self.env._("Paste the list first: one centre a line."))
        self.line_ids = [Command.clear(), *(Command.create(self._line_of(row)) for row in rows)]
        return self._reopen()

    def _line_of(self, row):
        return {
            "sequence": row.line,
            "name": row.name,
            "code": row.code,
            "parent_code": row.parent,
            "street": row.address,
            "hotline": row.hotline,
            "superior_name": row.superior,
            "centre_level": self.centre_level,
            "reading_problem": row.problem,
        }

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
            "name": self.env._("Set up centres"),
        }

    def action_create(self):
        """Create every centre of the list, or none."""
        self.ensure_one()
        centres = self._create_centres()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "sticky": True,
                "title": self.env._("%s centres were set up", len(centres)),
                "message": self.env._("Choose them at the top right to go on setting them up."),
                # only a new page knows the new centres of the user
                "next": {"type": "ir.actions.client", "tag": "reload"},
            },
        }

    # -------------------------------------------------------------------------
    # SETTING UP
    # -------------------------------------------------------------------------

    def _create_centres(self):
        self._check_may_set_up()
        self._check_lines()
        centres = self.env["res.company"]
        for line in self._lines_from_the_top():
            centres |= self._create_centre(line)
        # sudo: an agency's centres; whoever leads keeps the agencies
        listed = self.agency_ids.sudo().filtered("company_ids")
        listed.company_ids = [Command.link(centre.id) for centre in centres]
        return centres

    def _check_may_set_up(self):
        """Administrators, under a leading centre of their own or one below it that is theirs too;
        system administrators anywhere."""
        if self.env.su or self.env.user.has_group("base.group_system"):
            return
        if not self.env.user.has_group(ADMINISTRATOR):
            raise AccessError(self.env._("Only administrators set up centres."))
        above = self.parent_id | self.line_ids._existing_parents()
        mine = self.env.user.company_ids
        strange = above.filtered(
            lambda c: c not in mine or not c._with_superiors() & mine._leading()
        )
        if strange or not above or self._has_rows_without_superior():
            raise AccessError(
                self.env._(
                    "A new centre reports to a centre of your own, under a leading centre of "
                    "your own. Choose one, or ask the system administrator."
                )
            )

    def _has_rows_without_superior(self):
        """Such a row would become a leading centre."""
        return not self.parent_id and not all(self.line_ids.mapped("parent_code"))

    def _check_lines(self):
        if not self.line_ids:
            raise UserError(self.env._("There is no centre in the list yet."))
        faulty = self.line_ids.filtered("problem")
        if faulty:
            raise ValidationError("\n".join(faulty.mapped("problem")))

    def _lines_from_the_top(self):
        """Rows after the row they report to."""
        return self.line_ids.sorted(lambda line: (line._depth(), line.sequence, line.id))

    def _create_centre(self, line):
        # sudo: companies are the system's; who may do this was checked, and what is written is ours
        company = self.env["res.company"].sudo().create(self._prepare_centre(line))
        self.env["hcc.counter"].sudo().create(
            [
                {"name": f"Quầy số {number:02d}", "number": number, "company_id": company.id}
                for number in range(1, self.counter_count + 1)
            ]
        )
        facts = {"code": line.code, "parent": company.parent_centre_id.id or None}
        self.env["hcc.journal.entry"]._append(company, "set_up", facts=facts)
        return company.sudo(False)

    def _prepare_centre(self, line):
        return {
            "name": line.name,
            "is_centre": True,
            "centre_level": line.centre_level,
            "identifier_code": line.code,
            "parent_centre_id": line._parent().id,
            "superior_name": line.superior_name,
            "street": line.street,
            "hotline": line.hotline,
            # sudo: a copy of hours the administrator may read; the new centre becomes its owner
            "resource_calendar_id": self.calendar_id.sudo().copy({"company_id": False}).id,
            "currency_id": self.env.ref("base.VND").id,
            "country_id": self.env.ref("base.vn").id,
        }


class HccCentreSetupLine(models.TransientModel):
    """One centre of the list to set up. Administrators only, as the wizard."""

    _name = "hcc.centre.setup.line"
    _description = "Centre to Set Up"
    _order = "sequence, id"

    setup_id = fields.Many2one("hcc.centre.setup", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer("Line")
    name = fields.Char("Name")
    code = fields.Char("Identifier code")
    parent_code = fields.Char("Code of the centre above")
    centre_level = fields.Selection(
        [("province", "Province"), ("district", "District"), ("commune", "Commune")],
        "Level",
        required=True,
        default=lambda self: self.env.context.get("default_centre_level", "commune"),
    )
    street = fields.Char("Address")
    hotline = fields.Char()
    superior_name = fields.Char("Superior body")
    reading_problem = fields.Char()
    problem = fields.Char(compute="_compute_problem")

    @api.depends(
        "name", "code", "parent_code", "centre_level", "reading_problem", "setup_id.parent_id",
        "setup_id.line_ids.code", "setup_id.line_ids.centre_level",
    )  # fmt: skip
    def _compute_problem(self):
        for line in self:
            line.problem = line._find_problem()

    def _find_problem(self):
        """What keeps this centre from being set up; empty when nothing does."""
        name = self.name or self.code or str(self.sequence)
        if not self.name or not self.code:
            return self.reading_problem or self.env._(
                "%s: a centre needs its name and its identifier code.", name
            )
        for code in filter(None, (self.code, self.parent_code)):
            try:
                numbers.check_unit_code(code)
            except numbers.NumberError as error:
                return f"{name}: {error}"
        return self._find_code_problem() or self._find_level_problem()

    def _find_code_problem(self):
        twins = self.setup_id.line_ids.filtered(lambda line: line.code == self.code)
        if len(twins) > 1 or self._centre_of(self.code):
            return self.env._(
                "%(name)s: the code %(code)s already belongs to another centre.",
                name=self.name,
                code=self.code,
            )
        if self.parent_code and not (self._parent_line() or self._centre_of(self.parent_code)):
            return self.env._(
                "%(name)s: no centre has the code %(code)s. Add it to the list or correct it.",
                name=self.name,
                code=self.parent_code,
            )
        return ""

    def _find_level_problem(self):
        policy = self.env["hcc.policy"]._common(self.env["hcc.clock"]._today())
        if self.centre_level == "district" and policy and not policy.has_district_level:
            return self.env._(
                "%(name)s: the policy in force (%(policy)s) knows no district level.",
                name=self.name,
                policy=policy.name,
            )
        above = self._parent_line() or self._parent()
        if not above.centre_level:
            return ""
        if LEVELS.index(above.centre_level) >= LEVELS.index(self.centre_level):
            return self.env._(
                "%(name)s: a centre reports to one of a higher level, and %(above)s is not.",
                name=self.name,
                above=above.name,
            )
        return ""

    @api.model
    def _centre_of(self, code):
        # sudo: a code is unique over all centres, those of others too
        found = self.env["res.company"].sudo().search([("identifier_code", "=", code)], limit=1)
        return found.sudo(False)

    def _parent_line(self):
        """The row of the same list that this one reports to."""
        if not self.parent_code:
            return self.browse()
        return self.setup_id.line_ids.filtered(lambda line: line.code == self.parent_code)[:1]

    def _parent(self):
        """The centre it reports to: of its own column, else the wizard's."""
        if self.parent_code:
            return self._centre_of(self.parent_code).sudo()
        return self.setup_id.parent_id.sudo()

    def _existing_parents(self):
        """Centres outside the list that rows of it name as theirs."""
        outside = self.filtered(lambda line: line.parent_code and not line._parent_line())
        return outside._mapped_centres()

    def _mapped_centres(self):
        codes = self.mapped("parent_code")
        return self.env["res.company"].sudo().search([("identifier_code", "in", codes)])

    def _depth(self):
        depth, line = 0, self
        while line._parent_line() and depth < len(LEVELS):
            depth, line = depth + 1, line._parent_line()
        return depth
