from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools import ticket_paper

#: A ticket printed later than this would only confuse.
PRINT_SECONDS = 120
#: The phone page of a ticket answers until the next day.
TOKEN_HOURS = 24
#: purpose of that page's code
TICKET_TOKEN = "ticket"

_PRINT_STATES = {
    "pending": ("pending", "leased"),
    "printed": ("done",),
    "not_printed": ("failed", "expired"),
    "unknown": ("unknown",),
}


class HccTicket(models.Model):
    """A ticket's paper, which comes out or not, and its page on the citizen's phone."""

    _inherit = "hcc.ticket"

    print_state = fields.Selection(
        [
            ("pending", "Being printed"),
            ("printed", "Printed"),
            ("not_printed", "Not printed"),
            ("unknown", "Not known"),
        ],
        "Paper",
        compute="_compute_print_state",
        search="_search_print_state",
        help="Whether the ticket's paper came out. The ticket counts in any case.",
    )
    can_reprint = fields.Boolean(compute="_compute_can_reprint")

    def _compute_print_state(self):
        by_job_state = {job: state for state, jobs in _PRINT_STATES.items() for job in jobs}
        jobs = self._latest_jobs()
        for ticket in self:
            job = jobs.get(ticket.id)
            ticket.print_state = by_job_state[job.state] if job else "not_printed"

    def _compute_can_reprint(self):
        jobs, allowed = self._latest_jobs(), self.env["hcc.device.job"]._may_handle()
        for ticket in self:
            job = jobs.get(ticket.id)
            ticket.can_reprint = bool(job) and allowed and job.needs_attention

    def _latest_jobs(self):
        """``{ticket id: its last print job}`` for the tickets that have one."""
        # sudo: what became of the paper is shown to all who see the ticket
        rows = (
            self.env["hcc.device.job"]
            .sudo()
            ._read_group(
                [("res_model", "=", self._name), ("res_id", "in", self.ids)],
                ["res_id"],
                ["id:max"],
            )
        )
        jobs = self.env["hcc.device.job"].sudo().browse(job_id for _ticket, job_id in rows)
        return {job.res_id: job for job in jobs}

    def _search_print_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        states = [job for state in value for job in _PRINT_STATES.get(state, ())]
        latest = SQL(
            """(SELECT DISTINCT ON (res_id) res_id, state FROM hcc_device_job
                 WHERE res_model = %s ORDER BY res_id, id DESC)""",
            self._name,
        )
        found = SQL("(SELECT res_id FROM %s AS job WHERE state = ANY(%s))", latest, states)
        domain = fields.Domain("id", "in", found)
        if "not_printed" in value:
            any_job = SQL("(SELECT res_id FROM hcc_device_job WHERE res_model = %s)", self._name)
            domain |= fields.Domain("id", "not in", any_job)
        return domain

    # -------------------------------------------------------------------------
    # PAPER
    # -------------------------------------------------------------------------

    def reprint(self):
        """Print papers that did not come out once more, marked as reprints."""
        jobs = self.env["hcc.device.job"].browse(job.id for job in self._latest_jobs().values())
        return jobs.reprint()

    def _print(self, kiosk):
        """Hand the paper to the kiosk's printer; without one the ticket counts unprinted."""
        if kiosk:
            # sudo: the page's user may read nothing of the registry
            self.env["hcc.device.job"]._print(
                kiosk.sudo().printer_id, None, self, expires_in_seconds=PRINT_SECONDS
            )

    def _render_image(self, width):
        """The ticket's paper as a picture ``width`` dots wide (PNG)."""
        ticket = self.sudo()
        return ticket_paper.draw(
            {
                "centre": ticket.company_id.name,
                "logo": ticket.company_id._brand_logo(),
                "number": ticket.name,
                "lane": ticket.lane_id.name,
                "agency": ticket.agency_id.name or "",
                "field": ticket.field_id.name or "",
                "ahead": ticket._count_ahead(),
                "issued_at": self.env["hcc.hall"]._clock_text(
                    ticket.company_id, ticket.issued_at, "%H:%M  %d/%m/%Y"
                ),
                "hotline": ticket.company_id.hotline or "",
                "url": ticket._page_url(ticket._token()),
                "is_trial": self.env["hcc.clock"]._is_demonstration_database(),
            },
            width,
        )

    def _token(self):
        self.ensure_one()
        return self.env["hcc.token"]._issue(
            self.sudo(), TICKET_TOKEN, self.issued_at + timedelta(hours=TOKEN_HOURS)
        )

    @api.model
    def _page_url(self, token):
        """Address of the page that a ticket's QR code opens on a phone."""
        return f"{self.get_base_url()}/hcc/t/{token}"
