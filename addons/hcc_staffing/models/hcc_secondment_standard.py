from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import terms
from .hr_employee import RANKS


class HccSecondment(models.Model):
    """Who may be seconded (tiêu chuẩn): years in the sector and rank, by the decision's policy.

    Decree 61/2018 art. 11(1). What the staff file does not say is not taken for granted;
    substitutes are exempt (art. 12(8)).
    """

    _inherit = "hcc.secondment"

    standard_text = fields.Char("Standard", compute="_compute_standard_text")
    standard_fault = fields.Char(compute="_compute_standard_fault")

    @api.depends("kind", "company_id", "decision_id")
    def _compute_standard_text(self):
        for stay in self:
            years, rank = stay._standard()
            words = [self.env._("at least %s years in the sector", years)] if years else []
            words += [self.env._("rank %s, or above", stay._rank_label(rank))] if rank else []
            stay.standard_text = "; ".join(words)

    @api.depends("kind", "company_id", "employee_id", "date_start", "state")
    def _compute_standard_fault(self):
        """What stands in the way of a decision still to come; later it is history."""
        for stay in self:
            waiting = stay.state in ("draft", "proposed") and stay.employee_id and stay.date_start
            stay.standard_fault = waiting and stay._fault_of_standard()

    def _check_standard(self, day=None):
        """Refuse whom the policy of ``day`` (the decision's date) does not let be seconded."""
        fault = self._fault_of_standard(day)
        if fault:
            raise UserError(fault)

    def _fault_of_standard(self, day=None):
        """Why the official may not be seconded, in words; empty when nothing speaks against it."""
        years, rank = self._standard(day)
        employee = self.employee_id.sudo()
        if years and not employee.sector_since:
            return self.env._(
                "%s: record in the staff file since when the person has worked in the sector.",
                self.display_name,
            )
        if years and not terms.served(employee.sector_since, years, self.date_start):
            return self.env._(
                "%(stay)s needs %(years)s years in the sector on the first day; the person has "
                "worked there since %(day)s. A substitute needs none.",
                stay=self.display_name,
                years=years,
                day=f"{employee.sector_since:%d/%m/%Y}",
            )
        return self._fault_of_rank(rank, employee.official_rank)

    def _fault_of_rank(self, lowest, rank):
        order = [code for code, _label in RANKS]
        if not lowest or (rank and order.index(rank) >= order.index(lowest)):
            return ""
        if not rank:
            return self.env._("%s: record the rank in the staff file.", self.display_name)
        return self.env._(
            "%(stay)s needs the rank “%(lowest)s” or above; the staff file says “%(rank)s”. "
            "A substitute needs none.",
            stay=self.display_name,
            lowest=self._rank_label(lowest),
            rank=self._rank_label(rank),
        )

    def _standard(self, day=None):
        """(years in the sector, lowest rank); empty values: no requirement, as for substitutes."""
        policy = self._policy(day)
        if self.kind == "substitute":
            return 0, ""
        rank = policy.staff_min_rank
        return policy.staff_min_seniority_years, "" if rank == "none" else rank

    @api.model
    def _rank_label(self, rank):
        ranks = self.env["hr.employee"]._fields["official_rank"]
        return dict(ranks._description_selection(self.env))[rank]
