from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .. import facts


class HccReportAgencyLine(models.TransientModel):
    """One row of the official table: an agency's figures, or the total of all agencies.

    The columns carry the numbers of the official form (annex to the Lai Châu centre's
    report of May 2020). Whoever may run
    the table reads the own rows; nobody writes them, and a cell opens its records with the
    reader's own rights on those.
    """

    _name = "hcc.report.agency.line"
    _description = "Row of the Agency Table"
    _order = "table_id, sequence, id"

    table_id = fields.Many2one(
        "hcc.report.agency.table", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer("No.", aggregator=None)
    agency_id = fields.Many2one("hcc.agency", "Agency", ondelete="cascade")
    is_total = fields.Boolean("Total")
    name = fields.Char("Agency name")
    currency_id = fields.Many2one(related="table_id.currency_id")
    c1 = fields.Integer("(1) Carried over", aggregator=None)
    c2 = fields.Integer("(2) Direct", aggregator=None)
    c3 = fields.Integer("(3) Online", aggregator=None)
    c4 = fields.Integer("(4) Received = 1+2+3", aggregator=None)
    c5 = fields.Integer("(5) Solved late", aggregator=None)
    c6 = fields.Integer("(6) Solved on time", aggregator=None)
    c7 = fields.Integer("(7) Solved early", aggregator=None)
    c8 = fields.Integer("(8) Solved = 5+6+7", aggregator=None)
    c9 = fields.Integer("(9) Open, overdue", aggregator=None)
    c10 = fields.Integer("(10) Open, not due", aggregator=None)
    c11 = fields.Integer("(11) of these waiting", aggregator=None)
    c12 = fields.Integer("(12) Ended without result", aggregator=None)
    c13 = fields.Integer("(13) Papers given back", aggregator=None)
    c14 = fields.Monetary("(14) Fees and charges", aggregator=None)

    @api.depends("name")
    def _compute_display_name(self):
        for line in self:
            line.display_name = line.name or ""

    # -------------------------------------------------------------------------
    # EQUATIONS
    # -------------------------------------------------------------------------

    def _broken_equations(self):
        """The equations of the form that do not hold in this row, as the form writes them."""
        self.ensure_one()
        equations = {
            "4 = 1 + 2 + 3": self.c4 == self.c1 + self.c2 + self.c3,
            "8 = 5 + 6 + 7": self.c8 == self.c5 + self.c6 + self.c7,
            "4 = 8 + 9 + 10 + 12": self.c4 == self.c8 + self.c9 + self.c10 + self.c12,
            "11 ≤ 10": self.c11 <= self.c10,
        }
        return [equation for equation, holds in equations.items() if not holds]

    def _texts(self):
        """The figures as a Vietnamese paper prints them."""
        return [f"{round(self[cell]):,}".replace(",", ".") for cell in facts.CELLS]

    # -------------------------------------------------------------------------
    # DRILL-DOWN
    # -------------------------------------------------------------------------

    def action_open_cell(self, cell):
        """Open the records that a cell counts.

        :raise AccessError: the user reads the table but not the records behind this cell
        """
        self.ensure_one()
        self.check_access("read")
        if cell not in facts.CELLS:
            raise UserError(self.env._("The table has no column %s.", cell))
        action = getattr(self, f"_action_{cell}", lambda: self._action_dossiers(cell))()
        if not self.env[action["res_model"]].has_access("read"):
            raise AccessError(
                self.env._(
                    "Your role reads the figures of this table, but not the records behind "
                    "column %s.",
                    self._fields[cell]._description_string(self.env),
                )
            )
        return {
            "type": "ir.actions.act_window",
            "name": f"{self.name} – {self._fields[cell]._description_string(self.env)}",
            "view_mode": "list,form",
            "views": [(False, "list"), (False, "form")],
            **action,
        }

    def _action_dossiers(self, cell):
        return {"res_model": "hcc.dossier", "domain": [("report_cell", "=", f"{self.id}:{cell}")]}

    def _action_c13(self):
        """Events, not dossiers: the ledger's rows."""
        period = self.table_id._period()
        domain = [
            ("kind", "in", facts.GIVEN_BACK),
            ("company_id", "=", period.company_id),
            ("started_at", ">=", fields.Datetime.to_string(period.starts_at)),
            ("started_at", "<", fields.Datetime.to_string(period.ends_at)),
        ]
        if self.agency_id:
            domain.append(("dossier_id.agency_id", "=", self.agency_id.id))
        view = self.env.ref("hcc_report.hcc_dossier_ledger_view_list")
        return {"res_model": "hcc.dossier.ledger", "domain": domain, "views": [(view.id, "list")]}

    def _action_c14(self):
        period = self.table_id._period()
        domain = [
            ("company_id", "=", period.company_id),
            ("state", "=", "live"),
            ("day", ">=", fields.Date.to_string(period.date_from)),
            ("day", "<=", fields.Date.to_string(period.date_to)),
        ]
        if self.agency_id:
            domain.append(("agency_id", "=", self.agency_id.id))
        view = self.env.ref("hcc_report.hcc_payment_view_list")
        return {"res_model": "hcc.payment", "domain": domain, "views": [(view.id, "list")]}

    # -------------------------------------------------------------------------
    # BUTTONS ABOVE THE LIST
    # -------------------------------------------------------------------------

    def action_print(self):
        """Print the table on the screen; buttons of a list come without its records."""
        return self.env["hcc.report.agency.table"]._of_screen()._print()

    def action_export(self):
        return self.env["hcc.report.agency.table"]._of_screen()._export_url()

    def action_change_period(self):
        return self.env["hcc.report.agency.table"]._of_screen()._form_action()

    def action_contradictions(self):
        return self.env["hcc.report.agency.table"]._of_screen()._contradictions_action()
