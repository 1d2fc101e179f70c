import io
from datetime import timedelta

import xlsxwriter
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .. import facts

#: A message names at most this many contradicting dossiers.
NAMED_DOSSIERS = 20
#: report_forms of the policy → what stands at the head of the paper
FORM_WORDS = {
    "circular_02_2017": "Phục vụ báo cáo định kỳ theo Thông tư số 02/2017/TT-VPCP (Biểu 06a)",
    "circular_01_2020": "Phục vụ báo cáo định kỳ theo Thông tư số 01/2020/TT-VPCP "
    "(Biểu số II.06a/VPCP/KSTT)",
}


class HccReportAgencyTable(models.TransientModel):
    """The official table of a centre for a period (bảng tổng hợp tình hình giải quyết hồ sơ),
    one row per agency, in the fourteen columns of the Lai Châu centre's report of May 2020.

    Its figures are the state at the end of the period, from the dates of the dossiers, their
    ledger and the journal: the table of April run in June is the table of April. A running period
    is counted up to the present moment.

    - Only accepted dossiers count: one that was guided or refused at the counter has no code.
    - 1 were open when the period began; 2 and 3 were received in it: 2 at the counter, by post, at
      home or at another centre, 3 online. 4 = 1 + 2 + 3.
    - 5, 6, 7 have their result back at the centre in the period, a refusal after examination too
      (it is recorded as a result, Decree 61/2018 art. 19(8)); 8 = 5 + 6 + 7.
      One whose result was revoked afterwards stays where it counted first.
    - 9 and 10 are open at the end of the period, past their due time or not. A dossier that waits
      for the applicant or a decision is in 10 and shown in 11, unless it was overdue before.
    - 12 ended in the period without a result: withdrawn, stopped, cancelled, given back.
      4 = 8 + 9 + 10 + 12. What was voided on the day of its acceptance counts nowhere.
    - 13 counts how often papers went back to applicants in the period, not dossiers: requests for a
      supplement, and endings whose reason says so (they stand in 12, too).
    - 14 is what was collected in the period (receipts, and invoices of services) for the agency,
      less what was voided in it.

    Directors, oversight, accountants, hall managers and administrators run it for their centre.
    """

    _name = "hcc.report.agency.table"
    _inherit = ["hcc.report.period.mixin"]
    _description = "Agency Table"

    currency_id = fields.Many2one(related="company_id.currency_id")
    line_ids = fields.One2many("hcc.report.agency.line", "table_id", readonly=True)

    _period_check = models.Constraint(
        "CHECK(date_to >= date_from)", "A period ends on or after its first day."
    )

    # -------------------------------------------------------------------------
    # RUNNING IT
    # -------------------------------------------------------------------------

    def action_show(self):
        """Compute the table and open its rows; contradictions are named on top of them."""
        self.ensure_one()
        self._generate()
        contradictions = self._contradictions()
        action = self._rows_action(bool(contradictions))
        return self._notify(contradictions, action) if contradictions else action

    def _rows_action(self, has_contradictions):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "hcc_report.hcc_report_agency_line_action"
        )
        return {
            **action,
            "display_name": self.display_name,
            "name": self.display_name,
            "domain": [("table_id", "=", self.id)],
            "context": {
                "active_id": self.id,
                "active_model": self._name,
                "hcc_table_id": self.id,
                "hcc_contradictions": has_contradictions,
                "create": False,
            },
            "target": "main",
        }

    def _generate(self):
        """Write the rows anew from one aggregate over the facts."""
        self.ensure_one()
        self._check_may_run()
        self.sudo().computed_at = False
        rows = self._figures()
        agencies = self._agencies(rows)
        self.sudo().line_ids.unlink()
        lines = [self._prepare_line(n, agency, rows) for n, agency in enumerate(agencies, start=1)]
        self.env["hcc.report.agency.line"].sudo().create([*lines, self._prepare_total(lines)])
        self.sudo().computed_at = self._period().ends_at
        self.invalidate_recordset(["line_ids"])

    def _figures(self):
        """{agency id: (c1, …, c14)} for the agencies that have any."""
        self._flush_facts()
        rows = self.env.execute_query(facts.table(self._period()))
        return {agency_id: figures for agency_id, *figures in rows}

    def _agencies(self, rows):
        """Agencies with procedures at the centre, and whoever else has figures, in their order."""
        agencies = self.env["hcc.agency"].sudo().with_context(active_test=False)
        return agencies.search(
            [
                "|",
                ("id", "in", list(rows)),
                "&",
                "&",
                ("active", "=", True),
                ("procedure_ids", "!=", False),
                "|",
                ("company_ids", "=", False),
                ("company_ids", "in", self.company_id.ids),
            ]
        )

    def _prepare_line(self, sequence, agency, rows):
        figures = rows.get(agency.id) or (0,) * len(facts.CELLS)
        return {
            "table_id": self.id,
            "sequence": sequence,
            "agency_id": agency.id,
            "name": agency.name,
            **dict(zip(facts.CELLS, figures, strict=True)),
        }

    def _prepare_total(self, lines):
        return {
            "table_id": self.id,
            "sequence": len(lines) + 1,
            "is_total": True,
            "name": self.env._("Total"),
            **{cell: sum(line[cell] for line in lines) for cell in facts.CELLS},
        }

    # -------------------------------------------------------------------------
    # CHECKING IT
    # -------------------------------------------------------------------------

    def _contradictions(self):
        """Sentences: each equation that fails with the dossiers that break it."""
        found = [
            self.env._("%(row)s: %(equation)s", row=line.name, equation=equation)
            for line in self.line_ids
            for equation in line._broken_equations()
        ]
        codes = [name for _id, name in self._contradicting_dossiers()]
        if codes:
            found.append(
                self.env._(
                    "%(count)s dossiers contradict themselves: %(codes)s",
                    count=len(codes),
                    codes=", ".join(codes[:NAMED_DOSSIERS]),
                )
            )
        return found

    def _contradicting_dossiers(self):
        """(id, code) of dossiers whose dates, state and timeliness do not fit together.

        Each comes into the period once and leaves it or stays open once; what its state says is
        what its dates say; late is finished after the due time, to the printed minute.
        """
        self._flush_facts()
        query = SQL(
            """
            SELECT id, name FROM (%(cells)s) cells
             WHERE %(entries)s <> 1 OR %(exits)s <> 1
                OR (state IN ('done', 'returned') OR reopened_at IS NOT NULL)
                   <> (finished_on IS NOT NULL)
                OR (state IN (
                        'withdrawn', 'stopped', 'cancelled', 'refused', 'given_back'))
                   <> (ended_on IS NOT NULL)
                OR LEAST(finished_on, ended_on) < received_on
                OR (timeliness = 'late') <> (date_trunc('minute', finished_at)
                                             > date_trunc('minute', last_due_at))
             ORDER BY id
            """,
            cells=facts.dossier_cells(self._period()),
            entries=_count_true(facts.ENTRY_CELLS),
            exits=_count_true(facts.EXIT_CELLS),
        )
        return self.env.execute_query(query)

    def _notify(self, contradictions, following):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "danger",
                "sticky": True,
                "title": self.env._("The table contradicts itself"),
                "message": "\n".join(contradictions),
                "next": following,
            },
        }

    # -------------------------------------------------------------------------
    # PAPER
    # -------------------------------------------------------------------------

    @api.model
    def _of_screen(self):
        """The table whose rows are on the screen."""
        table = self.browse(self.env.context.get("hcc_table_id")).exists()
        if not table:
            raise UserError(self.env._("This table has expired. Run it again."))
        table.check_access("read")
        return table

    def _is_trial(self):
        return self.env["hcc.clock"]._is_demonstration_database()

    def _moment_text(self):
        """Up to when the figures go, on the centre's wall clock."""
        last = self._period().ends_at - timedelta(seconds=1)
        return self.env["hcc.clock"]._local(self.company_id, last).strftime("%H:%M ngày %d/%m/%Y")

    def _form_basis(self):
        """For which periodic report the paper serves, by the policy of the last day."""
        policy = self._policy()
        words = FORM_WORDS.get(policy.report_forms, "")
        if words and policy._is_unchecked("report_forms"):
            words += "; bố cục chưa đối chiếu với văn bản"
        return words

    def _print(self):
        return self.env.ref("hcc_report.action_report_agency_table").report_action(self)

    def _export_url(self):
        return {"type": "ir.actions.act_url", "url": f"/hcc/report/agency_table/{self.id}.xlsx"}

    def _form_action(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "hcc_report.hcc_report_agency_table_action"
        )
        return {**action, "res_id": self.id}

    def _contradictions_action(self):
        found = [dossier_id for dossier_id, _name in self._contradicting_dossiers()]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Dossiers that contradict themselves"),
            "res_model": "hcc.dossier",
            "view_mode": "list,form",
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", found)],
        }

    # -------------------------------------------------------------------------
    # SPREADSHEET
    # -------------------------------------------------------------------------

    def _to_xlsx(self):
        """The table as a workbook (bytes). Text is never taken for a formula."""
        self.ensure_one()
        stream = io.BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(stream, options) as book:
            self._fill_sheet(book, book.add_worksheet(str(self.date_to)))
        return stream.getvalue()

    def _fill_sheet(self, book, sheet):
        bold = book.add_format({"bold": True, "text_wrap": True, "border": 1, "valign": "vcenter"})
        plain = {flag: book.add_format({"border": 1, "bold": flag}) for flag in (False, True)}
        number = {
            flag: book.add_format({"border": 1, "bold": flag, "num_format": "#,##0"})
            for flag in (False, True)
        }
        names = ["sequence", "name", *facts.CELLS]
        sheet.write(0, 0, self.display_name)
        for column, name in enumerate(names):
            label = self.line_ids._fields[name]._description_string(self.env)
            sheet.write(2, column, label, bold)
        for row, line in enumerate(self.line_ids, start=3):
            sheet.write(row, 0, "" if line.is_total else line.sequence, plain[line.is_total])
            sheet.write(row, 1, line.name, plain[line.is_total])
            for column, cell in enumerate(facts.CELLS, start=2):
                sheet.write(row, column, line[cell], number[line.is_total])
        sheet.set_column(1, 1, 42)
        sheet.set_column(2, len(names) - 2, 9)
        sheet.set_column(len(names) - 1, len(names) - 1, 16)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)


def _count_true(cells):
    return SQL(" + ").join(SQL("(%s IS TRUE)::int", SQL.identifier(cell)) for cell in cells)
