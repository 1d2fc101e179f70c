from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.hcc_base.models.hcc_state_mixin import Verb

from .hcc_device import ADMINISTRATOR, TOKEN_KINDS

#: How the hardware is reached: this moves with it; name, counter and links stay with the place.
HARDWARE_FIELDS = (
    "agent_id", "host", "port", "paper_width", "has_cutter", "has_status",
    "connection", "serial_port", "baudrate", "board_protocol", "board_address",
    "pad_keys", "audio_device",
)  # fmt: skip


class HccDevice(models.Model):
    """New hardware in the place of broken hardware, in two minutes.

    The spare is a device of its own, enrolled and tried out in time. When something breaks, the
    administrator names it in the spare and lets it take the place: the spare's token (or, for
    what hangs on an agent, its connection) moves to the broken one's record, whose name, counter
    and links stay; the broken hardware's token ends. Jobs that wait are carried out by the new
    hardware; of those that the old one had fetched nobody knows, and the list says so.
    """

    _inherit = "hcc.device"

    _verbs = {
        "take_place": Verb(("new", "in_use"), "revoked", ADMINISTRATOR),
        "be_replaced": Verb(("new", "in_use", "revoked"), None, ADMINISTRATOR),
    }
    _editable_fields = {"in_use": frozenset({"replaces_id"})}

    replaces_id = fields.Many2one(
        "hcc.device",
        "Takes the place of",
        domain="[('kind', '=', kind), ('company_id', '=', company_id), ('id', '!=', id)]",
        check_company=True,
        copy=False,
        ondelete="restrict",
        help="The broken device whose name, counter and jobs this one takes over.",
    )
    can_take_place = fields.Boolean(compute="_compute_can_take_place")

    @api.depends("state", "kind", "replaces_id")
    @api.depends_context("uid")
    def _compute_can_take_place(self):
        for device in self:
            device.can_take_place = bool(device.replaces_id) and device._can("take_place")

    def take_place(self):
        """Give this hardware the record of the broken one; returns that record's form."""
        self.ensure_one()
        broken = self.replaces_id
        hardware = self._hardware_values()
        lost = self._lost_jobs(broken)
        self._transition("take_place", values=self._bare_values(), facts={"device": broken.id})
        self.flush_recordset()
        broken._transition("be_replaced", values=hardware, facts={"device": self.id})
        lost._close("unknown", "hardware_replaced")
        self.active = False
        broken._ring()
        (broken.agent_id | self.agent_id)._ring()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": broken.id,
            "view_mode": "form",
        }

    def _lost_jobs(self, broken):
        """Jobs that only the broken hardware, or the agent it hung on, could answer for.

        An agent that stays hands its waiting jobs to the new hardware itself.
        """
        Job = self.env["hcc.device.job"].sudo()
        if self.kind == "agent":
            return Job._given_to(broken)
        if self.kind in TOKEN_KINDS or self.agent_id == broken.agent_id:
            return Job
        return Job._given_to(broken.agent_id, broken)

    def _hardware_values(self):
        """What makes the other record this hardware."""
        if self.kind not in TOKEN_KINDS:
            return {name: self._fields[name].convert_to_write(self[name], self)
                    for name in HARDWARE_FIELDS}  # fmt: skip
        spare = self.sudo()
        return {
            "token_hash": spare.token_hash,
            "next_token_hash": spare.next_token_hash,
            "token_issued_at": spare.token_issued_at,
            "enrolment_hash": False,
            "enrolment_expires_at": False,
            "last_seen_at": spare.last_seen_at,
            "health": spare.health,
            "state": "in_use",
        }

    def _bare_values(self):
        if self.kind not in TOKEN_KINDS:
            return {}
        return {
            **self._token_values(None),
            "enrolment_hash": False,
            "enrolment_expires_at": False,
        }

    def _check_verb(self, verb):
        super()._check_verb(verb)
        if verb != "take_place":
            return
        if not self.replaces_id or self.replaces_id == self:
            raise UserError(
                self.env._("%s: name the device whose place it takes.", self.display_name)
            )
        if self.replaces_id.kind != self.kind:
            raise UserError(
                self.env._(
                    "“%(spare)s” and “%(broken)s” are not of the same kind.",
                    spare=self.name,
                    broken=self.replaces_id.name,
                )
            )
        if self.kind in TOKEN_KINDS and not self.sudo().token_hash:
            raise UserError(
                self.env._(
                    "%s is not in use yet: enrol it, or open its page on the new hardware, first.",
                    self.name,
                )
            )

    @api.model
    def _verb_labels(self):
        return {
            **super()._verb_labels(),
            "take_place": self.env._("Take its place"),
            "be_replaced": self.env._("Hardware replaced"),
        }
