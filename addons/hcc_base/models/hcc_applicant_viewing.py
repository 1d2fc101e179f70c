from datetime import timedelta

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

#: What may be looked at only with a trace: who opened it stands in the journal.
VIEWING_FIELDS = frozenset(
    {"identity_number", "previous_number", "birth_date", "address", "phone", "email"}
)
#: Opening the same applicant again within this time leaves no second entry.
VIEWING_PAUSE = timedelta(hours=1)


class HccApplicant(models.Model):
    """Whoever opens an applicant's particulars leaves an entry in the journal.

    Lists show the name and the last digits of number and phone; they leave no trace. Verbs that
    work with a record are journalled themselves and read fields, not answers to a client.
    """

    _inherit = "hcc.applicant"

    def read(self, fields=None, load="_classic_read"):
        self._journal_viewing(fields or VIEWING_FIELDS)
        return super().read(fields=fields, load=load)

    def web_read(self, specification):
        self._journal_viewing(specification)
        return super().web_read(specification)

    @api.model
    def search_read(
        self, domain=None, fields=None, offset=0, limit=None, order=None, **read_kwargs
    ):
        answer = super().search_read(domain, fields, offset, limit, order, **read_kwargs)
        self.browse(row["id"] for row in answer)._journal_viewing(fields or VIEWING_FIELDS)
        return answer

    @api.model
    def web_search_read(
        self, domain, specification, offset=0, limit=None, order=None, count_limit=None
    ):
        return super().web_search_read(domain, specification, offset, limit, order, count_limit)

    def _read_group(
        self, domain, groupby=(), aggregates=(), having=(), offset=0, limit=None, order=None
    ):
        self._check_no_particulars([*groupby, *aggregates])
        return super()._read_group(domain, groupby, aggregates, having, offset, limit, order)

    def _read_grouping_sets(self, domain, grouping_sets, aggregates=(), order=None):
        self._check_no_particulars(
            [*(name for names in grouping_sets for name in names), *aggregates]
        )
        return super()._read_grouping_sets(domain, grouping_sets, aggregates, order)

    def _check_no_particulars(self, specifications):
        """Groups would show what nobody has opened."""
        names = {specification.split(":")[0] for specification in specifications}
        if not self.env.su and VIEWING_FIELDS.intersection(names):
            raise AccessError(
                self.env._("Applicants are not grouped by their particulars. Open the applicant.")
            )

    # They write the journal: never on a read-only replica.
    for _method in (read, web_read, search_read, web_search_read):
        _method._readonly = False
    del _method

    def _journal_viewing(self, names):
        """Append one entry an applicant and hour for particulars that leave the server."""
        seen = sorted(VIEWING_FIELDS.intersection(names))
        if not seen or self.env.su or not self.ids:
            return
        for applicant in self - self._viewed_lately():
            self.env["hcc.journal.entry"]._append(applicant, "view", facts={"fields": seen})

    def _viewed_lately(self):
        since = self.env["hcc.clock"]._now() - VIEWING_PAUSE
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT res_id FROM hcc_journal_entry
                   WHERE res_model = %s AND res_id = ANY(%s) AND verb = 'view'
                     AND user_id = %s AND occurred_at > %s""",
                self._name,
                list(self.ids),
                self.env.uid,
                since,
            )
        )
        return self.browse(row[0] for row in rows)
