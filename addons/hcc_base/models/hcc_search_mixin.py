from odoo import fields, models
from odoo.fields import Domain

from ..tools import text


class HccSearchMixin(models.AbstractModel):
    """A record found by its words, with or without diacritics ("cap moi" finds "Cấp mới").

    The concrete model fills ``search_text`` with folded words; every word typed must occur in it.
    """

    _name = "hcc.search.mixin"
    _description = "Searchable without Diacritics"

    search_text = fields.Char(
        "Search words", compute="_compute_search_text", store=True, index="trigram", copy=False
    )

    def _compute_search_text(self):
        for record in self:
            record.search_text = text.fold(" ".join(filter(None, record._search_parts())))

    def _search_parts(self):
        """Extension point: the texts a record is found by."""
        return []

    def _search_display_name(self, operator, value):
        if not isinstance(value, str) or operator not in ("ilike", "not ilike", "like", "not like"):
            return super()._search_display_name(operator, value)
        found = Domain.AND(
            [Domain("search_text", "like", _as_pattern(word)) for word in text.fold(value).split()]
        )
        return ~found if operator.startswith("not") else found


def _as_pattern(word):
    """Take a typed word literally: "%" and "_" are no wildcards for users."""
    return word.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
