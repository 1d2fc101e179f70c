import base64
import io
from datetime import date

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, groupby
from pypdf import PdfReader, PdfWriter

from odoo.addons.hcc_base import paper, spreadsheet
from odoo.addons.hcc_base.models.hcc_applicant import PERSONAL

from ..models.papers.hcc_dossier_paper import RETURN_WORDS

#: what one request draws; a larger ledger is printed by the month, its pages numbered on
MAX_PRINTED = 2000
#: a month with more lines begins a new page each day: other papers are drawn between the parts
MAX_PART = 300
TITLES = (
    "TT", "Mã hồ sơ", "Tên TTHC", "Số lượng hồ sơ (bộ)", "Tên cá nhân, tổ chức",
    "Địa chỉ, số điện thoại", "Cơ quan chủ trì giải quyết", "Nhận hồ sơ", "Hẹn trả kết quả",
    "Trả kết quả", "Phương thức nhận kết quả", "Ký nhận", "Ghi chú",
)  # fmt: skip
STATE_NOTES = {
    "cancelled": "Đã hủy", "withdrawn": "Rút hồ sơ", "stopped": "Dừng giải quyết",
    "supplement": "Chờ bổ sung", "suspended": "Tạm dừng", "given_back": "Trả lại hồ sơ",
}  # fmt: skip


