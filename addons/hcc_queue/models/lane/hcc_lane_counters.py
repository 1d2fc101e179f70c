from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.hcc_base.transaction import draws_number


class HccLane(models.Model):
    """Moving a lane to other counters during the day (chuyển làn sang quầy khác)."""

    _inherit = "hcc.lane"

    @draws_number
    def move_to_counters(self, counter_ids, request_key=None):
        """Let exactly these counters call from the lane from now on. Who keeps lanes may do so;
        who waits keeps the place."""
        self.ensure_one()
        self.check_access("write")
        counters = self.env["hcc.counter"].browse(counter_ids).exists()
        self._check_move(counters)
        return self.env["hcc.request.key"]._once(
            f"lane.move/{self.env.uid}",
            request_key,
            {"lane": self.id, "counters": sorted(counters.ids)},
            lambda: self._move_to(counters),
        )

    def _check_move(self, counters):
        if not counters or counters.company_id != self.company_id:
            raise UserError(
                self.env._(
                    "Lane %(lane)s needs at least one counter of its own centre.", lane=self.name
                )
            )

    def _move_to(self, counters):
        before = self.counter_ids
        if before != counters:
            self.counter_ids = [Command.set(counters.ids)]
            facts = {"before": sorted(before.ids), "counters": sorted(counters.ids)}
            self.env["hcc.journal.entry"]._append(self, "move_to_counters", facts=facts)
            self.env["hcc.hall"]._ring(self.company_id)
        return True
