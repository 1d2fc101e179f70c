from odoo import api, models

from ..tools import identity, text

#: Longer texts are no code of the suite; a citizen card's stays far below.
LONGEST = 600
#: Fewer letters would list half the archive.
SHORTEST_PART = 4
MOST_FOUND = 40


class HccCode(models.AbstractModel):
    """A scanned or typed code and the record it means (mã quét được), from any screen.

    Everybody may ask; the answer is found with the rights of whoever asks, and a code of a record
    out of reach reads like one that nobody ever gave. Addons add what they print by extending
    ``_resolvers`` (whole codes) and ``_part_resolvers`` (a part of one, typed into the search box).
    """

    _name = "hcc.code"
    _description = "Scanned Code"

    @api.model
    def find(self, scanned, is_part=False):
        """What a scan or a typed code opens.

        :param is_part: a person typed it: a part that belongs to few records will do
        :return: ``{"kind": "record"|"list"|"card", "model", "ids", "action"}``, or
            ``{"kind": "unknown", "message"}``
        """
        code = text.clean(scanned)[:LONGEST] if isinstance(scanned, str) else ""
        if self._card(code):
            return self._card_answer(code)
        found = self._resolve(code)
        if not found and is_part and len(code) >= SHORTEST_PART:
            found = self._resolve_part(code)
        if found:
            return self._record_answer(found)
        return {"kind": "unknown", "message": self._unknown_message(code)}

    # -------------------------------------------------------------------------
    # EXTENSION POINTS
    # -------------------------------------------------------------------------

    @api.model
    def _resolvers(self):
        """Extension point: names of methods ``(code) → records`` for whole codes.

        Each finds with the rights of the user, and gives an empty recordset for what is not its.
        """
        return []

    @api.model
    def _part_resolvers(self):
        """Extension point: names of methods ``(part) → records`` for a part that was typed."""
        return []

    @api.model
    def _card_answer(self, code):
        """Extension point: a citizen card was scanned. Here: the applicant, where the user's
        agencies know them."""
        applicants = self.env["hcc.applicant"]
        if applicants.has_access("read"):
            number = self._card(code).number
            found = applicants.search([("identity_number", "=", number)], limit=1)
            if found:
                return self._record_answer(found)
        return {
            "kind": "unknown",
            "message": self.env._(
                "A citizen card. Its holder is not among the applicants that you may see."
            ),
        }

    # -------------------------------------------------------------------------
    # FINDING
    # -------------------------------------------------------------------------

    @api.model
    def _resolve(self, code):
        """The record of a whole code; empty when unknown or out of the user's reach."""
        return self._first_of(self._resolvers(), code)

    @api.model
    def _resolve_part(self, part):
        return self._first_of(self._part_resolvers(), part)

    def _first_of(self, names, code):
        for name in names if code else ():
            found = getattr(self, name)(code)
            if found:
                return found
        return self.browse()

    @api.model
    def _with_code(self, model, domain):
        """Records of ``model`` that the user may see; none where the role reads no such model."""
        records = self.env[model]
        return records.search(domain, limit=MOST_FOUND) if records.has_access("read") else records

    @api.model
    def _opened_by(self, code, path, purpose, model):
        """The record of ``model`` that the address of its public page opens to the user."""
        token = self._last_part(code, path)
        record = self.env["hcc.token"]._resolve(token, purpose) if token else self.browse()
        ids = record.ids if record._name == model else []
        return self._with_code(model, [("id", "in", ids)])

    @api.model
    def _last_part(self, code, path):
        """What follows ``path`` in the address of a public page, on whichever host; else empty."""
        _host, found, rest = code.partition(path)
        return rest.strip("/").split("?")[0] if found and "/" not in rest.strip("/") else ""

    @api.model
    def _card(self, code):
        try:
            return identity.parse_citizen_card_qr(code) if code.count("|") > 5 else None
        except identity.IdentityError:
            return None

    # -------------------------------------------------------------------------
    # ANSWERS
    # -------------------------------------------------------------------------

    def _record_answer(self, found):
        action = {
            "type": "ir.actions.act_window",
            "name": found._description if len(found) > 1 else found.display_name,
            "res_model": found._name,
        }
        if len(found) == 1:
            action |= {"res_id": found.id, "views": [[False, "form"]]}
        else:
            views = [[False, "list"], [False, "form"]]
            action |= {"domain": [["id", "in", found.ids]], "views": views}
        kind = "record" if len(found) == 1 else "list"
        return {"kind": kind, "model": found._name, "ids": found.ids, "action": action}

    def _unknown_message(self, code):
        return self.env._(
            "“%s” is unknown, or you have no right to see what it stands for.", code[:40]
        )
