from urllib.parse import quote, urlencode

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .hcc_procedure_version_sheet import LEVELS

PAGE = "/hcc/thu-tuc"
RECEIVED = "Nộp hồ sơ và nhận kết quả tại {centre}."
UPCOMING = "Thủ tục này được tiếp nhận từ ngày {day}."
EXCLUDED = (
    "Thủ tục này không tiếp nhận theo cơ chế một cửa tại Trung tâm. "
    "Ông/Bà liên hệ {agency} để được hướng dẫn."
)
ABOLISHED = (
    "Thủ tục này đã hết hiệu lực và không còn được tiếp nhận. "
    "Ông/Bà liên hệ {agency} hoặc quầy hướng dẫn của Trung tâm khi cần."
)


class HccProcedure(models.Model):
    """The procedure as it is made public (niêm yết, công khai): on pages, as JSON and on paper.

    Everything here is read with the rights of the public pages' user: versions that are not
    published do not exist for it. A procedure that was never published does not either.
    """

    _inherit = "hcc.procedure"

    # -------------------------------------------------------------------------
    # SEARCH
    # -------------------------------------------------------------------------

    @api.model
    def _received_query(self, company):
        """The procedures that ``company`` receives, whoever asks; which of them he may read and
        what of them stays a matter of his rights."""
        procedures = self.sudo()
        return procedures._search(procedures._received_domain(company))

    @api.model
    def _published_domain(self, day):
        """Domain of the procedures with a version in force on ``day`` or announced for later."""
        lasting = Domain("valid_to", "=", False) | Domain("valid_to", ">=", day)
        return Domain("version_ids", "any", Domain("state", "!=", "draft") & lasting)

    @api.model
    def _search_public(self, company, query):
        """Return ``(procedures of the page asked for, how many there are)``."""
        day = self.env["hcc.clock"]._today(company)
        wanted = Domain("id", "in", self._received_query(company)) & self._published_domain(day)
        wanted &= Domain("display_name", "ilike", query.q) if query.q else Domain.TRUE
        for field, code in self._public_filters(query).items():
            wanted &= Domain(field, "=", code) if code else Domain.TRUE
        found = self.search(wanted, offset=query.offset, limit=query.size)
        if not query.offset and len(found) < query.size:
            return found, len(found)
        return found, self.search_count(wanted)

    def _public_filters(self, query):
        return {
            "agency_id.code": query.agency,
            "field_id.code": query.field,
            "life_event_ids.code": query.event,
        }

    @api.model
    def _public_choices(self, company, query):
        """What the page's filters offer: only what leads to a procedure of the centre."""
        day = self.env["hcc.clock"]._today(company)
        here = Domain("id", "in", self._received_query(company)) & self._published_domain(day)
        fields_here = Domain("procedure_ids", "any", here)
        if query.agency:
            fields_here &= Domain("agency_id.code", "=", query.agency)
        return {
            "agency": self.env["hcc.agency"].search(Domain("procedure_ids", "any", here)),
            "field": self.env["hcc.procedure.field"].search(fields_here, order="name, id"),
            "event": self.env["hcc.life.event"].search(Domain("procedure_ids", "any", here)),
        }

    @api.model
    def _find_public(self, code):
        """The procedure of ``code`` or of an older code; empty when the public knows none."""
        every = self.with_context(active_test=False)
        known = Domain("code", "=", code)
        found = every.search(known, limit=1) or every.search(
            Domain("alias_ids.code", "=", code), limit=1
        )
        public = Domain("version_ids.state", "!=", "draft") | Domain("reception", "!=", "centre")
        return found.filtered_domain(public)

    # -------------------------------------------------------------------------
    # WHAT IS SAID
    # -------------------------------------------------------------------------

    def _public_versions(self, day):
        """Return ``{procedure id: (version in force, next one)}``; either may be empty."""
        version_model = self.env["hcc.procedure.version"]
        in_force = self._versions_on(day)
        coming = {}
        later = Domain("state", "!=", "draft") & Domain("valid_from", ">", day)
        mine = Domain("procedure_id", "in", self.ids)
        for version in version_model.search(later & mine, order="valid_from desc"):
            coming[version.procedure_id.id] = version
        nothing = version_model.browse()
        return {
            procedure.id: (in_force.get(procedure.id, nothing), coming.get(procedure.id, nothing))
            for procedure in self
        }

    def _public_items(self, company, day):
        """One line per procedure, as lists show it."""
        versions = self._public_versions(day)
        return [procedure._public_item(company, *versions[procedure.id]) for procedure in self]

    def _public_item(self, company, version, coming):
        shown = version or coming
        return {
            "code": self.code,
            "name": shown.name or self.name,
            "kind": self.kind,
            "level": self.level,
            "level_text": LEVELS[self.level],
            "agency": {"code": self.agency_id.code, "name": self.agency_id.name},
            "field": {"code": self.field_id.code, "name": self.field_id.name},
            "life_events": [
                {"code": event.code, "name": event.name} for event in self.life_event_ids
            ],
            "time_limit": shown._public_limit() if shown else None,
            "in_force": bool(version),
            "valid_from": shown.valid_from.isoformat() if shown else None,
            "url": self._public_url(company),
        }

    def _public_facts(self, company, day):
        """Everything the public may know of one procedure."""
        self.ensure_one()
        version, coming = self._public_versions(day)[self.id]
        return {
            **self._public_item(company, version, coming),
            "other_codes": [*filter(None, [self.local_code]), *self.alias_ids.mapped("code")],
            "standing": self._public_standing(company, version, coming),
            "version": version._public_facts(day) if version else None,
            "upcoming": coming._public_facts(coming.valid_from) if coming else None,
        }

    def _public_standing(self, company, version, coming):
        """Whether the centre receives it, and where to go when it does not."""
        line = self._reception_line(company)
        mode = line.mode if line else self.reception
        received = self.active and self.sudo()._is_received_at(company)
        reason = None
        if mode == "excluded" and not received:
            code, text = "excluded", EXCLUDED.format(agency=self.agency_id.name)
            reason = (line.reason if line else self.exclusion_reason) or None
        elif not version and not coming:
            code, text = "abolished", ABOLISHED.format(agency=self.agency_id.name)
        elif not received:
            code, text = self._public_elsewhere(company, mode)
        elif not line and self.agency_id.reception_mode == "own_premises":
            code, text = "own_premises", self._own_premises_text()
        elif not version:
            code, text = "upcoming", UPCOMING.format(day=f"{coming.valid_from:%d/%m/%Y}")
        else:
            code, text = "received", RECEIVED.format(centre=company.name)
        return {"code": code, "text": text, "reason": reason}

    def _public_elsewhere(self, company, mode):
        agency = self.agency_id
        if mode == "own_premises":
            return "own_premises", self._own_premises_text()
        others = self._public_centres() - company
        if others and self.active:
            where = "; ".join(f"{other.name}" for other in others)
            return "elsewhere", (
                f"{company.name} không tiếp nhận thủ tục này. Nơi tiếp nhận: {where}."
            )
        return "not_received", (
            f"{company.name} không tiếp nhận thủ tục này. Ông/Bà liên hệ {agency.name}."
        )

    def _own_premises_text(self):
        return f"Ông/Bà nộp hồ sơ và nhận kết quả tại trụ sở {self.agency_id._place_words()}."

    # -------------------------------------------------------------------------
    # ON PAPER
    # -------------------------------------------------------------------------

    def _notice_sheets(self, company):
        """What the notice-board sheet of each procedure shows; one without a version is refused."""
        self._check_public_at(company)
        day = self.env["hcc.clock"]._today(company)
        versions = self._public_versions(day)
        return [
            procedure._notice_sheet(company, day, *versions[procedure.id]) for procedure in self
        ]

    def _notice_sheet(self, company, day, version, coming):
        return {
            "procedure": self,
            "version": version or coming,
            "coming": coming,
            "is_upcoming": not version,
            "day": day if version else coming.valid_from,
            "url": self._public_url(company),
            "is_trial": self.env["hcc.clock"]._is_demonstration_database(),
        }

    def _check_public_at(self, company):
        """What hangs on the wall of a centre is published and received there."""
        day = self.env["hcc.clock"]._today(company)
        versions = self._public_versions(day)
        unfit = self.filtered(lambda p: not any(versions[p.id]) or not p._is_received_at(company))
        if unfit:
            raise UserError(
                self.env._(
                    "%(centre)s does not receive %(procedures)s today, or no version of it is "
                    "published: publish it first, or leave it out.",
                    centre=company.sudo().name,
                    procedures=", ".join(unfit.mapped("code")),
                )
            )

    # -------------------------------------------------------------------------
    # WHERE
    # -------------------------------------------------------------------------

    def _public_centres(self):
        """The centres that receive this procedure."""
        self.ensure_one()
        return self._receiving_centres(self._all_centres())

    @api.model
    def _all_centres(self):
        """Every centre; sudo: their names stand on the wall."""
        return self.env["res.company"].sudo().search([("is_centre", "=", True)])

    def _public_url(self, company):
        """The absolute address of the page that the codes on walls and sheets lead to."""
        self.ensure_one()
        return self.get_base_url() + self._public_path(company.sudo().identifier_code)

    def _public_path(self, centre):
        """The path of the page, for the centre of code ``centre`` (which may be left out)."""
        path = f"{PAGE}/{quote(self.code)}"
        return f"{path}?{urlencode({'centre': centre})}" if centre else path
