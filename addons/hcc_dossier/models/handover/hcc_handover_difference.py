from odoo import models
from odoo.exceptions import UserError

from .hcc_dossier_handover import GIVING
from .hcc_handover_line import EXPECTED

#: papers that were signed for, or came, and do not change hands
NEEDS_REASON = ("record_not_sent", "record_sent_back")


class HccHandover(models.Model):
    """Differences between list and pile, and the named ways to clear them up. Each leaves an entry
    in the batch's journal; where a dossier moves, in the dossier's too."""

    _inherit = "hcc.handover"

    def _clear_not_sent(self, line, reason):
        """On the list, but it never left: back to the giver's pile."""
        self._clear("record_not_sent", line, ("missing",), {"status": "not_sent"}, reason)

    def _clear_added(self, line):
        """It arrived without being on the list: the giver hands it over after all; the taker's
        scan stands, and the close takes it over."""
        self._clear("add_to_list", line, ("unlisted",), {"status": "scanned"})

    def _clear_sent_back(self, line, reason):
        """It arrived, but goes somewhere else: the taker gives it back, it moves nowhere."""
        self._clear("record_sent_back", line, ("unlisted",), {"status": "sent_back"}, reason)

    def _clear(self, verb, line, statuses, values, reason=None):
        dossier_id = line.sudo().dossier_id.id
        text = (reason or "").strip()

        def prepare():
            parts = self._lines().browse(line.id)
            if parts.status not in statuses:
                raise UserError(
                    self.env._(
                        "%(batch)s, %(dossier)s: this difference is cleared up already. Reload "
                        "the page.",
                        batch=self.display_name,
                        dossier=parts.dossier_id.display_name,
                    )
                )
            if verb in NEEDS_REASON and not text:
                raise UserError(
                    self.env._(
                        "%(batch)s, %(dossier)s: say why; the other side reads it on the list.",
                        batch=self.display_name,
                        dossier=parts.dossier_id.display_name,
                    )
                )
            getattr(self, f"_move_{verb}")(parts)
            parts.write({**values, "resolved_user_id": self.env.uid, "reason": text or False})
            return {}

        return self._transition(verb, values=prepare, facts={"dossier": dossier_id})

    def _move_record_not_sent(self, lines):
        lines.dossier_id.with_env(self.env)._in_batch()._take_back()
        lines._release()

    def _move_add_to_list(self, lines):
        self._check_not_own_scan(lines)
        dossier = lines.dossier_id.with_env(self.env)
        dossier.check_access("read")
        dossier._check_joins(self)
        dossier._guarded_write({"handover_id": self.id})
        lines.write({"given_at": self.env["hcc.clock"]._now()})
        self._move(lines, GIVING[self.direction])

    def _move_record_sent_back(self, lines):
        """Nothing moves: it never was with the taker's agency."""

    # -------------------------------------------------------------------------
    # TWO PEOPLE FOR EACH PAPER
    # -------------------------------------------------------------------------

    def _check_not_own_scan(self, lines):
        """Whoever says that a paper came is not the one who says that it was given."""
        if lines.with_env(self.env)._is_scanned_by_me():
            raise UserError(
                self.env._(
                    "%(batch)s, %(dossier)s: you have scanned it for the taking side. A colleague "
                    "of the giving side adds it to the list.",
                    batch=self.display_name,
                    dossier=lines.dossier_id.display_name,
                )
            )

    def _check_receive(self):
        self._check_not_own_addition()

    def _check_close(self):
        super()._check_close()
        self._check_not_own_addition()

    def _check_not_own_addition(self):
        """Nor the other way round: what somebody added, another person signs for."""
        added = self._lines("scanned").filtered(
            lambda line: line.was_unlisted and line.resolved_user_id.id == self.env.uid
        )
        if added and not self.env.su:
            raise UserError(
                self.env._(
                    "%(batch)s: you have added %(codes)s to the list for the giving side. A "
                    "colleague signs for the taking side.",
                    batch=self.display_name,
                    codes=", ".join(added.dossier_id.mapped("name")),
                )
            )

    # -------------------------------------------------------------------------
    # THE WHOLE BATCH
    # -------------------------------------------------------------------------

    def _check_call_back(self):
        """What the taker has in hand is the taker's to sign for or to give back. Papers that are
        not on the list say nothing of it: somebody scanned them with the wrong list open."""
        scanned = self._lines("scanned")
        if scanned:
            raise UserError(
                self.env._(
                    "%(batch)s: the other side has scanned %(codes)s, so papers of it are there. "
                    "They receive the list; what did not arrive is then recorded as not sent.",
                    batch=self.display_name,
                    codes=", ".join(scanned.dossier_id.mapped("name")),
                )
            )

    def call_back(self, reason=None):
        """The giver: the batch did not arrive at all (lost way, sent back by the post)."""
        self.ensure_one()
        text = (reason or "").strip()
        if not text:
            raise UserError(self.env._("%s: say why the batch is called back.", self.display_name))

        def prepare():
            lines = self._lines(*EXPECTED)
            lines.dossier_id.with_env(self.env)._in_batch()._take_back()
            lines._release()
            lines.write({"status": "not_sent", "resolved_user_id": self.env.uid})
            return {"closed_at": self.env["hcc.clock"]._now(), "reason": text}

        self._transition("call_back", values=prepare)
        return self
