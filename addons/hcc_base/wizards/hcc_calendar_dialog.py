from contextlib import closing

from odoo import fields, models
from odoo.exceptions import UserError

from ..models.hcc_calendar_preview import PREVIEW_KEY, CalendarPreview
from ..tools import canonical
from ..transaction import reads_committed


class HccCalendarDialog(models.AbstractModel):
    """What the dialogs that change calendars share: try the change, show what follows, confirm.

    Nothing is written but what was previewed. Confirming works in a transaction that sees every
    dossier received until then. Administrators only.
    """

    _name = "hcc.calendar.dialog"
    _description = "Dialog of a Calendar Change"

    company_id = fields.Many2one(
        "res.company",
        "Centre",
        default=lambda self: self.env.company,
        help="Empty: every centre.",
    )
    source = fields.Char(help="The notice or law that sets the day.")
    consequences = fields.Text("What follows", readonly=True)
    previewed = fields.Char(readonly=True)

    def _prepare_days(self):
        """Values of the days to write, one dict a day."""
        raise NotImplementedError

    def action_preview(self):
        """Show which due dates would move; nothing is kept."""
        self.ensure_one()
        lines = self._consequences()
        self.write({"consequences": "\n".join(lines), "previewed": self._fingerprint()})
        return self._reopen()

    @reads_committed
    def action_confirm(self):
        """Write what was previewed; then show the dossiers that moved."""
        self.ensure_one()
        if self.previewed != self._fingerprint():
            raise UserError(
                self.env._("Press “Preview” first: the entries changed since the last preview.")
            )
        self._apply()
        return self.env["hcc.clock"]._after_confirmation()

    def _fingerprint(self):
        return canonical.canonical_json(self._prepare_days()).decode()

    def _consequences(self):
        preview = CalendarPreview()
        with closing(self.env.cr.savepoint()):
            self.with_context(**{PREVIEW_KEY: preview})._apply()
        self.env["hcc.clock"]._forget_version()
        self.env.invalidate_all(flush=False)
        return [*self._describe_days(), *preview.lines]

    def _describe_days(self):
        labels = dict(self.env["hcc.calendar.day"]._fields["kind"]._description_selection(self.env))
        return [
            f"{fields.Date.to_date(vals['date']):%d/%m/%Y} · {labels[vals['kind']]} · "
            f"{self._describe_slots(vals)} · {vals['name']}"
            for vals in self._prepare_days()
        ]

    def _describe_slots(self, vals):
        day = self.env["hcc.calendar.day"].new(
            {"slots": vals["slots"], "closed_part": vals.get("closed_part")}
        )
        return day.slots_words

    def _apply(self):
        """Write the days in one change of the calendars."""
        written = self.env["hcc.calendar.day"]
        with self.env["hcc.clock"]._changing_calendars() as cause:
            for vals in self._prepare_days():
                written += written._put(vals)
            cause.update(written._calendar_cause())
        return written

    def _reopen(self):
        """The same dialog again, with what was tried."""
        action = self.env["ir.actions.act_window"]._for_xml_id(f"hcc_base.{self._table}_action")
        return {**action, "res_id": self.id}
