from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .hcc_state_mixin import Verb


class HccTruthFinding(models.Model):
    """A record for which papers, state and figures disagree (điểm lệch), and what mends it.

    Seen by every run until it is mended; the run that no longer sees it closes it. Oversight,
    directors and administrators see all of their centre, approvers those of their agency.
    Approvers, directors and administrators may acknowledge one with a reason; that hides nothing,
    it says who knows of it. Nobody edits or deletes.
    """

    _name = "hcc.truth.finding"
    _description = "Truth Finding"
    _inherit = ["hcc.state.mixin"]
    _order = "severity, first_seen_at, id"
    _rec_name = "check_code"
    _allow_sudo_commands = False

    _verbs = {
        "acknowledge": Verb(
            ("open",),
            "acknowledged",
            (
                "hcc_base.group_approver",
                "hcc_base.group_director",
                "hcc_base.group_administrator",
            ),
        ),
    }
    _guarded_fields = frozenset(
        {
            "company_id", "agency_id", "check_code", "severity", "res_model", "res_id", "facts",
            "state", "first_seen_at", "last_seen_at", "mended_at", "run_id", "reason",
            "acknowledged_user_id", "acknowledged_at",
        }
    )  # fmt: skip

    company_id = fields.Many2one("res.company", "Centre", required=True, readonly=True, index=True)
    agency_id = fields.Many2one(
        "hcc.agency", "Agency", readonly=True, index="btree_not_null", ondelete="set null"
    )
    check_code = fields.Selection("_select_check", "Finding", required=True, readonly=True)
    severity = fields.Selection(
        [("error", "Wrong"), ("warning", "To look at")], required=True, readonly=True
    )
    res_model = fields.Char("Model", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        "Record number", model_field="res_model", required=True, readonly=True
    )
    record_name = fields.Char("Record", compute="_compute_record_name")
    remedy = fields.Char(compute="_compute_remedy")
    facts = fields.Json(readonly=True)
    detail = fields.Char(compute="_compute_detail")
    state = fields.Selection(
        [("open", "Open"), ("acknowledged", "Known"), ("mended", "Mended")],
        required=True,
        readonly=True,
        default="open",
        index=True,
    )
    first_seen_at = fields.Datetime("First seen", required=True, readonly=True)
    last_seen_at = fields.Datetime("Last seen", required=True, readonly=True)
    mended_at = fields.Datetime("Mended since", readonly=True)
    run_id = fields.Many2one("hcc.truth.run", "Last run", readonly=True, index="btree_not_null")
    acknowledged_user_id = fields.Many2one(
        "res.users", "Known to", readonly=True, index="btree_not_null"
    )
    acknowledged_at = fields.Datetime("Known since", readonly=True)
    reason = fields.Char(readonly=True)
    can_acknowledge = fields.Boolean(compute="_compute_can")

    _open_uniq = models.UniqueIndex(
        "(company_id, check_code, res_model, res_id) WHERE state <> 'mended'",
        "This finding is on the list already.",
    )

    @api.model
    def _verb_labels(self):
        return {"acknowledge": self.env._("Acknowledge")}

    @api.model
    def _select_check(self):
        return [(check.code, check.label) for check in self.env["hcc.truth.run"]._checks()]

    # -------------------------------------------------------------------------
    # COMPUTE
    # -------------------------------------------------------------------------

    @api.depends("check_code")
    def _compute_display_name(self):
        labels = dict(self._select_check())
        for finding in self:
            finding.display_name = labels.get(finding.check_code, finding.check_code or "")

    @api.depends("res_model", "res_id")
    def _compute_record_name(self):
        """The record's code; sudo: a code names nobody, and the finding itself may be read."""
        for finding in self:
            record = finding._record().sudo().exists()
            finding.record_name = record.display_name if record else f"#{finding.res_id}"

    @api.depends("check_code")
    def _compute_remedy(self):
        remedies = {check.code: check.remedy for check in self.env["hcc.truth.run"]._checks()}
        for finding in self:
            finding.remedy = remedies.get(finding.check_code, "")

    @api.depends("facts", "res_model")
    def _compute_detail(self):
        for finding in self:
            finding.detail = finding._facts_words(finding.facts or {})

    def _facts_words(self, facts):
        """The facts in a line; states of the record in the words of its screens."""
        names = self._fact_labels()
        model = self.env.get(self.res_model)
        values_of = (
            [model._fields.get(n) for n in ("state", "custody")] if model is not None else []
        )
        states = {}
        for field in filter(None, values_of):
            states |= dict(field._description_selection(self.env))
        words = []
        for name, value in facts.items():
            values = value if isinstance(value, list) else [value]
            text = ", ".join(str(states.get(v, v)) for v in values if v not in (None, ""))
            if text:
                words.append(f"{names.get(name, name)}: {text}")
        return "; ".join(words)

    @api.model
    def _fact_labels(self):
        """Extension point: what the facts of a finding are called."""
        _ = self.env._
        return {
            "state": _("State"),
            "journal": _("Journal"),
            "papers": _("Whereabouts of the papers"),
            "list": _("Hand-over list"),
            "number": _("Number"),
            "before": _("Number before"),
            "dossier": _("Dossier"),
            "attempts": _("Attempts"),
            "fields": _("Differing fields"),
        }

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_can(self):
        for finding in self:
            finding.can_acknowledge = bool(finding.id) and finding._can("acknowledge")

    def _record(self):
        if self.res_model not in self.env:
            return self.browse()
        return self.env[self.res_model].browse(self.res_id)

    # -------------------------------------------------------------------------
    # ACTIONS
    # -------------------------------------------------------------------------

    def acknowledge(self, reason=None):
        """Somebody in charge knows of it and says why it stands."""
        text = (reason or "").strip()
        if not text:
            raise UserError(self.env._("Say why this finding stands, and until when."))
        values = {
            "acknowledged_user_id": self.env.uid,
            "acknowledged_at": self.env["hcc.clock"]._now(),
            "reason": text,
        }
        self._transition("acknowledge", values=values)
        return True

    def action_acknowledge(self):
        """Ask for the reason of the chosen findings."""
        return {
            "type": "ir.actions.act_window",
            "name": self._verb_label("acknowledge"),
            "res_model": "hcc.truth.acknowledge",
            "view_mode": "form",
            "target": "new",
            "context": {"default_finding_ids": self.filtered(lambda f: f.state == "open").ids},
        }

    def action_open_record(self):
        """Open what the finding is about."""
        self.ensure_one()
        record = self._record().exists()
        if not record or record == self:
            raise UserError(self.env._("The record does not exist any more."))
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [[False, "form"]],
        }

    @api.model
    def action_check_now(self):
        """Ask every question again, from the list."""
        return self.env["hcc.truth.run"].action_check_now()

    @api.model_create_multi
    def create(self, vals_list):
        if not self._guard_is_open():
            raise AccessError(self.env._("Findings are made by the truth check only."))
        return super().create(vals_list)
