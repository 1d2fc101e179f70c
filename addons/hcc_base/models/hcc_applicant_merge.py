from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from .hcc_state_mixin import Verb, past_guard

OFFICIAL = ("hcc_base.group_official",)


class HccApplicantMerge(models.Model):
    """Two records of one applicant become one (gộp hồ sơ người nộp), and apart again if that was
    a mistake.

    Everything that names the second record names the first one afterwards; the second stays,
    archived, so that its number still finds the person. What moved is kept, so that undoing moves
    back exactly that. What a dossier says of its day does not change.

    Officials merge and undo, where their agencies know both applicants; oversight reads.
    """

    _name = "hcc.applicant.merge"
    _inherit = ["hcc.state.mixin"]
    _description = "Merging of Applicants"
    _order = "id desc"
    _allow_sudo_commands = False

    _verbs = {
        "merge": Verb(sources=("draft",), target="merged", groups=OFFICIAL),
        "undo": Verb(sources=("merged",), target="undone", groups=OFFICIAL),
    }
    _guarded_fields = frozenset({"state", "moved", "merged_at", "user_id"})
    _editable_fields = {"draft": "*"}
    _deletable_states = ("draft",)

    winner_id = fields.Many2one(
        "hcc.applicant", "Stays", required=True, index=True, ondelete="restrict"
    )
    loser_id = fields.Many2one(
        "hcc.applicant", "Is merged", required=True, index=True, ondelete="restrict"
    )
    reason = fields.Char(help="How it is known that both are the same, e.g. both cards were shown.")
    state = fields.Selection(
        [("draft", "Draft"), ("merged", "Merged"), ("undone", "Undone")],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
    )
    user_id = fields.Many2one("res.users", "Merged by", readonly=True)
    merged_at = fields.Datetime("Merged on", readonly=True)
    moved = fields.Json(readonly=True, groups="base.group_system")
    moved_count = fields.Integer("Records moved", compute="_compute_moved_count")
    comparison = fields.Html(compute="_compute_comparison", sanitize=False)

    _two_records = models.Constraint(
        "CHECK (winner_id <> loser_id)", "An applicant cannot be merged into itself."
    )

    @api.depends("winner_id", "loser_id")
    def _compute_display_name(self):
        for merge in self:
            merge.display_name = self.env._("Merging no. %s", merge.id or "…")

    @api.depends("moved")
    def _compute_moved_count(self):
        for merge in self:
            moved = merge.sudo().moved or {}
            merge.moved_count = sum(len(ids) for ids in moved.get("records", {}).values())

    @api.depends("winner_id", "loser_id")
    def _compute_comparison(self):
        """Both records side by side; number and phone masked."""
        names = (
            "name", "identity_kind", "masked_number", "birth_date", "sex", "address", "masked_phone"
        )  # fmt: skip
        for merge in self:
            pair = merge.winner_id, merge.loser_id
            rows = [
                (pair[0]._fields[name]._description_string(self.env), *map(_word(name), pair))
                for name in names
            ]
            merge.comparison = self.env["ir.qweb"]._render(
                "hcc_base.applicant_comparison", {"rows": rows}
            )

    @api.model
    def _prepare(self, applicants):
        """A draft for two applicants: who has a citizen number stays, then who is known longer."""
        if len(applicants) != 2:
            raise UserError(self.env._("Choose exactly two applicants that are the same person."))
        loser, winner = applicants.sorted(
            lambda a: (a.identity_kind == "citizen_id", bool(a.identity_number), -a.id)
        )
        applicants._journal_viewing(("address", "birth_date"))
        return self.create({"winner_id": winner.id, "loser_id": loser.id})

    # -------------------------------------------------------------------------
    # VERBS
    # -------------------------------------------------------------------------

    def merge(self):
        """Move everything from the second to the first record and archive the second."""
        self.ensure_one()
        self._transition("merge", values=self._move, facts=self._pair())
        for applicant in self.winner_id | self.loser_id:
            self.env["hcc.journal.entry"]._append(applicant, "merge", facts=self._pair())
        return True

    def undo(self):
        """Move back what was moved, and nothing else."""
        self.ensure_one()
        self._transition("undo", values=self._move_back, facts=self._pair())
        for applicant in self.winner_id | self.loser_id:
            self.env["hcc.journal.entry"]._append(applicant, "undo_merge", facts=self._pair())
        return True

    def action_swap(self):
        """Let the other record stay."""
        self.ensure_one()
        self.write({"winner_id": self.loser_id.id, "loser_id": self.winner_id.id})
        return True

    def _pair(self):
        return {"winner": self.winner_id.id, "loser": self.loser_id.id}

    def _check_verb(self, verb):
        super()._check_verb(verb)
        pair = self.winner_id | self.loser_id
        pair.check_access("write")
        if verb == "undo":
            if self.loser_id.sudo()._survivor() != self.winner_id._survivor():
                raise UserError(self.env._("%s is no longer in force.", self.display_name))
            return
        if not self.reason:
            raise UserError(
                self.env._("%s: say how it is known that both are the same.", self.display_name)
            )
        if self.winner_id.kind != self.loser_id.kind:
            raise UserError(
                self.env._(
                    "%s: a person and an organisation are never the same.", self.display_name
                )
            )
        if any(pair.mapped("merged_into_id")) or not all(pair.mapped("active")):
            raise UserError(
                self.env._(
                    "%s: one of both is merged or archived already. Start again from the list.",
                    self.display_name,
                )
            )

    def _verb_labels(self):
        return super()._verb_labels() | {
            "merge": self.env._("Merge"),
            "undo": self.env._("Undo the merging"),
        }

    # -------------------------------------------------------------------------
    # MOVING
    # -------------------------------------------------------------------------

    def _move(self):
        winner, loser = self.winner_id.sudo(), self.loser_id.sudo()
        records = {}
        for model, name in self._references():
            found = model.search([(name, "=", loser.id)])
            if found:
                found.write({name: winner.id})
                records[f"{model._name}.{name}"] = found.ids
        gained = loser.agency_ids - winner.agency_ids
        winner._open_to(gained)
        loser.write({"active": False, "merged_into_id": winner.id})
        return {
            "moved": {"records": records, "agencies": gained.ids},
            "merged_at": self.env["hcc.clock"]._now(),
            "user_id": self.env.uid,
        }

    def _move_back(self):
        winner, loser = self.winner_id.sudo()._survivor(), self.loser_id.sudo()
        moved = self.sudo().moved
        loser.write({"active": True, "merged_into_id": False})
        for model, name in self._references():
            ids = moved["records"].get(f"{model._name}.{name}", ())
            model.search([("id", "in", ids), (name, "=", winner.id)]).write({name: loser.id})
        remaining = winner._agencies_dealt_with()
        lost = [Command.unlink(key) for key in moved["agencies"] if key not in remaining.ids]
        winner.write({"agency_ids": lost})
        return {}

    @api.model
    def _references(self):
        """Every stored reference to an applicant, as ``(model past guards and rights, field)``."""
        own = {self._name, "hcc.applicant"}
        for name in sorted(set(self.env.registry) - own):
            model = self.env[name]
            if model._abstract or model._transient or not model._auto:
                continue
            for field in model._fields.values():
                if field.comodel_name == "hcc.applicant" and field.type == "many2one":
                    if field.store:
                        yield past_guard(model.sudo().with_context(active_test=False)), field.name


def _word(name):
    """How a field's value of one of both reads beside the other's."""

    def read(applicant):
        field = applicant._fields[name]
        if field.type == "selection":
            return dict(field._description_selection(applicant.env)).get(applicant[name], "")
        if field.type == "date":
            return applicant[name].strftime("%d/%m/%Y") if applicant[name] else ""
        return applicant[name] or ""

    return read
