from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..tools import process_hours

#: what one step takes over from another when a process is copied
STEP_FIELDS = ("sequence", "name", "kind", "role", "hours", "on_the_spot", "signature_kind")

#: kind of step → the field that says whether it happens at the centre
SPOT_FIELDS = {
    "appraise": "spot_appraise", "approve": "spot_approve", "number_seal": "spot_seal",
}  # fmt: skip


class HccProcedureVersion(models.Model):
    """The internal process of a version: its hours against the limit, where it comes from."""

    _inherit = "hcc.procedure.version"

    process_hours = fields.Float("Hours of the steps", compute="_compute_process_hours")
    process_hours_words = fields.Char("Hours planned", compute="_compute_process_hours")
    is_process_too_long = fields.Boolean(compute="_compute_process_hours")

    @api.depends("step_ids.hours", "time_limit_value", "time_limit_unit")
    def _compute_process_hours(self):
        for version in self:
            hours, limit = sum(version.step_ids.mapped("hours")), version._limit_hours()
            version.process_hours = hours
            version.process_hours_words = self.env._(
                "%(hours)g / %(limit)g hours", hours=hours, limit=limit
            )
            version.is_process_too_long = hours > limit

    def _set_process(self, steps):
        """Let ``steps`` (values) be the process of this draft, instead of what it had."""
        self.ensure_one()
        if self.state != "draft":
            raise UserError(
                self.env._(
                    "%(version)s is published and never changes. Start its next version first.",
                    version=self.display_name,
                )
            )
        self.step_ids = [Command.clear(), *(Command.create(vals) for vals in steps)]
        self._mark_spot_steps()

    def _mark_spot_steps(self):
        """Which of the five steps happen at the centre follows from the process."""
        for kind, name in SPOT_FIELDS.items():
            steps = self.step_ids.filtered(lambda step, kind=kind: step.kind == kind)
            self[name] = bool(steps) and all(steps.mapped("on_the_spot"))

    def _prepare_process_for(self, target, in_proportion=False):
        """This version's steps as they would stand in ``target``.

        Steps of the own competent agency become those of the target's; its rooms stay only
        within the same agency.

        :param in_proportion: divide the target's limit as this process divides its own
        """
        self.ensure_one()
        hours = self.step_ids.mapped("hours")
        if in_proportion:
            hours = process_hours.in_proportion(target._limit_hours(), hours)
        return [
            {
                **{name: step[name] for name in STEP_FIELDS},
                "hours": part,
                "agency_id": self._agency_in(step, target).id,
            }
            for step, part in zip(self.step_ids, hours, strict=True)
        ]

    def _agency_in(self, step, target):
        own, other = self.procedure_id.agency_id, target.procedure_id.agency_id
        is_own = step.agency_id == own or step.agency_id.parent_id == own
        return other if is_own and own != other else step.agency_id

    def action_apply_template(self):
        """Open the dialog that replaces the steps by those of a template."""
        self.ensure_one()
        return self._open_process_dialog(
            "hcc.process.apply", self.env._("Apply a template"), {"default_version_id": self.id}
        )

    def action_copy_process(self):
        """Open the dialog that gives this process to other procedures."""
        self.ensure_one()
        return self._open_process_dialog(
            "hcc.process.copy",
            self.env._("Copy this process to many procedures"),
            {"default_version_id": self.id, "dialog_size": "extra-large"},
        )

    def _open_process_dialog(self, model, name, context):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "view_mode": "form",
            "target": "new",
            "context": context,
        }
