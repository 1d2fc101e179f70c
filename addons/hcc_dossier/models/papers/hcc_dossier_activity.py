from markupsafe import Markup
from odoo import SUPERUSER_ID, api, fields, models

ROW = Markup("<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>")
HEAD = Markup("<tr>{}</tr>")
TABLE = Markup(
    '<table class="table table-sm table-hover"><thead>{}</thead><tbody>{}</tbody></table>'
)


class HccDossier(models.Model):
    """Activity (nhật ký xử lý): who did what to the dossier, in whose place and when.

    Told from the journal, which is closed to the desks, to whoever may read the dossier's steps.
    It names the staff and no applicant: no text of a reason, no paper's content. Who merely looked
    at the dossier is a matter of oversight and is not told here.
    """

    _inherit = "hcc.dossier"

    activity = fields.Html(compute="_compute_activity", sanitize=False)

    @api.depends("state", "current_step_id")
    def _compute_activity(self):
        for dossier in self:
            entries = dossier._activity_entries()
            dossier.activity = dossier._activity_table(entries) if entries else False

    def _activity_entries(self):
        """The acts, the last first; none for those asked for an opinion only."""
        journal = self.env["hcc.journal.entry"].sudo()
        mine = [("dossier_id", "=", self._origin.id)]
        if self.received_at and not self.env["hcc.dossier.step"].search_count(mine, limit=1):
            return journal
        told = [*self._verbs, *self._occurrence_labels()]  # views of it are no act
        domain = [
            ("res_model", "=", self._name),
            ("res_id", "=", self._origin.id),
            ("verb", "in", told),
        ]
        return journal.search(domain, order="id desc")

    def _activity_table(self, entries):
        _ = self.env._
        head = (_("Time"), _("Act"), _("Step"), _("Done by"), _("In the place of"))
        cells = Markup("").join(Markup("<th>{}</th>").format(title) for title in head)
        labels = self._verb_labels() | self._occurrence_labels()
        steps = {step.id: step.name for step in self.step_ids}
        rows = Markup("").join(
            ROW.format(
                self._printed_moment(entry.occurred_at),
                labels[entry.verb],
                steps.get((entry.facts or {}).get("step"), ""),
                _("The system") if entry.user_id.id == SUPERUSER_ID else entry.user_id.name,
                entry.on_behalf_user_id.name or "",
            )
            for entry in entries
        )
        return TABLE.format(HEAD.format(cells), rows)

    @api.model
    def _occurrence_labels(self):
        """Extension point: what the journal holds of a dossier and is no verb of it → label."""
        _ = self.env._
        return {
            "continue": _("Continues a voided acceptance"),
            "download_result": _("Result downloaded by the applicant"),
            "lapse_consultations": _("Questions lapsed"),
            "mail_form": _("Form sent by e-mail"),
            "move_steps": _("Steps moved to another agency"),
            "move_to_agency": _("Moved to another agency"),
            "prolong_wait": _("Supplement awaited longer"),
            "propose_stop": _("Stop proposed"),
            "recount": _("Due date counted again"),
            "resend_message": _("Notice sent again"),
            "warn": _("Warned"),
        }
