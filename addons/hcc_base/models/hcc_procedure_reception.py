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
        """Once a decision of the own centre names a procedure, only decisions say where it is
        received there. Those of other centres hold whatever is entered on the procedure."""
        line = (
            self.env["hcc.catalogue.decision.line"]
            .sudo()
            .search(
                [
                    ("procedure_id", "in", self.ids),
                    ("decision_id.state", "=", "signed"),
                    ("decision_id.company_id", "in", self.env.companies.ids),
                ],
                limit=1,
            )
        )
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
        return self._is_received_by(company, self._reception_line(company))

    def _receiving_centres(self, companies):
        """Those of the centres ``companies`` that receive this procedure today."""
        lines = self._reception_lines(companies)
        nothing = self.env["hcc.catalogue.decision.line"]
        return companies.filtered(lambda c: self._is_received_by(c, lines.get(c, nothing)))

    def _is_received_by(self, company, line):
        """
        :param line: the centre's ``_reception_line``
        """
        self.ensure_one()
        agency = self.agency_id._acting_on(self.env["hcc.clock"]._today(company))
        if line:
            return bool(agency) and line.mode == "centre"
        if self.reception != "centre" or not agency or agency.reception_mode == "none":
            return False
        # sudo: to another centre the list would look empty, which means everywhere
        centres = self.sudo().company_ids
        return company in centres if centres else agency._works_at(company)

    def _reception_line(self, company):
        """The line of the latest decision in force today; empty when none names the procedure."""
        nothing = self.env["hcc.catalogue.decision.line"].sudo()
        return self._reception_lines(company).get(company, nothing)

    def _reception_lines(self, companies):
        """``{centre: _reception_line}`` of those of ``companies`` that have one."""
        self.ensure_one()
        signed = Domain("state", "=", "signed") & Domain("company_id", "in", companies.ids)
        lines = self.env["hcc.catalogue.decision.line"].sudo()
        latest = {}
        # by the order of decisions: the latest first
        for line in lines.search(
            Domain("procedure_id", "=", self.id) & Domain("decision_id", "any", signed),
            order="decision_id",
        ):
            decision = line.decision_id
            centre = decision.company_id.with_env(companies.env)
            if decision.effective_on <= self.env["hcc.clock"]._today(centre):
                latest.setdefault(centre, line)
        return latest

    def _last_received_at(self, company):
        """Extension point: the last day on which each was received at ``company``.

        :return: ``{procedure id: day}``, without those that never were
        """
        return {}

    def _reception_refusal(self, company):
        """Why a dossier of it is not accepted at the centre and where to go instead; empty when
        it is: the centre receives the procedure, or distance is all that speaks against it and
        the policy's scope or the version overcomes that."""
        self.ensure_one()
        if self._is_received_at(company):
            return ""
        line = self._reception_line(company)
        if not line and self._is_received_elsewhere(company):
            return self._scope_refusal(company)
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

    def _competent_centres(self):
        """The centres that receive this procedure today, wherever the user works."""
        # sudo: which centres receive what is published
        centres = self.env["res.company"].sudo().search([("is_centre", "=", True)])
        return self.sudo()._receiving_centres(centres)

    def _is_received_elsewhere(self, company):
        """Whether centres receive it, ``company`` only not because its agency is not there."""
        agency = self.agency_id._acting_on(self.env["hcc.clock"]._today(company))
        return self.reception == "centre" and bool(agency) and agency.reception_mode != "none"

    def _scope_refusal(self, company):
        """Why the centre does not accept what only other centres receive; empty when it does."""
        today = self.env["hcc.clock"]._today(company)
        if self.env["hcc.policy"]._get(company, today).sudo().reception_scope == "province":
            return ""
        if self._version_on(today).is_non_territorial:
            return ""
        agency = self.agency_id._acting_on(today)
        return self.env._(
            "%(procedure)s is not received at %(centre)s: by the policy in force a dossier is "
            "handed in only where its agency, %(agency)s, receives: %(centres)s. Only procedures "
            "marked as received anywhere are excepted.",
            procedure=self.display_name,
            centre=company.sudo().name,
            agency=agency._place_words(),
            # sudo: names of centres are no secret, and the user may be allowed at none of them
            centres=", ".join(
                (self.sudo().company_ids or agency.sudo().company_ids).mapped("name")
            ),
        )

    # -------------------------------------------------------------------------
    # MANY
    # -------------------------------------------------------------------------

    @api.model
    def _received_domain(self, company):
        """Domain of the procedures for which ``_is_received_at(company)`` holds today."""
        decided = self._decided_query(company)
        brought_in = SQL("(SELECT procedure_id FROM (%s) d WHERE mode = 'centre')", decided)
        named = SQL("(SELECT procedure_id FROM (%s) d)", decided)
        ended, lost, receiving, working = self._ended_agencies(company)
        lasting = Domain("agency_id", "not in", ended.ids)
        receives = lasting & Domain("agency_id.reception_mode", "!=", "none")
        receives |= Domain("agency_id", "in", receiving.ids)
        works = Domain("agency_id", "any", self.env["hcc.agency"]._receiving_domain(company))
        works = (lasting & works) | Domain("agency_id", "in", working.ids)
        default = (
            Domain("reception", "=", "centre")
            & receives
            & (
                Domain("company_ids", "in", company.ids)
                | (Domain("company_ids", "=", False) & works)
            )
        )
        decided_here = Domain("id", "in", brought_in) & Domain("agency_id", "not in", lost.ids)
        return decided_here | (Domain("id", "not in", named) & default)

    @api.model
    def _ended_agencies(self, company):
        """The agencies that have ended; of them those for which nobody acts, those whose
        successor receives procedures, and those whose successor works at the centre."""
        today = self.env["hcc.clock"]._today(company)
        agencies = self.env["hcc.agency"].sudo().with_context(active_test=False)
        ended = agencies.search([("ended_on", "<", today)])
        acting = {agency: agency._acting_on(today) for agency in ended}
        lost = ended.filtered(lambda a: not acting[a])
        receiving = (ended - lost).filtered(lambda a: acting[a].reception_mode != "none")
        working = receiving.filtered(lambda a: acting[a]._works_at(company))
        return ended, lost, receiving, working

    @api.model
    def _decided_query(self, company):
        """SQL: procedure_id, mode, reason, decision_id by the latest decision in force today."""
        self.env["hcc.catalogue.decision"].flush_model()
        self.env["hcc.catalogue.decision.line"].flush_model()
        return SQL(
            """SELECT DISTINCT ON (l.procedure_id) l.procedure_id, l.mode, l.reason, l.decision_id
               FROM hcc_catalogue_decision_line l
               JOIN hcc_catalogue_decision d ON d.id = l.decision_id
               WHERE d.company_id = %s AND d.state = 'signed' AND d.effective_on <= %s
               ORDER BY l.procedure_id, d.effective_on DESC, d.id DESC""",
            company.id,
            self.env["hcc.clock"]._today(company),
        )
