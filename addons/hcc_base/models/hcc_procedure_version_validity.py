from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..transaction import reads_committed

#: The decision by which a procedure is abolished.
ABOLITION_FIELDS = ("abolition_number", "abolition_date", "abolition_signer")


class HccProcedureVersion(models.Model):
    _inherit = "hcc.procedure.version"

    is_administrator = fields.Boolean(compute="_compute_can_verbs")
    can_publish = fields.Boolean(compute="_compute_can_verbs")
    can_abolish = fields.Boolean(compute="_compute_can_verbs")
    can_withdraw_publication = fields.Boolean(compute="_compute_can_verbs")
    can_withdraw_abolition = fields.Boolean(compute="_compute_can_verbs")
    can_revise = fields.Boolean(compute="_compute_can_verbs")
    publish_blockers = fields.Text("Missing before publication", compute="_compute_blockers")
    open_uses = fields.Text("In use by", compute="_compute_open_uses")

    # -------------------------------------------------------------------------
    # COMPUTE
    # -------------------------------------------------------------------------

    @api.depends(
        "state", "component_ids", "step_ids.hours", "time_limit_value", "time_limit_unit",
        "decision_number", "decision_date", "decision_signer", "handling_group_ids",
        "is_same_day", "valid_from", "valid_to",
    )  # fmt: skip
    @api.depends_context("uid", "company")
    def _compute_can_verbs(self):
        for version in self:
            saved = bool(version.id)
            administrator = version._has_verb_group("publish") and version.has_access("write")
            version.is_administrator = administrator
            version.can_revise = version.state != "draft" and administrator
            for verb in ("publish", "abolish", "withdraw_publication", "withdraw_abolition"):
                version[f"can_{verb}"] = saved and administrator and version._can(verb)

    @api.depends(
        "state", "component_ids", "step_ids.hours", "time_limit_value", "time_limit_unit",
        "decision_number", "decision_date", "decision_signer", "handling_group_ids",
        "is_same_day", "valid_from", "valid_to",
    )  # fmt: skip
    def _compute_blockers(self):
        for version in self:
            blockers = version._get_publish_blockers() if version.state == "draft" else []
            version.publish_blockers = "\n".join(blockers)

    def _compute_open_uses(self):
        for version in self:
            version.open_uses = "\n".join(version._get_open_uses())

    # -------------------------------------------------------------------------
    # VERBS
    # -------------------------------------------------------------------------

    @reads_committed
    def publish(self):
        """Make the version law from its first day on; the one before ends the day before."""
        return self._publish()

    def _publish(self):
        """:meth:`publish` in the caller's transaction, for versions that it has just made."""
        self._hold_versions("publish")
        for version in self:
            version._check_verb("publish")
            version._end_predecessor()
            version._transition("publish", facts={"valid_from": str(version.valid_from)})
            version.flush_recordset()
        return True

    @reads_committed
    def withdraw_publication(self):
        """Take back a publication dated ahead before it begins; the one before goes on."""
        self._hold_versions("withdraw_publication")
        for version in self:
            predecessor = self.search([("replaced_by_id", "=", version.id)])
            version._transition(
                "withdraw_publication", facts={"valid_from": str(version.valid_from)}
            )
            version.flush_recordset()
            for former in predecessor:
                former._transition(
                    "reinstate",
                    values={
                        "valid_to": former.former_valid_to,
                        "former_valid_to": False,
                        "replaced_by_id": False,
                    },
                    facts={"instead_of_version": version.id},
                )
                former.flush_recordset()
        return True

    @reads_committed
    def abolish(self, last_day=None, decision=None):
        """End the version without a successor, after ``last_day`` (default: today).

        :param decision: values of ``abolition_number``, ``abolition_date``, ``abolition_signer``
        """
        last_day = fields.Date.to_date(last_day) or self.env["hcc.clock"]._today()
        decision = {name: (decision or {}).get(name) or False for name in ABOLITION_FIELDS}
        self._hold_versions("abolish")
        for version in self:
            version._check_abolition(decision)
            version._check_last_day(last_day)
            version._transition(
                "abolish",
                values={**decision, "former_valid_to": version.valid_to, "valid_to": last_day},
                facts={"valid_to": str(last_day)},
            )
        return True

    @reads_committed
    def withdraw_abolition(self):
        """Take back an abolition dated ahead before the last day has passed."""
        self._hold_versions("withdraw_abolition")
        for version in self:
            version._transition(
                "withdraw_abolition",
                values={
                    "valid_to": version.former_valid_to,
                    "former_valid_to": False,
                    **dict.fromkeys(ABOLITION_FIELDS, False),
                },
                facts={"valid_to": str(version.valid_to)},
            )
            version.flush_recordset()
        return True

    def revise(self):
        """Start the next version as a draft copy; returns the action that opens it."""
        self.ensure_one()
        draft = self.copy(
            {
                "valid_from": self.env["hcc.clock"]._today(),
            }
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": draft.id,
            "view_mode": "form",
        }

    def action_review_publication(self):
        """Show what is missing, what changes and what ends, before it is published."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Publish %s", self.display_name),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [
                (self.env.ref("hcc_base.hcc_procedure_version_view_form_publish").id, "form")
            ],
            "target": "new",
        }

    def _hold_versions(self, verb):
        """Lock every version of these procedures before ``verb`` looks at what they were used for.

        Receptions under way are waited for and seen; later ones wait (``_hold_version_on``).
        """
        self._check_verb_access(verb)
        # What was edited just now belongs to the draft: it goes before the row is fixed.
        self.env.flush_all()
        siblings = self.sudo().search([("procedure_id", "in", self.procedure_id.ids)])
        siblings._lock_rows()

    def _end_predecessor(self):
        """Let the version in force at our first day end the day before."""
        self.ensure_one()
        predecessor = self._version_to_replace()
        if not predecessor:
            return
        predecessor._transition(
            "replace",
            values={
                "former_valid_to": predecessor.valid_to,
                "valid_to": self.valid_from - timedelta(days=1),
                "replaced_by_id": self.id,
            },
            facts={"by_version": self.id},
        )
        predecessor.flush_recordset()

    def _check_verb(self, verb):
        super()._check_verb(verb)
        problems = {
            "publish": self._get_publish_blockers,
            "withdraw_publication": self._get_withdrawal_blockers,
            "withdraw_abolition": self._get_abolition_withdrawal_blockers,
        }.get(verb, list)()
        if problems:
            raise UserError(
                self.env._(
                    "%(version)s, “%(verb)s” is not possible yet:\n%(problems)s",
                    version=self.display_name,
                    verb=self._verb_label(verb),
                    problems="\n".join(f"– {line}" for line in problems),
                )
            )

    def _verb_labels(self):
        return super()._verb_labels() | {
            "publish": self.env._("Publish"),
            "replace": self.env._("Replace"),
            "reinstate": self.env._("Reinstate"),
            "withdraw_publication": self.env._("Withdraw the publication"),
            "abolish": self.env._("Abolish"),
            "withdraw_abolition": self.env._("Withdraw the abolition"),
        }

    # -------------------------------------------------------------------------
    # WHAT STANDS IN THE WAY
    # -------------------------------------------------------------------------

    def _get_publish_blockers(self):
        return super()._get_publish_blockers() + self._get_validity_conflicts()

    def _get_validity_conflicts(self):
        """Sentences that name published versions with which our days would collide."""
        self.ensure_one()
        if not self.valid_from:
            return []
        predecessor = self._version_to_replace()
        conflicts = predecessor._get_replacement_conflicts(self.valid_from)
        for other in self._overlapping_versions() - predecessor:
            conflicts.append(
                self.env._(
                    "%(other)s applies %(period)s. Choose a first day after it, end this version "
                    "before it begins, or withdraw it first.",
                    other=other.display_name,
                    period=other._period_words(),
                )
            )
        return conflicts

    def _get_replacement_conflicts(self, first_day):
        """Why a successor cannot begin on ``first_day``; nothing for no version at all."""
        if not self:
            return []
        if first_day <= self.valid_from:
            return [
                self.env._(
                    "%(old)s begins on %(day)s too. Choose a later first day.",
                    old=self.display_name,
                    day=_day(self.valid_from),
                )
            ]
        last_use = self._last_used_on()
        if last_use and last_use >= first_day:
            return [
                self.env._(
                    "Dossiers were received by %(old)s until %(day)s. Choose a first day after "
                    "that: what was received keeps its version.",
                    old=self.display_name,
                    day=_day(last_use),
                )
            ]
        return []

    def _get_withdrawal_blockers(self):
        self.ensure_one()
        if self.valid_from <= self.env["hcc.clock"]._today():
            return [
                self.env._(
                    "It has applied since %(day)s. Start the next version to correct it.",
                    day=_day(self.valid_from),
                )
            ]
        return self._get_open_uses()

    def _get_abolition_withdrawal_blockers(self):
        self.ensure_one()
        if self.valid_to < self.env["hcc.clock"]._today():
            return [
                self.env._(
                    "It ended on %(day)s. Start the next version to apply it again.",
                    day=_day(self.valid_to),
                )
            ]
        later = self._overlapping_versions(until=self.former_valid_to)
        return [
            self.env._("%(other)s follows it.", other=version.display_name) for version in later
        ]

    def _check_abolition(self, decision):
        """What applicants relied on ends by a decision that can be named."""
        missing = [name for name, value in decision.items() if not str(value or "").strip()]
        if missing:
            raise UserError(
                self.env._(
                    "%(version)s is abolished by a decision only. Enter %(fields)s.",
                    version=self.display_name,
                    fields=self._field_labels(missing),
                )
            )

    def _check_last_day(self, last_day):
        """An end lies within the version's days and not before what was received by it."""
        self.ensure_one()
        if last_day < self.valid_from:
            raise UserError(
                self.env._(
                    "%(version)s begins on %(day)s and cannot end before that.",
                    version=self.display_name,
                    day=_day(self.valid_from),
                )
            )
        if self.valid_to and last_day > self.valid_to:
            raise UserError(
                self.env._(
                    "%(version)s ends on %(day)s already; abolishing cannot lengthen it.",
                    version=self.display_name,
                    day=_day(self.valid_to),
                )
            )
        latest = self._last_used_on()
        if latest and latest > last_day:
            raise UserError(
                self.env._(
                    "Dossiers were received by %(version)s until %(day)s; it cannot end before "
                    "that.",
                    version=self.display_name,
                    day=_day(latest),
                )
            )

    # -------------------------------------------------------------------------
    # ANSWERS AND EXTENSION POINTS
    # -------------------------------------------------------------------------

    def _version_to_replace(self):
        """The published version in force on our first day, which ends when we begin."""
        self.ensure_one()
        return self.search(
            self._in_force_domain(self.valid_from)
            & Domain("procedure_id", "=", self.procedure_id.id)
            & Domain("state", "=", "published")
            & Domain("id", "!=", self._origin.id)
        )

    def _overlapping_versions(self, until=None):
        """Other published versions with a day in common with ours."""
        self.ensure_one()
        until = until if until is not None else self.valid_to
        domain = (
            Domain("procedure_id", "=", self.procedure_id.id)
            & Domain("state", "!=", "draft")
            & Domain("id", "!=", self._origin.id)
            & (Domain("valid_to", "=", False) | Domain("valid_to", ">=", self.valid_from))
        )
        if until:
            domain &= Domain("valid_from", "<=", until)
        return self.search(domain, order="valid_from")

    def _period_words(self):
        self.ensure_one()
        if not self.valid_to:
            return self.env._("from %s on", _day(self.valid_from))
        return self.env._(
            "from %(first)s to %(last)s", first=_day(self.valid_from), last=_day(self.valid_to)
        )

    def _get_open_uses(self):
        """Extension point: sentences that say what still works by this version."""
        self.ensure_one()
        return []

    def _last_used_on(self):
        """Extension point: the last day on which something was received by this version, or
        ``False``."""
        self.ensure_one()
        return False


def _day(day):
    return f"{day:%d/%m/%Y}"
