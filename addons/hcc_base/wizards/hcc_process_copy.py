from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class HccProcessCopy(models.TransientModel):
    """The dialog that gives one process to many procedures at once.

    It first shows, procedure by procedure, which draft would be changed, which next version would
    be started and what is refused and why; only confirming writes. Published versions never
    change. Administrators use it.
    """

    _name = "hcc.process.copy"
    _description = "Copy a Process to Many Procedures"

    source = fields.Selection(
        [("version", "The process of a version"), ("template", "A template")],
        required=True,
        default="version",
    )
    version_id = fields.Many2one("hcc.procedure.version", "Process of", ondelete="cascade")
    template_id = fields.Many2one("hcc.process.template", "Process template", ondelete="cascade")
    hours_mode = fields.Selection(
        [
            ("same", "The same hours"),
            ("in_proportion", "In proportion to each procedure's time limit"),
        ],
        "Hours",
        required=True,
        default="in_proportion",
    )
    procedure_ids = fields.Many2many("hcc.procedure", string="Procedures")
    valid_from = fields.Date(
        "New versions valid from",
        required=True,
        default=lambda self: self.env["hcc.clock"]._today(),
    )
    line_ids = fields.One2many("hcc.process.copy.line", "dialog_id", "Preview", readonly=True)
    ready_count = fields.Integer("Procedures that get the process", compute="_compute_counts")
    refused_count = fields.Integer("Refused", compute="_compute_counts")

    @api.depends("line_ids.effect")
    def _compute_counts(self):
        for dialog in self:
            refused = dialog.line_ids.filtered(lambda line: line.effect == "refused")
            dialog.refused_count = len(refused)
            dialog.ready_count = len(dialog.line_ids) - len(refused)

    @api.depends("source")
    def _compute_display_name(self):
        for dialog in self:
            dialog.display_name = self.env._("Copy a process to many procedures")

    # -------------------------------------------------------------------------
    # PREVIEW
    # -------------------------------------------------------------------------

    def action_preview(self):
        """Show what confirming would do; nothing of the catalogue is touched."""
        self.ensure_one()
        self._check_source()
        plan = self._plan()
        self.line_ids = [Command.clear(), *(Command.create(row) for row in plan)]
        return self._reopen()

    def _check_source(self):
        if not (self.template_id if self.source == "template" else self.version_id.step_ids):
            raise UserError(self.env._("Choose a template, or a version that has steps."))
        if not self.procedure_ids:
            raise UserError(self.env._("Choose the procedures that are to get the process."))

    def _plan(self):
        """One row of values per procedure, in the order of the catalogue."""
        versions = self.env["hcc.procedure.version"]._read_group(
            [("procedure_id", "in", self.procedure_ids.ids)],
            ["procedure_id"],
            ["id:recordset"],
        )
        by_procedure = dict(versions)
        none = self.env["hcc.procedure.version"]
        return [self._plan_row(p, by_procedure.get(p, none)) for p in self.procedure_ids.sorted()]

    def _plan_row(self, procedure, versions):
        drafts = versions.filtered(lambda version: version.state == "draft")
        base = drafts[:1] or versions.sorted("number")[-1:]
        row = {
            "procedure_id": procedure.id,
            "base_version_id": base.id,
            "effect": "change_draft" if drafts else "new_draft",
        }
        reason = self._refusal(base, drafts)
        if reason:
            return row | {"effect": "refused", "reason": reason}
        hours = sum(step["hours"] for step in self._prepare_steps(base))
        return row | {"hours": hours, "limit_hours": base._limit_hours()}

    def _refusal(self, base, drafts):
        """Why the procedure of ``base`` cannot get the process; empty when it can."""
        if not base:
            return self.env._("It has no version yet.")
        if len(drafts) > 1:
            return self.env._("It has %s drafts; keep one of them.", len(drafts))
        if base == self.version_id and self.source == "version":
            return self.env._("The process comes from here.")
        if base.state == "abolished":
            return self.env._("It is abolished.")
        try:
            hours = sum(step["hours"] for step in self._prepare_steps(base))
        except UserError as error:
            return str(error)
        if hours > base._limit_hours():
            return self.env._(
                "The steps take %(hours)g working hours, its time limit allows %(limit)g.",
                hours=hours,
                limit=base._limit_hours(),
            )
        return ""

    def _prepare_steps(self, base):
        if self.source == "template":
            return self.template_id._prepare_steps(base)
        return self.version_id._prepare_process_for(base, self.hours_mode == "in_proportion")

    # -------------------------------------------------------------------------
    # CONFIRM
    # -------------------------------------------------------------------------

    def action_back(self):
        """Choose anew."""
        self.line_ids = [Command.clear()]
        return self._reopen()

    def action_confirm(self):
        """Write the rows that are not refused and open the drafts they made or changed.

        :raise UserError: the catalogue has changed since the preview
        """
        self.ensure_one()
        self._check_source()
        if self._plan() != [line._as_planned() for line in self.line_ids]:
            raise UserError(
                self.env._("The catalogue has changed since the preview. Press “Preview” again.")
            )
        drafts = self.env["hcc.procedure.version"]
        for line in self.line_ids.filtered(lambda line: line.effect != "refused"):
            draft = line._draft()
            draft._set_process(self._prepare_steps(line.base_version_id))
            drafts |= draft
        if not drafts:
            raise UserError(self.env._("No procedure of the list can get the process."))
        return self._open_drafts(drafts)

    def _open_drafts(self, drafts):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Drafts with the copied process"),
            "res_model": drafts._name,
            "view_mode": "list,form",
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", drafts.ids)],
            "target": "main",
        }

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Copy this process to many procedures"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }


class HccProcessCopyLine(models.TransientModel):
    """One procedure of the preview and what would happen to it."""

    _name = "hcc.process.copy.line"
    _description = "Procedure That Gets a Process"
    _order = "id"

    dialog_id = fields.Many2one("hcc.process.copy", required=True, ondelete="cascade")
    procedure_id = fields.Many2one("hcc.procedure", required=True, ondelete="cascade")
    base_version_id = fields.Many2one("hcc.procedure.version", "Version", ondelete="cascade")
    effect = fields.Selection(
        [
            ("change_draft", "Its draft gets the process"),
            ("new_draft", "A next version is started"),
            ("refused", "Refused"),
        ],
        required=True,
    )
    reason = fields.Char()
    replaced_count = fields.Integer("Steps replaced", compute="_compute_replaced_count")
    hours = fields.Float("Hours of the steps")
    limit_hours = fields.Float("Limit in hours")

    @api.depends("base_version_id", "effect")
    def _compute_replaced_count(self):
        for line in self:
            changes = line.effect == "change_draft"
            line.replaced_count = changes and len(line.base_version_id.step_ids)

    def _as_planned(self):
        """The row as ``_plan`` gives it."""
        row = {
            "procedure_id": self.procedure_id.id,
            "base_version_id": self.base_version_id.id,
            "effect": self.effect,
        }
        if self.effect == "refused":
            return row | {"reason": self.reason}
        return row | {"hours": self.hours, "limit_hours": self.limit_hours}

    def _draft(self):
        """The draft to change: the procedure's own, or its next version started now."""
        base = self.base_version_id
        if self.effect == "change_draft":
            return base
        return base.copy({"valid_from": self.dialog_id.valid_from})
