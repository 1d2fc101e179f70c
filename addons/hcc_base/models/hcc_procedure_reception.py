from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL


class HccProcedure(models.Model):
    """Where a procedure is received: by the latest decision in force at the centre; where no
    decision names it, by the procedure and its agency."""

    _inherit = "hcc.procedure"

    def write(self, vals):
        names = {"reception", "exclusion_reason"} & vals.keys()
        self.filtered(lambda p: any(p[name] != vals[name] for name in names))._check_undecided()
        return super().write(vals)

    def _check_undecided(self):
        """Once a decision names a procedure, only decisions say where it is received."""
        lines = self.env["hcc.catalogue.decision.line"].sudo()
        line = lines.search([("procedure_id", "in", self.ids), ("state", "=", "signed")], limit=1)
        if line:
            raise UserError(
                self.env._(
                    "%(procedure)s: decision %(decision)s says where it is received. Prepare a "
                    "further decision to change that.",
                    procedure=line.procedure_id.display_name,
                    decision=line.decision_id.display_name,
                )
            )

    # -------------------------------------------------------------------------
    # ONE PROCEDURE
    # -------------------------------------------------------------------------

    def _is_received_at(self, company):
        """Whether the centre ``company`` receives this procedure today."""
        self.ensure_one()
        line = self._reception_line(company)
        if line:
            return line.mode == "centre"
        agency = self.agency_id._acting_on(self.env["hcc.clock"]._today(company))
        if self.reception != "centre" or not agency or agency.reception_mode == "none":
            return False
        # sudo: to another centre the list would look empty, which means everywhere
        centres = self.sudo().company_ids
        return company in centres if centres else agency._works_at(company)

    def _reception_line(self, company):
        """The line of the latest decision in force today; empty when none names the procedure."""
        return (
            self.env["hcc.catalogue.decision.line"]
            .sudo()
            .search(
                [
                    ("procedure_id", "=", self.id),
                    ("company_id", "=", company.id),
                    ("state", "=", "signed"),
                    ("effective_on", "<=", self.env["hcc.clock"]._today(company)),
                ],
                order="effective_on desc, decision_id desc",
                limit=1,
            )
        )

    def _reception_refusal(self, company):
        """Why the centre does not receive it and where to go instead; empty when it does."""
        self.ensure_one()
        if self._is_received_at(company):
            return ""
        line = self._reception_line(company)
        words = {
            "procedure": self.display_name,
            "centre": company.sudo().name,
            "agency": self.agency_id._place_words(),
            "reason": (line.reason if line else self.exclusion_reason) or "–",
        }
        mode = line.mode if line else self.reception
        if mode == "own_premises":
            return self.env._(
                "%(procedure)s is not received at %(centre)s. Reason: %(reason)s. Applicants hand "
                "it in at the premises of %(agency)s.",
                **words,
            )
        if mode == "excluded":
            return self.env._(
                "%(procedure)s is not received at %(centre)s. Reason: %(reason)s. Applicants turn "
                "to %(agency)s directly.",
                **words,
            )
        return self.env._("%(procedure)s is not received at %(centre)s.", **words)

    # -------------------------------------------------------------------------
    # MANY
    # -------------------------------------------------------------------------

    @api.model
    def _received_domain(self, company):
        """Domain of the procedures for which ``_is_received_at(company)`` holds today."""
        decided = self._decided_query(company)
        brought_in = SQL("(SELECT procedure_id FROM (%s) d WHERE mode = 'centre')", decided)
        named = SQL("(SELECT procedure_id FROM (%s) d)", decided)
        works = Domain("agency_id", "any", self.env["hcc.agency"]._receiving_domain(company))
        default = (
            Domain("reception", "=", "centre")
            & Domain("agency_id.reception_mode", "!=", "none")
            & (
                Domain("company_ids", "in", company.ids)
                | (Domain("company_ids", "=", False) & works)
            )
        )
        return Domain("id", "in", brought_in) | (Domain("id", "not in", named) & default)

    @api.model
    def _decided_query(self, company):
        """SQL: procedure_id, mode, reason, decision_id by the latest decision in force today."""
        self.env["hcc.catalogue.decision.line"].flush_model()
        return SQL(
            """SELECT DISTINCT ON (procedure_id) procedure_id, mode, reason, decision_id
               FROM hcc_catalogue_decision_line
               WHERE company_id = %s AND state = 'signed' AND effective_on <= %s
               ORDER BY procedure_id, effective_on DESC, decision_id DESC""",
            company.id,
            self.env["hcc.clock"]._today(company),
        )
