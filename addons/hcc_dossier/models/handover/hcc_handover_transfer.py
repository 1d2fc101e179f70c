from odoo import models
from odoo.exceptions import AccessError, UserError

from odoo.addons.hcc_base.transaction import draws_number, reads_committed

from .hcc_dossier_handover import GIVING, TAKING
from .hcc_handover import NUMBER_WORDS
from .hcc_handover_line import DIFFERENCES


class HccHandover(models.Model):
    """The two signatures: the giver's, the taker's, and the close."""

    _inherit = "hcc.handover"

    # -------------------------------------------------------------------------
    # GIVE
    # -------------------------------------------------------------------------

    @draws_number
    def hand(self, everything=False, request_key=None):
        """The giver signs: every dossier on the list is handed over, or none.

        :param everything: what is not scanned counts as checked by eye
        :return: ``{"handover_id", "number", "count"}``
        """
        self.ensure_one()
        return self.env["hcc.request.key"]._once(
            f"handover.hand/{self.env.uid}",
            request_key,
            {"handover": self.id, "everything": bool(everything)},
            lambda: self._hand(everything),
        )

    def _hand(self, everything):
        facts = {}

        def prepare():
            now = self.env["hcc.clock"]._now()
            lines = self._lines_to_give(everything, now)
            self._move(lines, GIVING[self.direction])
            facts["count"] = len(lines)
            return {"handed_at": now, "giver_user_id": self.env.uid, **self._draw_number(now)}

        self._transition("hand", values=prepare, facts=facts)
        return {"handover_id": self.id, "number": self.name, "count": facts["count"]}

    def _lines_to_give(self, everything, now):
        lines = self._lines()
        unchecked = lines.filtered(lambda line: line.status == "listed")
        if not lines:
            raise UserError(self.env._("%s: there is nothing on the list.", self.display_name))
        if unchecked and not everything:
            raise UserError(
                self.env._(
                    "%(batch)s: not scanned yet: %(codes)s. Scan them, take them off the list, or "
                    "confirm that all are there.",
                    batch=self.display_name,
                    codes=", ".join(unchecked.dossier_id.mapped("display_name")),
                )
            )
        unchecked.write({"status": "given", "given_at": now})
        return lines

    def _draw_number(self, now):
        """``015/2026/BGHS-TN``: counted per centre, way, giving agency and year."""
        year = self.env["hcc.clock"]._local(self.company_id, now).year
        agency = self.from_agency_id.sudo()
        ordinal = self.env["hcc.number.series"]._draw(self._series_key(year))
        word = NUMBER_WORDS[self.direction]
        return {"name": f"{ordinal:03d}/{year}/{word}-{agency.code.upper()}", "year": year}

    def _series_key(self, year):
        place = f"{self.company_id.id}/{self.direction}/{self.from_agency_id.id}"
        return f"handover/{place}/{year}"

    # -------------------------------------------------------------------------
    # TAKE
    # -------------------------------------------------------------------------

    @reads_committed
    def receive(self, request_key=None):
        """The taker signs for what was scanned; the rest is recorded as not arrived.

        :return: ``{"handover_id", "taken", "differences", "closed"}``
        """
        self.ensure_one()
        return self.env["hcc.request.key"]._once(
            f"handover.receive/{self.env.uid}", request_key, {"handover": self.id}, self._receive
        )

    def _receive(self):
        facts = {}

        def prepare():
            now = self.env["hcc.clock"]._now()
            facts["taken"] = self._take_scanned(now)
            missing = self._lines("given")
            missing.write({"status": "missing", "was_missing": True})
            facts["missing"] = missing.dossier_id.ids
            return {"received_at": now, "taker_user_id": self.env.uid}

        self._transition("receive", values=prepare, facts=facts)
        differences = len(self._lines(*DIFFERENCES))
        if not differences:
            self._close()
        return {
            "handover_id": self.id,
            "taken": facts["taken"],
            "differences": differences,
            "closed": self.state == "closed",
        }

    def _take_scanned(self, now):
        lines = self._lines("scanned")
        if lines:
            self._move(lines, TAKING[self.direction])
            lines._release()
            lines.write({"status": "arrived", "arrived_at": now})
        return len(lines)

    # -------------------------------------------------------------------------
    # CLOSE
    # -------------------------------------------------------------------------

    @reads_committed
    def close(self):
        """The taker closes the batch once every difference is cleared up.

        :return: ``{"handover_id", "taken"}``
        """
        self.ensure_one()
        return {"handover_id": self.id, "taken": self._close()}

    def _close(self):
        facts = {}

        def prepare():
            now = self.env["hcc.clock"]._now()
            facts["taken"] = self._take_scanned(now)
            return {"closed_at": now}

        self._transition("close", values=prepare, facts=facts)
        return facts["taken"]

    def _check_close(self):
        open_lines = self._lines(*DIFFERENCES)
        if open_lines:
            raise UserError(
                self.env._(
                    "%(batch)s cannot be closed: %(differences)s. One of the two sides clears this "
                    "up first.",
                    batch=self.display_name,
                    differences=self._difference_words(open_lines),
                )
            )

    def _difference_words(self, lines):
        labels = dict(lines._fields["status"]._description_selection(self.env))
        return "; ".join(
            f"{labels[status]}: "
            + ", ".join(lines.filtered_domain([("status", "=", status)]).dossier_id.mapped("name"))
            for status in DIFFERENCES
            if status in lines.mapped("status")
        )

    # -------------------------------------------------------------------------
    # ALL OR NONE
    # -------------------------------------------------------------------------

    def _move(self, lines, verb):
        """Let the dossiers of ``lines`` follow ``verb``; when one refuses, each refusal is said and
        none moves."""
        dossiers = lines.dossier_id.with_env(self.env)._in_batch()
        refusals = [
            f"{dossier.sudo().display_name}: {refusal}"
            for dossier in dossiers
            if (refusal := self._refusal(dossier, verb))
        ]
        if refusals:
            raise UserError(
                self.env._(
                    "%(batch)s: nothing was moved, because of %(count)s of %(all)s dossiers.",
                    batch=self.display_name,
                    count=len(refusals),
                    all=len(dossiers),
                )
                + "\n"
                + "\n".join(refusals)
            )
        private = {"pass_on": "_pass_on", "pass_in": "_pass_in"}
        public = "take" if verb.startswith("take") else "hand_over"
        getattr(dossiers, private.get(verb, public))()

    def _refusal(self, dossier, verb):
        if dossier.sudo().handover_id != self:
            return self.env._("it is not on this list any more.")
        try:
            dossier._check_verb_access(verb)
            dossier._check_verb_state(verb)
            dossier._check_verb(verb)
        except (AccessError, UserError) as error:
            return str(error)
        return ""
