import base64

from odoo import models

from .. import spreadsheet

#: Statuses of rows that wait for a person.
OPEN = ("error", "question")


class HccCatalogueImport(models.Model):
    """Where the buttons of an import's form lead. Rights: as the import's."""

    _inherit = "hcc.catalogue.import"

    def open_rows(self):
        """The rows of this sheet, filtered by the status that the button names."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "hcc_base.hcc_catalogue_import_row_action"
        )
        status = self.env.context.get("row_status")
        action["domain"] = [("import_id", "=", self.id)]
        action["context"] = {f"search_default_{status}": 1} if status else {}
        return action

    def confirm_matches(self):
        """Accept every match that has its agency; what is still to be chosen stays open."""
        self.ensure_one()
        ready = self.match_ids.filtered(lambda match: match.agency_id and not match.is_confirmed)
        return ready.confirm()

    def open_questions(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "hcc_base.hcc_catalogue_import_question_action"
        )
        action["domain"] = [("import_id", "=", self.id)]
        return action

    def download_rest(self):
        """A sheet of the rows that were not written, with a column that says why."""
        self.ensure_one()
        self.check_access("read")
        rest = self.row_ids.filtered(lambda row: row.status in OPEN)
        columns = self.column_ids.sorted("index")
        titles = [*columns.mapped("title"), "Lỗi và điều cần xác nhận"]
        lines = [
            [*(row._cell(column.index) for column in columns), row._findings()] for row in rest
        ]
        export = self.env["hcc.catalogue.export"].create(
            {
                "file": base64.b64encode(spreadsheet.write("Còn lại", titles, lines)),
                "file_name": f"con-lai-{self.id}.xlsx",
            }
        )
        return export._download()
