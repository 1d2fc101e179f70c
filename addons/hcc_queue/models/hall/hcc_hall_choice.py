from odoo import api, models
from odoo.fields import Domain

from odoo.addons.hcc_base.tools import text

from ..ticket.hcc_ticket_line import MOST_LINES, MOST_OF_ONE


class HccHall(models.AbstractModel):
    """Several procedures at the kiosk: what may be chosen together, and the lane that follows."""

    _inherit = "hcc.hall"

    @api.model
    def _lines_of_choice(self, company, choice):
        """The checked lines of what was chosen (ids come from the page); ``None``: not possible.

        A single field needs no line: it stands on the ticket itself.
        """
        lines = choice.get("lines") or []
        if not lines:
            return []
        hall = self.sudo()
        agency = hall.env["hcc.agency"].browse(choice.get("agency") or 0).exists()
        good = all(hall._line_allowed(company, agency, line) for line in lines)
        return lines if good and len(lines) <= MOST_LINES else None

    @api.model
    def _line_allowed(self, company, agencies, line):
        """Whether the centre receives the line's procedure or field for one of ``agencies``."""
        if not 1 <= line["count"] <= MOST_OF_ONE:
            return False
        wanted = [("agency_id", "in", agencies.ids)]
        if line.get("procedure"):
            wanted.append(("id", "=", line["procedure"]))
        if line.get("field"):
            wanted.append(("field_id", "=", line["field"]))
        if len(wanted) == 1:
            return False
        procedures = self.env["hcc.procedure"]
        return bool(
            procedures.search_count(procedures._received_domain(company) & Domain(wanted), limit=1)
        )

    @api.model
    def _lane_of_lines(self, company, agency, lines):
        """The lane for all lines together: the quick one where all are quick, else the one lane
        that serves all their fields; empty when they belong to different lanes."""
        lanes = self.env["hcc.lane"]._lanes_of(company)
        procedures = self.env["hcc.procedure"].browse(
            line["procedure"] for line in lines if line.get("procedure")
        )
        if len(procedures) == len(lines):
            quick = lanes._quick_lane(procedures)
            if quick and quick._reception().is_open:
                return quick
        found = lanes.browse()
        for line in lines:
            procedure = self.env["hcc.procedure"].browse(line.get("procedure"))
            field = self.env["hcc.procedure.field"].browse(line.get("field"))
            found |= lanes._lane_for(agency, field or procedure.field_id)
        return found if len(found) == 1 else lanes.browse()

    @api.model
    def _quick_choices(self, company, lanes, states):
        """``{agency: [quick procedure …]}`` that the kiosk offers by name."""
        procedures = lanes.quick_procedure_ids
        if not procedures:
            return {}
        received = procedures.filtered_domain(procedures._received_domain(company))
        choices = {}
        for procedure in received.sorted(lambda procedure: text.fold(procedure.name)):
            lane = lanes._quick_lane(procedure)
            choices.setdefault(procedure.agency_id, []).append(
                {
                    "procedure": procedure.id,
                    "name": procedure.name,
                    "together": lanes._lane_for(procedure.agency_id, procedure.field_id).id or 0,
                    **states[lane],
                }
            )
        return choices

    @api.model
    def _line_options(self, ticket):
        """What staff may add to a ticket: fields and quick procedures of its lane's agencies."""
        hall, company = self.sudo(), ticket.company_id
        agencies = ticket.sudo()._line_agencies()
        lanes = hall.env["hcc.lane"]._lanes_of(company)
        fields_by_agency = hall._fields_received(company, agencies)
        options = [
            {"field": field.id, "name": field.name}
            for agency in agencies
            for field in fields_by_agency.get(agency, [])
        ]
        quick = lanes.quick_procedure_ids.filtered(lambda p: p.agency_id in agencies)
        quick = quick.filtered_domain(quick._received_domain(company))
        return options + [{"procedure": p.id, "name": p.name} for p in quick]
