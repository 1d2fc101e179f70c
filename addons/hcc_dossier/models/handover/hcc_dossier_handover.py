from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.hcc_base.models.hcc_state_mixin import Verb

from ..dossier.hcc_dossier import (
    APPRAISER,
    APPROVER,
    CLERK,
    FINAL_STATES,
    OFFICIAL,
    WAITING_STATES,
)

#: Context entry of a batch that moves its dossiers; its value is an object of this process.
BATCH_CONTEXT_KEY = "hcc_handover_batch"
_BATCH = object()
#: direction → the verbs of the dossier that its batch calls
GIVING = {"to_agency": "hand_over", "to_centre": "hand_over_result", "onward": "pass_on"}
TAKING = {"to_agency": "take", "to_centre": "take_result", "onward": "pass_in"}
#: states in which papers go on from agency to agency; a wait that begins meanwhile stops no paper
AT_WORK = ("processing", *WAITING_STATES)
MOVES = ("hand_over", "hand_over_result", "take", "take_result", "take_child_result")


class HccDossier(models.Model):
    """Dossiers on hand-over lists: one at a time, moved by the batch alone while they are on it."""

    _inherit = "hcc.dossier"

    handover_id = fields.Many2one(
        "hcc.handover", "On the hand-over list", readonly=True, index="btree_not_null", copy=False,
        ondelete="restrict",
    )  # fmt: skip
    handover_line_ids = fields.One2many(
        "hcc.handover.line", "dossier_id", "Hand-overs", readonly=True
    )
    is_handover_late = fields.Boolean(
        "Hand-over late", compute="_compute_handover_timing", search="_search_is_handover_late"
    )
    is_handover_today = fields.Boolean(
        "Must go today", compute="_compute_handover_timing", search="_search_is_handover_today"
    )
    can_take_back = fields.Boolean(compute="_compute_can")
    can_pass_on = fields.Boolean(compute="_compute_can")
    can_pass_in = fields.Boolean(compute="_compute_can")

    _verbs = {
        "take_back": Verb(("handed_over", *AT_WORK), None, (OFFICIAL, APPRAISER, APPROVER, CLERK)),
        "pass_on": Verb(("processing",), None, (APPRAISER, APPROVER, CLERK)),
        "pass_in": Verb(AT_WORK, None, (APPRAISER, APPROVER, CLERK)),
    }
    _guarded_fields = frozenset({"handover_id", "handover_line_ids"})

    @api.model
    def _verb_labels(self):
        _ = self.env._
        return {
            **super()._verb_labels(),
            "take_back": _("Back to the giver"),
            "pass_on": _("Pass on to the next agency"),
            "pass_in": _("Take from the agency before"),
        }

    @api.depends("state", "handover_due_at")
    def _compute_handover_timing(self):
        clock = self.env["hcc.clock"]
        now = clock._now()
        for dossier in self:
            waits = dossier.state == "received" and dossier.handover_due_at
            end = waits and clock._day_bounds(dossier.company_id, clock._today(dossier.company_id))
            dossier.is_handover_late = bool(waits) and waits < now
            dossier.is_handover_today = bool(waits) and waits < end[1]

    def _search_is_handover_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        now = self.env["hcc.clock"]._now()
        return [("state", "=", "received"), ("handover_due_at", "<", now)]

    def _search_is_handover_today(self, operator, value):
        if operator != "in":
            return NotImplemented
        clock = self.env["hcc.clock"]
        end = clock._day_bounds(self.env.company, clock._today())[1]
        return [("state", "=", "received"), ("handover_due_at", "<", end)]

    # -------------------------------------------------------------------------
    # BATCH OR ONE BY ONE
    # -------------------------------------------------------------------------

    def _in_batch(self):
        return self.with_context(**{BATCH_CONTEXT_KEY: _BATCH})

    def _is_in_batch(self):
        return self.env.context.get(BATCH_CONTEXT_KEY) is _BATCH

    def _check_verb(self, verb):
        super()._check_verb(verb)
        if verb in MOVES and not self._is_in_batch():
            self._check_moves_alone()

    def _check_moves_alone(self):
        if self.handover_id:
            raise UserError(
                self.env._(
                    "%(dossier)s is on the hand-over list %(batch)s. Continue there, or take it "
                    "off the list.",
                    dossier=self.display_name,
                    batch=self.handover_id.sudo().display_name,
                )
            )
        stays = self.current_step_id.on_the_spot or self.state == "handed_over"
        alone = stays or self.parent_id  # a linked result has no list, see _way()
        if not alone and self.custody != "to_centre" and self._moves_in_batches_only():
            raise UserError(
                self.env._(
                    "%s: papers leave in batches here. Put it on a hand-over list; the policy "
                    "asks for it.",
                    self.display_name,
                )
            )

    def _moves_in_batches_only(self):
        return self._policy().sudo().handover_batches_only

    def _after_verb(self, verb, facts):
        super()._after_verb(verb, facts)
        ended = self.filtered(lambda d: d.handover_id and d.state in FINAL_STATES)
        if ended:
            ended._leave_lists()

    def _leave_lists(self):
        """A dossier that has ended is no longer expected on the other side."""
        lines = self._parts("hcc.handover.line").search(
            [("dossier_id", "in", self.ids), ("handover_id", "in", self.handover_id.ids)]
        )
        lines._release()
        lines.write({"status": "ended"})

    def _undo_blockers(self, act):
        """What both sides sign for together, one of them does not undo for one dossier."""
        blockers = super()._undo_blockers(act)
        if act.verb in MOVES and (batch := self.handover_id or self._taken_on_list(act)):
            blockers.append(
                self.env._(
                    "%(dossier)s: this was signed for on the hand-over list %(batch)s. The giver "
                    "calls the list back while nothing of it is scanned; later what did not "
                    "arrive is recorded there as not sent.",
                    dossier=self.display_name,
                    batch=batch.sudo().display_name,
                )
            )
        return blockers

    def _taken_on_list(self, act):
        """The list on which ``act`` took the papers over. What was given and not taken yet is on
        its list still."""
        given_at = act.verb == "take" and self.handed_over_at
        lines = self.sudo().handover_line_ids.filtered(
            lambda line: given_at and line.arrived_at and line.arrived_at >= given_at
        )
        return lines.handover_id.filtered(lambda batch: batch.direction == "to_agency")[:1]

    # -------------------------------------------------------------------------
    # WHERE TO
    # -------------------------------------------------------------------------

    def _way(self):
        """``(direction, from agency, to agency)`` of the next hand-over, or None."""
        self.ensure_one()
        dossier = self.sudo()
        step = dossier.current_step_id
        if dossier.state == "received":
            return "to_agency", dossier.agency_id, step.agency_id or dossier.agency_id
        if dossier.state != "processing" or dossier.custody != "agency":
            return None
        if dossier._is_linked_result():
            return None
        if not step:
            return "to_centre", dossier.agency_id, dossier.agency_id
        here = dossier._papers_agency()
        return None if here == step.agency_id else ("onward", here, step.agency_id)

    def _is_linked_result(self):
        """Finished, and its parent waits for it: its clerk gives it to the leading agency, not to
        the centre, and that one takes it, without a list."""
        at_agency = self.state == "processing" and self.custody == "agency"
        return at_agency and bool(self.parent_id) and not self.current_step_id

    def _no_way_words(self):
        """Why there is no list for it now."""
        if self._is_linked_result():
            return self.env._(
                "%s is a linked dossier: its result goes to the leading agency, without a list. "
                "Open it and hand the result over.",
                self.display_name,
            )
        return self.env._(
            "%s does not wait to be handed over, nor is it on its way.", self.display_name
        )

    def _papers_agency(self):
        """The agency that has the papers: the last one that took them over."""
        lines = self.handover_line_ids.filtered(
            lambda line: line.arrived_at and line.handover_id.direction != "to_centre"
        )
        last = lines.sorted("arrived_at")[-1:].handover_id.to_agency_id
        return last or self.step_ids[:1].agency_id or self.agency_id

    def _check_joins(self, batch):
        """Why this dossier does not go with ``batch``."""
        if self.handover_id:
            self._check_moves_alone()
        way = (batch.direction, batch.from_agency_id, batch.to_agency_id)
        if self.company_id != batch.company_id or self.sudo()._way() != way:
            raise UserError(
                self.env._(
                    "%(dossier)s does not go this way now: %(direction)s, %(to)s.",
                    dossier=self.display_name,
                    direction=dict(batch._fields["direction"]._description_selection(self.env))[
                        batch.direction
                    ],
                    to=batch.to_agency_id.sudo().name,
                )
            )

    def action_list_for_handover(self):
        """Put the chosen dossiers on hand-over lists, one a way; opens the lists."""
        batches = self.env["hcc.handover"]
        for way, dossiers in self._by_way().items():
            batch = batches._draft_for(*way)
            batch._add(dossiers)
            batches |= batch
        if not batches:
            nothing = self.env._("None of the chosen dossiers waits to be handed over to anyone.")
            linked = self.filtered(lambda dossier: dossier._is_linked_result())
            raise UserError("\n".join([nothing, *(one._no_way_words() for one in linked)]))
        return batches._action_open()

    def _by_way(self):
        """``{(centre, direction, from, to): dossiers}`` of those on no list yet."""
        ways = {}
        for dossier in self.filtered(lambda d: not d.handover_id):
            if way := dossier._way():
                key = (dossier.company_id, *way)
                ways[key] = ways.get(key, self.browse()) | dossier
        return ways

    # -------------------------------------------------------------------------
    # WHAT ONLY A BATCH CALLS
    # -------------------------------------------------------------------------

    def _take_back(self):
        """Not sent after all: the papers are where they were before; those that are there already
        stay as they are."""
        for dossier in self.filtered(lambda d: d._is_on_its_way()):
            if dossier.state == "handed_over":
                values = {"state": "received", "custody": "centre", "handed_over_at": False}
            else:
                values = {"custody": "agency"}
            dossier._transition(
                "take_back", values=values, facts={"handover": dossier.handover_id.id}
            )

    def _is_on_its_way(self):
        """Given on its list and not taken; papers that go on do so without a word in the state."""
        if self.state == "handed_over" or self.custody == "to_centre":
            return True
        return self.state in AT_WORK and self.handover_id.direction == "onward"

    def _pass_on(self):
        self._transition("pass_on", facts={"handover": self.handover_id.ids})

    def _pass_in(self):
        self._transition("pass_in", facts={"handover": self.handover_id.ids})

    def _check_take_back(self):
        self._check_is_in_batch()

    def _check_pass_on(self):
        self._check_is_in_batch()

    def _check_pass_in(self):
        self._check_is_in_batch()

    def _check_is_in_batch(self):
        if not self._is_in_batch():
            raise UserError(
                self.env._("%s: this happens on a hand-over list only.", self.display_name)
            )
