from odoo import api, models
from odoo.exceptions import AccessError, UserError

from .hcc_dossier_handover import GIVING

#: what a scan may answer, with the colour of the screen
ANSWERS = {"ok": "good", "again": "good", "unlisted": "bad", "refused": "bad", "unknown": "unknown"}
#: the latest scans shown beside the field
SHOWN_SCANS = 12


class HccHandover(models.Model):
    """Scanning: one field takes what the scanner types; every scan answers at once.

    The giver's scans fill the list and tick it off, the taker's say what came. Nothing is signed
    by a scan; the last one can be taken back.
    """

    _inherit = "hcc.handover"

    @api.model
    def scan(self, text, handover_id=None):
        """Understand one scan.

        :param handover_id: the batch on the screen; none: the scan says which
        :return: ``{"result", "code", "message", "batch"}``; ``result`` is one of ``ANSWERS``,
            ``batch`` what the screen shows now, or None
        """
        text = (text or "").strip()
        batch = self.browse(handover_id).exists()
        found = self._resolve_code(text)
        if found:
            return found._scan_answer("ok", found.name, found._state_label())
        dossier = self.env["hcc.dossier"]._resolve_code(text)
        if not dossier or dossier.sudo().company_id not in self.env.companies:
            message = self.env._("No dossier of this centre has this code.")
            return batch._scan_answer("unknown", text[:40], message)
        try:
            with self.env.cr.savepoint():
                scanned = batch or self._batch_of(dossier)
                result, message = scanned._scanned(dossier)
        except (AccessError, UserError) as error:  # a list that the scan began is gone again
            return batch._scan_answer("refused", dossier.sudo().name, str(error))
        return scanned._scan_answer(result, dossier.sudo().name, message)

    @api.model
    def load_scan(self, handover_id=None):
        """What the scanning screen shows of a batch; None without one."""
        return self.browse(handover_id).exists()._scan_page()

    def undo_scan(self):
        """Take back the user's own last scan that nobody has signed for."""
        self.ensure_one()
        side = self._scanning_side()
        self._lock_rows()
        stamp, status = ("given_at", "given") if side == "giver" else ("scanned_at", "scanned")
        lines = self._lines(status, *(("unlisted",) if side == "taker" else ()))
        mine = lines.filtered(lambda line: line[stamp] and line.scan_user_id.id == self.env.uid)
        last = mine.sorted(lambda line: (line[stamp], line.write_date, line.id))[-1:]
        if not last:
            raise UserError(
                self.env._("%s: there is no scan of yours to take back.", self.display_name)
            )
        code = last.dossier_id.name
        last._unscan(side)
        return self._scan_answer("ok", code, self.env._("Scan taken back"))

    @api.model
    def _resolve_code(self, text):
        """The batch whose number was scanned from a list, among those the user may read."""
        return self.search([("name", "=", text.upper())], limit=1) if text else self.browse()

    def _batch_of(self, dossier):
        """The batch that a dossier's scan opens: the one it comes with, or the list it goes on."""
        batch = dossier.sudo().handover_id.with_env(self.env)
        if batch:
            batch.check_access("read")
            return batch
        dossier.check_access("read")
        way = dossier.sudo()._way()
        if not way:
            raise UserError(dossier._no_way_words())
        return self._draft_for(dossier.company_id, *way)

    # -------------------------------------------------------------------------
    # ONE SCAN
    # -------------------------------------------------------------------------

    def _scanning_side(self):
        """Whose scans this batch takes now; refused for everybody else."""
        self.ensure_one()
        self.check_access("read")
        self._check_verb_state_among("draft", "handed", "received")
        side = "giver" if self.state == "draft" else "taker"
        self._check_side(side)
        self._check_two_people(side)
        return side

    def _check_verb_state_among(self, *states):
        if self.state not in states:
            raise UserError(
                self.env._(
                    "%(batch)s is in state “%(state)s”; nothing is scanned any more.",
                    batch=self.display_name,
                    state=self._state_label(),
                )
            )

    def _scanned(self, dossier):
        side = self._scanning_side()
        self._lock_rows()
        self._scanning_side()  # as it stands now that nobody else moves it
        line = self._lines().filtered(lambda line: line.dossier_id.id == dossier.id)
        return getattr(self, f"_scanned_by_{side}")(dossier, line)

    def _scanned_by_giver(self, dossier, line):
        if line.status == "given":
            return "again", self.env._("Already scanned")
        if line:
            self._stamp(line, "given", "given_at")
            return "ok", self.env._("On the list")
        dossier = dossier.with_env(self.env)
        dossier.check_access("read")
        refusal = self._refusal_before(dossier)
        if refusal:
            raise UserError(refusal)
        self._add(dossier, status="given")
        return "ok", self.env._("Added to the list")

    def _refusal_before(self, dossier):
        """What the signature would be refused for is said with the scan."""
        verb = GIVING[self.direction]
        dossier = dossier._in_batch()
        try:
            dossier._check_joins(self)
            dossier._check_verb_access(verb)
            dossier._check_verb(verb)
        except (AccessError, UserError) as error:
            return str(error)
        return ""

    def _scanned_by_taker(self, dossier, line):
        if line.status in ("scanned", "arrived"):
            return "again", self.env._("Already scanned")
        if line.status in ("given", "missing"):
            self._stamp(line, "scanned", "scanned_at")
            return "ok", self.env._("On the list, arrived")
        if line.status != "unlisted":
            self._note_unlisted(dossier, line)
        return "unlisted", self.env._("Not on the list: put it aside")

    def _note_unlisted(self, dossier, line):
        values = {
            "status": "unlisted",
            "was_unlisted": True,
            "scanned_at": self.env["hcc.clock"]._now(),
            "scan_user_id": self.env.uid,
        }
        if line:
            line.write(values)
            return
        self.sudo()._open_guard().env["hcc.handover.line"].create(
            {
                "handover_id": self.id,
                "company_id": self.company_id.id,
                "dossier_id": dossier.id,
                "sequence": 1000 + len(self.sudo().line_ids),
                **values,
            }
        )

    def _stamp(self, line, status, stamp):
        now = self.env["hcc.clock"]._now()
        line.write({"status": status, stamp: now, "scan_user_id": self.env.uid})

    # -------------------------------------------------------------------------
    # WHAT THE SCREEN SHOWS
    # -------------------------------------------------------------------------

    def _scan_answer(self, result, code, message):
        return {
            "result": result,
            "tone": ANSWERS[result],
            "code": code,
            "message": message,
            "batch": self._scan_page(),
        }

    def _scan_page(self):
        if not self:
            return None
        self.check_access("read")
        side = "giver" if self.state == "draft" else "taker"
        lines = self._lines()
        stamp = "given_at" if side == "giver" else "scanned_at"
        waiting = lines.filtered(
            lambda line: line.status in ("listed",) + ("given", "missing") * (side == "taker")
        )
        scanned = lines.filtered(stamp).sorted(lambda line: (line[stamp], line.id), reverse=True)
        labels = dict(lines._fields["status"]._description_selection(self.env))
        return {
            "id": self.id,
            "name": self.display_name,
            "state": self.state,
            "state_label": self._state_label(),
            "side": side,
            "is_mine": self._acts_for(side) and self.state in ("draft", "handed", "received"),
            "way": f"{self.giving_place} → {self.taking_place}",
            "direction": dict(self._fields["direction"]._description_selection(self.env))[
                self.direction
            ],
            "done": self.given_count if side == "giver" else self.taken_count,
            "count": self.line_count,
            "differences": self.difference_count,
            "waiting": waiting.mapped("dossier_id.name"),
            "scans": [
                {
                    "id": line.id,
                    "code": line.dossier_id.name,
                    "status": line.status,
                    "label": labels[line.status],
                }
                for line in scanned[:SHOWN_SCANS]
            ],
        }
