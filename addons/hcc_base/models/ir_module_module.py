from odoo import models
from odoo.exceptions import UserError


class IrModuleModule(models.Model):
    """An addon whose records a centre must keep is not uninstalled with them by one click."""

    _inherit = "ir.module.module"

    def button_uninstall(self):
        result = super().button_uninstall()  # checks the rights, too
        self._check_nothing_is_lost()
        return result

    def _get_uninstall_blockers(self):
        """Extension point: name of an addon → models whose records must not be lost with it."""
        return {
            "hcc_base": [
                "hcc.journal.entry",
                "hcc.journal.check",
                "hcc.applicant",
                "hcc.procedure.version",
                "hcc.number.series",
            ]
        }

    def _check_nothing_is_lost(self):
        """Databases marked as demonstration may lose everything.

        :raise UserError: an addon to be removed holds records
        """
        if self.env["hcc.clock"]._is_demonstration_database():
            return
        blockers = self._get_uninstall_blockers()
        # Already marked "to remove", which is left out by default.
        leaving = self + self.downstream_dependencies(exclude_states=("uninstalled",))
        held = [
            self.env[model]._model_label()
            for addon in leaving.sorted("name")
            for model in blockers.get(addon.name, ())
            if self.env[model].sudo().with_context(active_test=False).search_count([], limit=1)
        ]
        if held:
            raise UserError(
                self.env._(
                    "%(addons)s cannot be uninstalled: with it these records would be lost, which "
                    "the centre must keep: %(records)s. Leave the addon installed and take its "
                    "roles away from the users instead. Only a database marked as demonstration "
                    "may lose them.",
                    addons=", ".join(self.mapped("shortdesc")),
                    records=", ".join(held),
                )
            )
