from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.hcc_base.models.hcc_state_mixin import Verb

from ..dossier.hcc_dossier import ACCEPTED_STATES, FINAL_STATES, OFFICIAL


class HccDossierComponent(models.Model):
    """An original that the centre holds (bản chính): lent for comparison, or kept with the dossier,
    until it is given back."""

    _inherit = "hcc.dossier.component"

    original_kept = fields.Selection(
        [("lent", "Lent for comparison"), ("kept", "Kept with the dossier")],
        "Original held",
        copy=False,
        help="An original that goes back to the applicant.",
    )
    original_kept_at = fields.Datetime("Original held since", readonly=True, copy=False)
    given_back_at = fields.Datetime("Original given back", readonly=True, copy=False)
    given_back_user_id = fields.Many2one(
        "res.users", "Given back by", readonly=True, index="btree_not_null", copy=False
    )
    given_back_to = fields.Char("Taken by", readonly=True, copy=False)
    applicant_name = fields.Char(related="dossier_id.applicant_name", related_sudo=False)
    held_days = fields.Integer("Held for (days)", compute="_compute_held_days")

    _held_idx = models.Index(
        "(company_id) WHERE original_kept IS NOT NULL AND given_back_at IS NULL"
    )
    _given_back_check = models.Constraint(
        "CHECK (given_back_at IS NULL OR (original_kept IS NOT NULL"
        " AND given_back_user_id IS NOT NULL))",
        "An original that was given back was held, and somebody gave it back.",
    )

    @api.model
    def _verb_fields(self):
        return super()._verb_fields() | {
            "original_kept_at", "given_back_at", "given_back_user_id", "given_back_to",
        }  # fmt: skip

    @api.depends("original_kept", "original_kept_at", "dossier_id.received_at", "given_back_at")
    def _compute_held_days(self):
        clock = self.env["hcc.clock"]
        for line in self:
            since = line.original_kept_at or line.dossier_id.received_at
            until = line.given_back_at or clock._now()
            line.held_days = line.original_kept and since and (until - since).days

    def give_back_original(self, taken_by=None):
        """Give originals back to the applicant or whoever may take them.

        :param taken_by: the name of whoever takes them, when it is not the applicant
        """
        self.check_access("read")
        for dossier in self.dossier_id:
            lines = self.filtered(lambda line, of=dossier: line.dossier_id == of)
            dossier._give_back_originals(lines, taken_by)
        return True

    def _held_originals(self):
        return self.filtered(lambda line: line.original_kept and not line.given_back_at)


class HccDossier(models.Model):
    """Originals that the centre holds, and their way back (Decree 61/2018 art. 20(2))."""

    _inherit = "hcc.dossier"

    held_originals = fields.Integer("Originals not given back", compute="_compute_held_originals")
    can_give_back_originals = fields.Boolean(compute="_compute_can")
    can_hold_originals = fields.Boolean(compute="_compute_can")

    _verbs = {
        "hold_originals": Verb(ACCEPTED_STATES, None, (OFFICIAL,)),
        # an original stays somebody's, whatever became of the dossier
        "give_back_originals": Verb((*ACCEPTED_STATES, *FINAL_STATES), None, (OFFICIAL,)),
    }

    @api.model
    def _verb_labels(self):
        return super()._verb_labels() | {
            "hold_originals": self.env._("Hold originals"),
            "give_back_originals": self.env._("Give originals back"),
        }

    @api.depends("component_ids.original_kept", "component_ids.given_back_at")
    def _compute_held_originals(self):
        for dossier in self:
            dossier.held_originals = len(dossier._held_lines())

    def _held_lines(self):
        """Extension point: the lines whose originals are owed back with this dossier."""
        return self.component_ids._held_originals()

    def hold_originals(self, component_ids, kind="kept"):
        """After acceptance: the agency needs originals, for comparison or until the end.

        :param kind: ``lent`` or ``kept``
        """
        self.ensure_one()
        lines = self._own_lines(component_ids)

        def prepare():
            if kind not in dict(lines._fields["original_kept"].selection):
                raise UserError(self.env._("Say whether the originals are lent or kept."))
            values = {
                "original_kept": kind, "original_kept_at": self.env["hcc.clock"]._now(),
                "given_back_at": False, "given_back_user_id": False, "given_back_to": False,
            }  # fmt: skip
            self._parts("hcc.dossier.component").browse(lines.ids).write(values)
            return {}

        facts = {"components": lines.ids, "kind": kind}
        self._transition("hold_originals", values=prepare, facts=facts)
        return True

    def give_back_originals(self, taken_by=None):
        """Give back every original of the dossier that the centre still holds."""
        self.ensure_one()
        self._give_back_originals(self._held_lines(), taken_by)
        return True

    def _check_give_back_originals(self):
        if not self._held_lines():
            raise UserError(
                self.env._(
                    "%s: no original is held, or all were given back already. Reload the page.",
                    self.display_name,
                )
            )

    def _give_back_originals(self, lines, taken_by=None):
        def prepare():
            if lines - lines._held_originals():
                raise UserError(
                    self.env._(
                        "%s: an original that was chosen is given back already. Reload the page.",
                        self.display_name,
                    )
                )
            self._parts("hcc.dossier.component").browse(lines.ids).write(
                {
                    "given_back_at": self.env["hcc.clock"]._now(),
                    "given_back_user_id": self.env.uid,
                    "given_back_to": (taken_by or "").strip() or self.sudo().applicant_name,
                }
            )
            return {}

        self._transition("give_back_originals", values=prepare, facts={"components": lines.ids})

    def _own_lines(self, component_ids):
        lines = self.component_ids.filtered(lambda line: line.id in component_ids)
        if not lines or len(lines) != len(set(component_ids)):
            raise UserError(self.env._("%s: choose papers of this dossier.", self.display_name))
        return lines

    # -------------------------------------------------------------------------
    # AT THE RETURN
    # -------------------------------------------------------------------------

    def _get_return_blockers(self):
        blockers = super()._get_return_blockers()
        if self._policy().sudo().originals_rule == "block" and self._held_words():
            blockers.append(self._held_words())
        return blockers

    def _held_words(self):
        """Which originals still lie here; empty: none."""
        held = self.sudo()._held_lines()
        if not held:
            return ""
        return self.env._(
            "Originals are not given back yet: %s. Give them back with the result.",
            "; ".join(held.mapped("name")),
        )
