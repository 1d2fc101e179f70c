from odoo import api, fields, models
from odoo.exceptions import AccessError

#: what is still to be cleared up before the batch closes
DIFFERENCES = ("missing", "unlisted")
#: what the giver vouches for and the taker has not signed for yet
EXPECTED = ("given", "scanned", "missing")


class HccHandoverLine(models.Model):
    """One dossier on a hand-over list, and how far its papers have come.

    Written by the batch's verbs only; who reads the batch reads its lines.
    """

    _name = "hcc.handover.line"
    _description = "Hand-over Line"
    _order = "handover_id, sequence, id"
    _rec_name = "dossier_id"
    _allow_sudo_commands = False

    handover_id = fields.Many2one(
        "hcc.handover", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", "Centre", required=True, readonly=True, index=True)
    dossier_id = fields.Many2one(
        "hcc.dossier", required=True, readonly=True, index=True, ondelete="restrict"
    )
    sequence = fields.Integer(required=True, readonly=True, default=10)
    status = fields.Selection(
        [
            ("listed", "On the list"),
            ("given", "Given"),
            ("scanned", "Scanned by the taker"),
            ("arrived", "Taken over"),
            ("missing", "Did not arrive"),
            ("unlisted", "Not on the list"),
            ("not_sent", "Not sent after all"),
            ("sent_back", "Sent back to the giver"),
            ("ended", "Dossier ended meanwhile"),
        ],
        required=True,
        readonly=True,
        default="listed",
    )
    was_missing = fields.Boolean("Had not arrived", readonly=True)
    was_unlisted = fields.Boolean("Was not on the list", readonly=True)
    given_at = fields.Datetime("Scanned by the giver", readonly=True)
    scanned_at = fields.Datetime("Scanned by the taker at", readonly=True)
    arrived_at = fields.Datetime("Taken over at", readonly=True)
    scan_user_id = fields.Many2one(
        "res.users", "Last scanned by", readonly=True, index="btree_not_null"
    )
    resolved_user_id = fields.Many2one(
        "res.users", "Cleared up by", readonly=True, index="btree_not_null"
    )
    reason = fields.Char(readonly=True)
    can_clear_as_giver = fields.Boolean(compute="_compute_can_clear")
    can_clear_as_taker = fields.Boolean(compute="_compute_can_clear")

    _dossier_uniq = models.UniqueIndex(
        "(handover_id, dossier_id)", "This dossier is already on the list."
    )
    _open_idx = models.Index(
        "(company_id) WHERE status IN ('given', 'scanned', 'missing', 'unlisted')"
    )

    @api.depends("status", "handover_id.state")
    @api.depends_context("uid")
    def _compute_can_clear(self):
        for line in self:
            batch = line.handover_id
            differs = line.status in DIFFERENCES and batch.state in ("handed", "received")
            own_scan = line.status == "unlisted" and line._is_scanned_by_me()
            line.can_clear_as_giver = differs and not own_scan and batch._acts_for("giver")
            line.can_clear_as_taker = differs and batch._acts_for("taker")

    def _is_scanned_by_me(self):
        return self.scan_user_id.id == self.env.uid and not self.env.su

    @api.model_create_multi
    def create(self, vals_list):
        self._check_verb_writes()
        return super().create(vals_list)

    def write(self, vals):
        self._check_verb_writes()
        return super().write(vals)

    def unlink(self):
        self._check_verb_writes()
        return super().unlink()

    def _check_verb_writes(self):
        if not self.env["hcc.handover"]._guard_is_open():
            raise AccessError(
                self.env._("The lines of a hand-over change through the batch's buttons only.")
            )

    # -------------------------------------------------------------------------
    # CLEARING UP
    # -------------------------------------------------------------------------

    def record_not_sent(self, reason=None):
        """The giver: it was never sent; the papers go back to the giver's pile."""
        for line in self:
            line.handover_id._clear_not_sent(line, reason)

    def add_to_list(self):
        """The giver: it was sent and forgotten on the list; it is handed over with the batch."""
        for line in self:
            line.handover_id._clear_added(line)

    def record_sent_back(self, reason=None):
        """The taker: it does not belong here and goes back to the giver."""
        for line in self:
            line.handover_id._clear_sent_back(line, reason)

    def remove_from_list(self):
        """Take dossiers off a list that is not handed over yet."""
        for batch in self.handover_id:
            batch._remove(self.filtered(lambda line, batch=batch: line.handover_id == batch))

    # -------------------------------------------------------------------------
    # FOR THE BATCH
    # -------------------------------------------------------------------------

    def _drop(self):
        """Off the list, as if never on it."""
        self._release()
        self.unlink()

    def _release(self):
        """The dossiers are on no list any more."""
        self.dossier_id._guarded_write({"handover_id": False})

    def _unscan(self, side):
        """As before the scan; what a giver's scan put on the list stays there, unticked."""
        if side == "giver":
            self.write({"status": "listed", "given_at": False})
        elif self.status == "unlisted":
            self.unlink()
        else:
            status = "missing" if self.was_missing else "given"
            self.write({"status": status, "scanned_at": False})
