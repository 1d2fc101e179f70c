from odoo.http import Controller, content_disposition, request, route

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class AgencyTable(Controller):
    """The official table as a spreadsheet, for who computed it."""

    @route("/hcc/report/agency_table/<int:table_id>.xlsx", type="http", auth="user", readonly=True)
    def spreadsheet(self, table_id):
        table = request.env["hcc.report.agency.table"].browse(table_id).exists()
        if not table or not table.has_access("read"):
            raise request.not_found()
        name = f"bang-tong-hop-{table.date_from:%Y%m%d}-{table.date_to:%Y%m%d}.xlsx"
        headers = [
            ("Content-Type", XLSX),
            ("Content-Disposition", content_disposition(name)),
        ]
        return request.make_response(table._to_xlsx(), headers=headers)
