from odoo import models


class HccHandover(models.Model):
    """The ways between lists, dialogs, the scanning screen and the paper."""

    _inherit = "hcc.handover"

    def _action_open(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("hcc_dossier.action_handover")
        if len(self) == 1:
            return {**action, "views": [(False, "form")], "res_id": self.id, "context": {}}
        return {**action, "domain": [("id", "in", self.ids)], "context": {}}

    def action_open_dialog(self):
        """Open the dialog of the verb that the button names in its context."""
        self.ensure_one()
        verb = self.env.context.get("verb")
        return {
            "type": "ir.actions.act_window",
            "name": self._verb_label(verb),
            "res_model": "hcc.handover.act",
            "view_mode": "form",
            "target": "new",
            "context": {"default_handover_id": self.id, "default_verb": verb},
        }

    def action_scan(self):
        """Open the scanning screen on this batch."""
        self.ensure_one()
        action = self.env["ir.actions.client"]._for_xml_id("hcc_dossier.action_handover_scan")
        return {**action, "params": {"handover_id": self.id}}

    def action_print_list(self):
        """The list with both signatures."""
        report = self.env.ref("hcc_dossier.report_handover").sudo()
        action = report.report_action(self, config=False)
        return {**action, "close_on_report_download": True}


class HccHandoverLine(models.Model):
    _inherit = "hcc.handover.line"

    def action_open_dialog(self):
        """Open the dialog of a difference; the button names the verb in its context."""
        self.ensure_one()
        action = self.handover_id.action_open_dialog()
        return {**action, "context": {**action["context"], "default_line_id": self.id}}
