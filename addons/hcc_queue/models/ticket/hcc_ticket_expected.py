from datetime import timedelta

from odoo import api, fields, models

from ...tools import waiting


class HccTicket(models.Model):
    """What a citizen was told of the wait when the ticket was issued (giờ dự kiến được mời).

    It stays with the ticket as it was told, whatever happened later: how right it was is published
    month by month (``hcc.wait.month``).
    """

    _inherit = "hcc.ticket"

    expected_at = fields.Datetime(
        "Expected call", readonly=True, copy=False, help="As told when the ticket was issued."
    )
    expected_margin = fields.Integer(
        "Margin (min)", readonly=True, copy=False, aggregator=None, help="To either side."
    )
    expected_lack = fields.Selection(
        [("no_data", "Too few measurements"), ("no_counter", "No counter open")],
        "No expectation because",
        readonly=True,
        copy=False,
    )
    told_lane_id = fields.Many2one(
        "hcc.lane", "Lane at issue", readonly=True, copy=False, ondelete="restrict", index=True
    )

    _guarded_fields = frozenset({"expected_at", "expected_margin", "expected_lack", "told_lane_id"})

    @api.model
    def _told_at_issue(self, lane, ahead=None):
        """What a ticket issued now in ``lane`` is told; one query, before the number is drawn.

        :param ahead: people before it, where it does not stand at the end of the lane
        """
        hall = self.env["hcc.hall"].sudo()
        situation = hall._situation(lane.company_id)
        if ahead is None:
            ahead = situation.waiting.get(lane.id, 0)
        told = hall._told(lane.company_id, situation._expect(lane.id, ahead))
        return {
            "told_lane_id": lane.id,
            "expected_at": told["at"],
            "expected_margin": told["margin"] or 0,
            "expected_lack": told["lack"],
        }

    def _answer(self):
        ticket = self.sudo()
        return {**super()._answer(), "expected": ticket._expected_words()}

    def _expected_words(self):
        """What was told, in words; empty for a ticket of before anything was told."""
        self.ensure_one()
        if not self.expected_at and not self.expected_lack:
            return ""
        at = self.expected_at and self.env["hcc.clock"]._local(self.company_id, self.expected_at)
        return waiting.words(at or None, self.expected_margin, self.expected_lack)

    def _expected_now(self, ahead):
        """What is to be expected now: ``{"words": …, "at": …, "come_at": …, "lack": …}``."""
        self.ensure_one()
        if self.state != "waiting":
            return None
        hall = self.env["hcc.hall"].sudo()
        situation = hall._situation(self.company_id)
        told = hall._told(self.company_id, situation._expect(self.lane_id.id, ahead))
        come = told["at"] and told["at"] - timedelta(minutes=told["margin"])
        is_soon = not come or come <= self.env["hcc.clock"]._now()
        return {
            "words": told["words"],
            "at": told["at"] and hall._clock_text(self.company_id, told["at"]),
            "come_at": None if is_soon else hall._clock_text(self.company_id, come),
            "lack": told["lack"] or "",
        }
