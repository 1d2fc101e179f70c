from odoo import api, fields, models

READERS = (
    "hcc_base.group_hr,hcc_base.group_director,hcc_base.group_hall_manager,"
    "hcc_base.group_oversight,hcc_base.group_administrator"
)


class HccAgency(models.Model):
    """How many people an agency has at the current centre and in reserve (người dự phòng).

    Whoever stands in for leave, illness or training is a stay of kind ``substitute``; rooms count
    for their superior agency. HR, directors, hall managers, oversight and administrators see it.
    """

    _inherit = "hcc.agency"

    secondee_count = fields.Integer("Seconded now", compute="_compute_stay_counts", groups=READERS)
    substitute_count = fields.Integer(
        "Substitutes now", compute="_compute_stay_counts", groups=READERS
    )
    lacks_substitutes = fields.Boolean(
        "Too few substitutes",
        compute="_compute_lacks_substitutes",
        search="_search_lacks_substitutes",
        groups=READERS,
        help="Fewer than the centre's policy of today asks for (Decree 61/2018 art. 12(8)).",
    )

    @api.depends_context("company")
    def _compute_stay_counts(self):
        counts = self._current_stays(self.env.company)
        for agency in self:
            agency.secondee_count = counts.get((agency.id, "secondment"), 0)
            agency.substitute_count = counts.get((agency.id, "substitute"), 0)

    @api.depends_context("company")
    def _compute_lacks_substitutes(self):
        lacking = self._lacking_substitutes(self.env.company)
        for agency in self:
            agency.lacks_substitutes = agency in lacking

    def _search_lacks_substitutes(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("id", "in", self._lacking_substitutes(self.env.company).ids)]

    @api.model
    def _lacking_substitutes(self, company):
        """The agencies received in the hall with fewer substitutes than today's policy asks for."""
        policy = self.env["hcc.policy"]._get(company, self.env["hcc.clock"]._today(company))
        if not policy.backup_staff_min:
            return self.browse()
        counts = self._current_stays(company)
        received = self.env["hcc.readiness"]._received_agencies(company, in_hall=True)
        return received.filtered(
            lambda agency: counts.get((agency.id, "substitute"), 0) < policy.backup_staff_min
        )

    @api.model
    def _current_stays(self, company):
        """``{(agency, kind): how many}`` work at ``company`` now; rooms count upwards too."""
        counts = {}
        # sudo: how many, never who
        groups = (
            self.env["hcc.secondment"]
            .sudo()
            ._read_group(
                [("company_id", "=", company.id), ("is_current", "=", True)],
                ["agency_id", "kind"],
                ["__count"],
            )
        )
        for agency, kind, count in groups:
            for ancestor in agency.parent_path.strip("/").split("/"):
                counts[int(ancestor), kind] = counts.get((int(ancestor), kind), 0) + count
        return counts
