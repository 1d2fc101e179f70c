from collections import defaultdict
from datetime import timedelta

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

#: Opening the same particulars again within this time leaves no second entry.
VIEWING_PAUSE = timedelta(hours=1)


class HccViewingMixin(models.AbstractModel):
    """A record whose personal particulars are looked at with a trace only (nhật ký xem dữ liệu cá
    nhân): who opened it, and which of them, stands in the journal.

    Lists show names and the last digits of numbers; they leave no trace. Verbs that work with a
    record are journalled themselves and read fields, not answers to a client.
    """

    _name = "hcc.viewing.mixin"
    _description = "Record Viewed with a Trace"

    #: fields that leave the server with a trace only
    _viewing_fields = frozenset()

    def read(self, fields=None, load="_classic_read"):
        self._journal_viewing(fields or self._viewing_fields)
        return super().read(fields=fields, load=load)

    def web_read(self, specification):
        return super().web_read(specification)

    @api.model
    def search_read(
        self, domain=None, fields=None, offset=0, limit=None, order=None, **read_kwargs
    ):
        answer = super().search_read(domain, fields, offset, limit, order, **read_kwargs)
        seen = self.browse(row["id"] for row in answer)
        seen._journal_viewing(fields or self._viewing_fields)
        return answer

    @api.model
    def web_search_read(
        self, domain, specification, offset=0, limit=None, order=None, count_limit=None
    ):
        return super().web_search_read(domain, specification, offset, limit, order, count_limit)

    def _read_group_groupby(self, alias, groupby_spec, query):
        self._check_no_particulars(groupby_spec)
        return super()._read_group_groupby(alias, groupby_spec, query)

    def _read_group_select(self, aggregate_spec, query):
        self._check_no_particulars(aggregate_spec)
        return super()._read_group_select(aggregate_spec, query)

    def _check_no_particulars(self, specification):
        """Groups would show what nobody has opened. A path of another model ends here too."""
        if not self.env.su and specification.split(":")[0] in self._viewing_fields:
            raise AccessError(
                self.env._(
                    "%(model)s: personal particulars are neither grouped nor summed up. "
                    "Open the single record.",
                    model=self._model_label(),
                )
            )

    # They write the journal: never on a read-only replica.
    for _method in (read, web_read, search_read, web_search_read):
        _method._readonly = False
    del _method

    def _journal_viewing(self, names):
        """Append one entry a record for particulars that leave the server, but for those that the
        user has opened within the hour."""
        asked = self._viewing_fields.intersection(names)
        if not asked or self.env.su or not self.ids:
            return
        known = self._viewed_lately()
        for record in self.browse(self.ids):
            seen = sorted(asked - known[record.id])
            if seen:
                self.env["hcc.journal.entry"]._append(record, "view", facts={"fields": seen})

    def _viewed_lately(self):
        """``{record id: names of the fields}``"""
        since = self.env["hcc.clock"]._now() - VIEWING_PAUSE
        rows = self.env.execute_query(
            SQL(
                """SELECT res_id, facts -> 'fields' FROM hcc_journal_entry
                   WHERE res_model = %s AND res_id = ANY(%s) AND verb = 'view'
                     AND user_id = %s AND occurred_at > %s""",
                self._name,
                list(self.ids),
                self.env.uid,
                since,
            )
        )
        known = defaultdict(set)
        for record_id, names in rows:
            known[record_id].update(names)
        return known
