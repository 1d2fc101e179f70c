from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import ormcache

from odoo.addons.hcc_base.shipped import is_shipped_data

#: The set that the suite ships, and the one that counts where a policy names none.
NATIONAL = "hcc_dossier.status_set_national_10"


class StatusBook(NamedTuple):
    """A set ready for reading: the number of each state's status, the words of each number, and
    the English ones where there are any."""

    numbers: dict
    words: dict
    english: dict


class HccStatusSet(models.Model):
    """The statuses under which applicants and the national portal see dossiers (bộ trạng thái).

    Every state of a dossier shows exactly one status of the set; a status may belong to no state
    (dues make number 6 of the national ten). The policy says which set counts.

    Everybody reads sets; administrators keep them: words and mapping may be corrected at any
    time, for they describe the present. Each change leaves an entry in the journal.
    """

    _name = "hcc.status.set"
    _inherit = ["hcc.common.mixin"]
    _description = "Set of Statuses"
    _order = "name, id"
    _allow_sudo_commands = False

    name = fields.Char(required=True)
    code = fields.Char(required=True, copy=False)
    active = fields.Boolean(default=True)
    note = fields.Char("Remark")
    status_ids = fields.One2many("hcc.status", "set_id", "Statuses", copy=True)
    state_ids = fields.One2many("hcc.status.state", "set_id", "Status of each state", copy=False)

    _code_uniq = models.Constraint("UNIQUE (code)", "Another set already has this code.")

    @api.constrains("status_ids", "state_ids")
    def _check_complete(self):
        """Every state has its status; that it has only one, the database sees to."""
        labels = dict(self.env["hcc.dossier"]._fields["state"]._description_selection(self.env))
        for status_set in self:
            lacking = set(labels) - set(status_set.sudo().state_ids.mapped("state"))
            if lacking:
                raise ValidationError(
                    self.env._(
                        "%(set)s: no status says what these states show: %(states)s. Give each of "
                        "them to one status.",
                        set=status_set.name,
                        states=", ".join(labels[state] for state in labels if state in lacking),
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_chosen(self):
        national = self.env.ref(NATIONAL, raise_if_not_found=False)
        policies = self.env["hcc.policy"].sudo().with_context(active_test=False)
        for status_set in self:
            users = policies.search([("status_set_id", "=", status_set.id)])
            if users or status_set == national:
                raise UserError(
                    self.env._(
                        "%(set)s stays: it is the shipped set, or policies show it (%(policies)s). "
                        "Archive it instead.",
                        set=status_set.name,
                        policies=", ".join(users.mapped("name")) or "–",
                    )
                )

    def copy_data(self, default=None):
        copies = super().copy_data(default)
        for status_set, vals in zip(self, copies, strict=True):
            if not (default or {}).get("name"):
                vals["name"] = self.env._("%s (copy)", status_set.name)
            vals.setdefault("code", status_set._free_code())
        return copies

    def _free_code(self):
        sets = self.with_context(active_test=False)
        taken = set(sets.search([("code", "=like", f"{self.code}_%")]).mapped("code"))
        number = 2
        while f"{self.code}_{number}" in taken:
            number += 1
        return f"{self.code}_{number}"

    def action_copy(self):
        """A further set that starts as this one does."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.copy().id,
            "view_mode": "form",
        }

    @api.model
    def _add_new_states(self):
        """States that came with a later version show what a stopped dossier shows."""
        states = dict(self.env["hcc.dossier"]._fields["state"]._description_selection(self.env))
        for status_set in self.with_context(active_test=False).search([]):
            rows = status_set.state_ids
            like = rows.filtered(lambda row: row.state == "stopped").status_id
            for state in set(states) - set(rows.mapped("state")) if like else ():
                rows.create({"status_id": like.id, "state": state})
        self.env.registry.clear_cache()

    # -------------------------------------------------------------------------
    # READING
    # -------------------------------------------------------------------------

    def _book(self):
        """The statuses of this set; of the shipped one when it is empty."""
        return self._read_book((self or self.env.ref(NATIONAL)).id)

    @api.model
    @ormcache("set_id")
    def _read_book(self, set_id):
        # sudo: what the public page shows; the set holds nothing but words
        statuses = self.sudo().browse(set_id).status_ids
        return StatusBook(
            {row.state: row.status_id.number for row in statuses.state_ids},
            {status.number: status.words for status in statuses},
            {status.number: status.words_en for status in statuses if status.words_en},
        )

    def _changed(self, facts):
        """Forget what was read and tell the journal, but not of what the suite ships."""
        self.env.registry.clear_cache()
        if not is_shipped_data(self.env):
            for status_set in self:
                self.env["hcc.journal.entry"]._append(status_set, "change_statuses", facts=facts)


class HccStatus(models.Model):
    """One status of a set (trạng thái): its number on the portal and its Vietnamese words.

    Rights as the set's.
    """

    _name = "hcc.status"
    _inherit = ["hcc.common.mixin"]
    _description = "Status"
    _order = "set_id, number, id"
    _rec_name = "words"
    _allow_sudo_commands = False

    set_id = fields.Many2one("hcc.status.set", required=True, index=True, ondelete="cascade")
    number = fields.Integer("Code", required=True)
    words = fields.Char(required=True, help="Vietnamese, as the portal words it.")
    words_en = fields.Char(
        "In English", help="For the English look-up page; empty: the Vietnamese words."
    )
    state_ids = fields.One2many("hcc.status.state", "status_id", "States", copy=True)
    states_text = fields.Char("Shown for", compute="_compute_states_text")

    _number_uniq = models.Constraint(
        "UNIQUE (set_id, number)", "The set already has a status with this code."
    )
    _number_check = models.Constraint("CHECK (number > 0)", "Codes of statuses begin at 1.")

    @api.depends("state_ids.state")
    def _compute_states_text(self):
        labels = dict(self.env["hcc.dossier"]._fields["state"]._description_selection(self.env))
        for status in self:
            names = (labels.get(row.state) for row in status.state_ids)
            status.states_text = ", ".join(filter(None, names))

    @api.depends("number", "words")
    def _compute_display_name(self):
        for status in self:
            status.display_name = f"{status.number} – {status.words or ''}"

    @api.model_create_multi
    def create(self, vals_list):
        statuses = super().create(vals_list)
        for status in statuses:
            status.set_id._changed({"status": status.number, "change": "add"})
        return statuses

    def write(self, vals):
        if "set_id" in vals and any(status.set_id.id != vals["set_id"] for status in self):
            raise UserError(self.env._("A status stays in its set. Add it to the other one anew."))
        result = super().write(vals)
        for status in self if vals.keys() & {"number", "words", "words_en"} else ():
            status.set_id._changed({"status": status.number, "change": "edit"})
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_shown(self):
        for status in self:
            if status.state_ids:
                raise UserError(
                    self.env._(
                        "%(status)s is what these states show: %(states)s. Give them another "
                        "status first.",
                        status=status.display_name,
                        states=status.states_text,
                    )
                )
            status.set_id._changed({"status": status.number, "change": "delete"})


class HccStatusState(models.Model):
    """What one state of a dossier shows: a row for every state, which only moves to another
    status of the set. Rights as the set's, but nobody deletes it."""

    _name = "hcc.status.state"
    _inherit = ["hcc.common.mixin"]
    _description = "Status of a State"
    _order = "set_id, id"
    _rec_name = "state"
    _allow_sudo_commands = False

    status_id = fields.Many2one(
        "hcc.status", "Status", required=True, index=True, ondelete="cascade"
    )
    set_id = fields.Many2one(
        "hcc.status.set", related="status_id.set_id", store=True, index=True, precompute=True
    )
    state = fields.Selection(
        lambda self: self.env["hcc.dossier"]._fields["state"]._description_selection(self.env),
        "State of the dossier",
        required=True,
        copy=True,  # the platform copies no field of this name unless told
    )

    _state_uniq = models.Constraint(
        "UNIQUE (set_id, state)", "A state shows exactly one status of a set."
    )

    def write(self, vals):
        if "state" in vals and any(row.state != vals["state"] for row in self):
            raise UserError(self.env._("The row of a state stays its own; change the status."))
        target = self.env["hcc.status"].browse(vals.get("status_id"))
        if target and any(row.set_id != target.set_id for row in self):
            raise UserError(self.env._("Choose a status of the same set."))
        result = super().write(vals)
        for row in self if target else ():
            row.set_id._changed({"state": row.state, "status": row.status_id.number})
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("Every state shows a status. Choose another status for it instead.")
        )
