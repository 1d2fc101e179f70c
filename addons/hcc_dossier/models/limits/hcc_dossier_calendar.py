from odoo import api, models

from odoo.addons.hcc_base.transaction import is_number_cursor, number_transaction

from ..dossier.hcc_dossier import OPEN_STATES

#: Dossiers named in a preview; the rest is a number.
MOST_NAMED = 8


class HccClock(models.AbstractModel):
    _inherit = "hcc.clock"

    @api.model
    def _after_calendar_change(self, cause):
        super()._after_calendar_change(cause)
        dossiers = self.env["hcc.dossier"].sudo().search([("state", "in", OPEN_STATES)], order="id")
        preview = self._calendar_preview()
        if preview:
            preview.lines += dossiers._describe_moves(dossiers._moves())
            return
        dossiers._lock_rows()
        dossiers = dossiers.filtered(lambda dossier: dossier.state in OPEN_STATES)
        dossiers._move(dossiers._moves(), cause)
        if not is_number_cursor(self.env.cr):
            # A reception that began before this change and ends after it was not seen.
            cron = self.env.ref("hcc_dossier.ir_cron_recount", raise_if_not_found=False)
            if cron:
                cron.sudo()._trigger()

    @api.model
    def _after_confirmation(self):
        """Show the dossiers that moved just now, so that officials can inform people."""
        now = self.env["hcc.clock"]._now()
        moved = [("kind", "=", "calendar"), ("started_at", ">=", now)]
        domain = [("ledger_ids", "any", moved)]
        if not self.env["hcc.dossier"].search_count(domain, limit=1):
            return super()._after_confirmation()
        action = self.env["ir.actions.act_window"]._for_xml_id("hcc_dossier.action_moved")
        moved = [("kind", "=", "calendar"), ("started_at", ">=", now.isoformat(" "))]
        return {**action, "domain": [("ledger_ids", "any", moved)], "target": "current"}


class HccDossier(models.Model):
    """Due dates after a calendar changed: open dossiers are counted again from their ledger.

    Finished dossiers stay as they were judged; what the slip printed (``first_due_at``) stays.
    """

    _inherit = "hcc.dossier"

    def _moves(self):
        """dossier → values that its ledger gives now and that differ from what it holds."""
        moves = {}
        for dossier in self:
            values = dossier._counted_again()
            changed = {name: value for name, value in values.items() if dossier[name] != value}
            if changed:
                moves[dossier] = changed
        return moves

    def _counted_again(self):
        values = self._due_values()
        if self.state == "received":
            values["handover_due_at"] = self._handover_due(self.received_at, self.policy_id)
        return values

    def _move(self, moves, cause):
        """Write the moves, their row in the ledger and their entry in the journal."""
        if not moves:
            return
        now = self.env["hcc.clock"]._now()
        rows, facts = [], {}
        for dossier, values in moves.items():
            before, after = dossier.work_due_at, dossier._work_due_of(values)
            dossier._guarded_write(values)
            dossier._replan_steps(after)
            if before != after:
                rows.append(dossier._prepare_calendar_row(now, before, after, cause))
            facts[dossier] = dossier._move_facts(before, after, cause)
        self._parts("hcc.dossier.ledger").create(rows)
        self.env["hcc.journal.entry"]._append_many("recount", facts)

    def _prepare_calendar_row(self, now, before, after, cause):
        return {
            "dossier_id": self.id,
            "kind": "calendar",
            "started_at": now,
            "moved_from": before,
            "moved_to": after,
            "user_id": self.env.uid,
            "reason": cause.get("reason"),
        }

    def _move_facts(self, before, after, cause):
        return {
            "from": before.isoformat(),
            "due_at": after.isoformat(),
            "cause": cause.get("facts", {}),
        }

    def _replan_steps(self, due_at):
        """Plan the open steps again from where their plan began."""
        start = max(self._plan_begins())
        planned = self.step_ids.filtered(
            lambda step: not step.finished_at or step.finished_at >= start
        )._in_order()
        hours = {}  # of each step once: the one sent back ends where its next round begins
        for step in planned:
            hours.setdefault(step._catalogue_place(), step.hours)
        deadlines = self._step_deadlines(hours.values(), start, due_at)
        due_by_place = dict(zip(hours, deadlines, strict=True))
        parts = self._parts("hcc.dossier.step")
        for step in planned.filtered(lambda step: not step.finished_at):
            deadline = due_by_place[step._catalogue_place()]
            if step.due_at != deadline:
                parts.browse(step.id).write({"due_at": deadline})

    def _plan_begins(self):
        """Extension point: when steps were planned: reception, the ends of waits, steps sent back;
        the last of them counts."""
        begins = [row.started_at for row in self.ledger_ids if row.kind == "reception"]
        waits = self.ledger_ids.filtered(lambda row: row.kind in ("supplement", "suspension"))
        returns = self.step_ids.filtered(lambda step: step.outcome == "sent_back")
        ends = [row.ended_at for row in waits if row.ended_at]
        return begins + ends + returns.mapped("finished_at")

    def _describe_moves(self, moves):
        """How many open dossiers move, and the first of them, for a preview."""
        moved = {dossier: dossier._work_due_of(values) for dossier, values in moves.items()}
        moved = {dossier: due for dossier, due in moved.items() if due != dossier.work_due_at}
        if not moved:
            return [self.env._("No open dossier gets another due date.")]
        lines = [self.env._("%s open dossier(s) get another due date.", len(moved))]
        for dossier, due_at in list(moved.items())[:MOST_NAMED]:
            before = dossier._printed_moment(dossier.work_due_at)
            lines.append(f"{dossier.display_name}: {before} → {dossier._printed_moment(due_at)}")
        return lines

    def _printed_moment(self, instant):
        return f"{self.env['hcc.clock']._local(self.company_id, instant):%H:%M %d/%m/%Y}"

    @api.model
    def _cron_recount(self):
        """Count all open dossiers again after a calendar changed outside its dialog."""
        with number_transaction(self.sudo().env) as env:
            with env["hcc.clock"]._changing_calendars() as cause:
                cause["reason"] = env._("Working hours changed")
