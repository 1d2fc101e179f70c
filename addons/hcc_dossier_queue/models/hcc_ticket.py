from odoo import fields, models

#: The reception desk of the web client; a dossier takes the ticket from the official's sitting.
DESK_URL = "/odoo/hcc-desk"
#: The form of a dossier that was begun there.
RECEPTION_URL = "/odoo/hcc-reception"
#: Dossiers that an official has begun and neither accepted nor ended.
BEGUN = ("draft",)


class HccTicket(models.Model):
    """The dossiers that a visit brought. Who finishes a ticket with a dossier still being received
    is told so, and may do it all the same.
    """

    _inherit = "hcc.ticket"

    dossier_ids = fields.One2many("hcc.dossier", "ticket_id", "Dossiers", readonly=True)

    def _begun_dossiers(self):
        """Dossiers of these tickets that are still being received."""
        # sudo: the warning counts them whatever the reader's agency
        return self.sudo().dossier_ids.filtered(lambda dossier: dossier.state in BEGUN)

    def _do_now(self, verb, values, facts):
        answer = super()._do_now(verb, values, facts)
        begun = self._begun_dossiers() if verb == "finish" else None
        return {**answer, "warning": self._begun_warning(begun)} if begun else answer

    def _begun_warning(self, begun):
        return self.env._(
            "Ticket %(ticket)s is finished, but %(count)s of its dossiers are still being "
            "received: %(dossiers)s. Accept them, guide the applicant or cancel them.",
            ticket=self.name,
            count=len(begun),
            dossiers=", ".join(begun.mapped("display_name")),
        )

    def action_finish(self):
        """Finish; the web client shows the warning, if there is one."""
        warning = self.finish().get("warning")
        if not warning:
            return None
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "message": warning,
                "sticky": True,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _panel_actions(self):
        """On the panel: receive a dossier for this ticket, or go on with one begun."""
        actions = super()._panel_actions()
        if not self.env["hcc.dossier"].has_access("create"):
            return actions
        begun = self.env["hcc.dossier"].search(
            [("ticket_id", "=", self.id), ("state", "in", BEGUN)], order="id"
        )
        goes_on = [
            {
                "key": "0",
                "label": self.env._("Go on with %s", dossier.display_name),
                "url": f"{RECEPTION_URL}/{dossier.id}",
            }
            for dossier in begun[:1]
        ]
        receive = {
            "key": "7",
            "label": self.env._("Receive a dossier"),
            "url": DESK_URL,
        }
        return [*actions, receive, *goes_on]

    def action_dossiers(self):
        """The dossiers of this visit."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Dossiers of ticket %s", self.name),
            "res_model": "hcc.dossier",
            "view_mode": "list,form",
            "views": [(False, "list"), (False, "form")],
            "domain": [("ticket_id", "=", self.id)],
        }