class HccDossierBook(models.TransientModel):
    """The ledger of dossiers (sổ theo dõi hồ sơ) of a period, printed (A4) or as a sheet (XLSX).

    Whoever may export dossiers prints it, each for the dossiers they see. A volume is a year of a
    centre; the ordinal is the place among all its receptions in the order in which the journal
    has them, whatever part is printed. What was cancelled keeps its line.
    """

    _name = "hcc.dossier.book"
    _description = "Ledger of Dossiers"

    company_id = fields.Many2one(
        "res.company", "Centre", required=True, default=lambda self: self.env.company
    )
    agency_id = fields.Many2one("hcc.agency", "Agency", help="Empty: all.")
    date_from = fields.Date("Received from", required=True, default=lambda self: self._year_start())
    date_to = fields.Date("Received until", required=True, default=lambda self: self._today())
    first_page = fields.Integer(
        "First page",
        required=True,
        default=1,
        help="Where the ledger is printed in parts: the page after the last one of the part "
        "before.",
    )
    file = fields.Binary(readonly=True, attachment=True)
    file_name = fields.Char("Name of the file", readonly=True)

    @api.model
    def _today(self):
        return self.env["hcc.clock"]._today()

    @api.model
    def _year_start(self):
        return self._today().replace(month=1, day=1)

    # -------------------------------------------------------------------------
    # HANDED OUT
    # -------------------------------------------------------------------------

    def print_book(self):
        """The ledger as one PDF, its pages numbered through."""
        lines = self._checked_lines()
        if len(lines) > MAX_PRINTED:
            raise UserError(
                self.env._(
                    "%(count)s dossiers were received in this period; up to %(most)s are printed "
                    "at once. Print it by the month, with the next first page, or take the sheet.",
                    count=len(lines),
                    most=MAX_PRINTED,
                )
            )
        return self._hand_out(self._pdf(lines), "pdf")

    def download_sheet(self):
        """The same lines as a sheet."""
        rows = [[str(cell) for cell in self._cells(line)] for line in self._checked_lines()]
        return self._hand_out(spreadsheet.write("Sổ theo dõi hồ sơ", TITLES, rows), "xlsx")

    def _checked_lines(self):
        self.ensure_one()
        dossiers = self.env["hcc.dossier"]
        dossiers.check_access("read")
        dossiers._check_export()
        if self.company_id not in self.env.companies:
            raise AccessError(
                self.env._("The ledger of %s is not yours to print.", self.company_id.sudo().name)
            )
        if self.date_from > self.date_to:
            raise UserError(self.env._("The ledger's period ends before it begins."))
        lines = self._lines()
        facts = {
            "model": "hcc.dossier", "count": len(lines), "agency": self.agency_id.id,
            "from": self.date_from.isoformat(), "to": self.date_to.isoformat(),
        }  # fmt: skip
        self.env["hcc.journal.entry"]._append(self.company_id, "export", facts=facts)
        return lines

    def _hand_out(self, content, kind):
        period = f"{self.date_from:%Y%m%d}-{self.date_to:%Y%m%d}"
        self.write(
            {
                "file": base64.b64encode(content),
                "file_name": f"so-theo-doi-ho-so-{period}.{kind}",
            }
        )
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/file/{self.file_name}?download=true",
            "target": "self",
        }

    # -------------------------------------------------------------------------
    # LINES
    # -------------------------------------------------------------------------

    def _lines(self):
        """One dictionary a dossier, read in one statement, in the order of the ledger."""
        self.env.flush_all()
        rows = self.env.execute_query_dict(
            SQL(
                """
                WITH entered AS (
                    SELECT dossier.id, row_number() OVER (
                        PARTITION BY extract(year FROM dossier.received_on)
                        ORDER BY coalesce(first.id, 0), dossier.received_at, dossier.id
                    ) AS ordinal
                    FROM hcc_dossier dossier
                    LEFT JOIN LATERAL (
                        SELECT min(entry.id) AS id FROM hcc_journal_entry entry
                        WHERE entry.res_model = 'hcc.dossier' AND entry.res_id = dossier.id
                          AND entry.to_state = 'received'
                    ) first ON TRUE
                    WHERE dossier.company_id = %(company)s
                      AND dossier.received_on BETWEEN %(year_start)s AND %(year_end)s
                )
                SELECT entered.ordinal, dossier.id, dossier.name, dossier.version_id,
                       dossier.subject, dossier.sets, dossier.applicant_name,
                       dossier.applicant_address, dossier.applicant_phone, dossier.agency_id,
                       dossier.received_at, dossier.received_on, dossier.first_due_at,
                       dossier.due_at, dossier.appointment_at, dossier.returned_at,
                       dossier.return_channel, dossier.collector_kind, dossier.collector_name,
                       dossier.state, dossier.result_kind, dossier.timeliness,
                       dossier.reopened_at
                FROM entered JOIN hcc_dossier dossier ON dossier.id = entered.id
                WHERE dossier.id IN %(visible)s
                ORDER BY extract(year FROM dossier.received_on), entered.ordinal
                """,
                company=self.company_id.id,
                year_start=date(self.date_from.year, 1, 1),
                year_end=date(self.date_to.year, 12, 31),
                visible=self._visible().subselect(),
            )
        )
        return self._named(rows)

    def _visible(self):
        """What of the period the reader may see, by the rules of dossiers."""
        domain = [
            ("company_id", "=", self.company_id.id),
            ("received_on", ">=", self.date_from),
            ("received_on", "<=", self.date_to),
        ]
        if self.agency_id:
            domain.append(("agency_id", "child_of", self.agency_id.id))
        return self.env["hcc.dossier"]._search(domain)

    def _named(self, rows):
        """Names of procedures and agencies, one query each; phones for those who see phones."""
        versions = self.env["hcc.procedure.version"].sudo()
        agencies = self.env["hcc.agency"].sudo()
        versions = versions.browse({row["version_id"] for row in rows})
        agencies = agencies.browse({row["agency_id"] for row in rows})
        version_names = {version.id: version.name for version in versions}
        agency_names = {agency.id: agency.name for agency in agencies}
        sees_phones = self.env.su or self.env.user.has_groups(PERSONAL)
        for row in rows:
            row["procedure"] = row["subject"] or version_names[row["version_id"]]
            row["agency"] = agency_names[row["agency_id"]]
            row["contact"] = ", ".join(
                filter(None, [row["applicant_address"], sees_phones and row["applicant_phone"]])
            )
        return rows

    def _cells(self, line):
        """A line as the columns of the form have it."""
        return (
            line["ordinal"],
            line["name"],
            line["procedure"],
            line["sets"],
            line["applicant_name"] or "",
            line["contact"],
            line["agency"],
            self._when(line["received_at"]),
            self._when(line["first_due_at"]),
            self._when(line["returned_at"]),
            RETURN_WORDS[line["return_channel"]],
            self._collector(line),
            "; ".join(self._notes(line)),
        )

    def _when(self, instant):
        if not instant:
            return ""
        return f"{self.env['hcc.clock']._local(self.company_id, instant):%H:%M %d/%m/%Y}"

    def _collector(self, line):
        if line["collector_kind"] == "postal":
            return "Bưu chính"
        if not line["collector_kind"]:
            return ""
        return line["collector_name"] or line["applicant_name"]

    def _notes(self, line):
        if line["state"] in STATE_NOTES:
            yield STATE_NOTES[line["state"]]
        if line["result_kind"] == "refused":
            yield "Từ chối giải quyết"
        if line["timeliness"] == "late":
            yield "Quá hạn"
        if line["reopened_at"]:
            yield from self._revocation_notes(line)
        elif line["appointment_at"] and line["appointment_at"] != line["first_due_at"]:
            yield f"Hẹn lại {self._when(line['appointment_at'])}"

    def _revocation_notes(self, line):
        """Which results were revoked and when; the column has the last return only."""
        dossier = self.env["hcc.dossier"].sudo().browse(line["id"])
        for one in dossier._result_rounds():
            if one.get("reopen"):
                given, words = one.get("return"), f"thu hồi kết quả {self._when(one['reopen'])}"
                is_told = not given or given == line["returned_at"]
                yield words.capitalize() if is_told else f"Đã trả {self._when(given)}, {words}"
        yield f"Hẹn trả kết quả đúng {self._when(line['appointment_at'])}"

    # -------------------------------------------------------------------------
    # ON PAPER
    # -------------------------------------------------------------------------

    def _pdf(self, lines):
        """Drawn a month at a time: memory holds the pages of one part, not those of a year."""
        writer, parts = PdfWriter(), self._parts(lines)
        for number, (title, part) in enumerate(parts, start=1):
            first, is_last = self.first_page + len(writer.pages), number == len(parts)
            content = self._draw(title, part, first, number == 1)
            if is_last:
                pages = len(writer.pages) + len(PdfReader(io.BytesIO(content)).pages)
                closing = self._closing(lines, pages)
                content = self._draw(title, part, first, number == 1, closing)
            writer.append(io.BytesIO(content), import_outline=False)
        stream = io.BytesIO()
        writer.write(stream)
        return stream.getvalue()

    def _parts(self, lines):
        """``[(title, lines)]``: a month each, and a day each where a month is too long."""
        parts = []
        for (year, month), of_month in groupby(
            lines, lambda line: (line["received_on"].year, line["received_on"].month)
        ):
            if len(of_month) <= MAX_PART:
                parts.append((f"Tháng {month:02d} năm {year}", of_month))
                continue
            for day, of_day in groupby(of_month, lambda line: line["received_on"]):
                parts.append((f"Ngày {day:%d/%m/%Y}", of_day))
        return parts or [("", [])]

    def _draw(self, title, part, first_page, is_first, closing=""):
        policy = self.env["hcc.policy"]._get(self.company_id, self.date_to)
        html = self.env["ir.qweb"]._render(
            "hcc_dossier.book",
            {
                "company": self.company_id.sudo(),
                "basis": policy._form_basis("ledger"),
                "volume": self._volume(),
                "period": f"từ ngày {self.date_from:%d/%m/%Y} đến ngày {self.date_to:%d/%m/%Y}",
                "agency_name": self.agency_id.sudo().name or "",
                "titles": TITLES,
                "part_title": title,
                "rows": [self._cells(line) for line in part],
                "first_page": first_page,
                "is_first": is_first,
                "is_closed": self._is_closed(),
                "closing": closing,
                "is_trial": self.env["hcc.clock"]._is_demonstration_database(),
            },
        )
        return paper.render_pdf(str(html))

    def _volume(self):
        years = range(self.date_from.year, self.date_to.year + 1)
        return ", ".join(map(str, years))

    def _is_closed(self):
        """Whether the year is over with the period, so that the volume is closed and signed."""
        return (self.date_to.month, self.date_to.day) == (12, 31) and self.date_to < self._today()

    def _closing(self, lines, pages):
        if not lines:
            return "Không có hồ sơ nào được tiếp nhận trong thời gian này."
        first, last = lines[0]["ordinal"], lines[-1]["ordinal"]
        return f"Cộng: {len(lines)} hồ sơ, từ số {first:02d} đến số {last:02d}; {pages} trang."
